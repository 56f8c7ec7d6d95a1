# How this machine reaches what runs in the cluster, for both kinds of cluster.
# shellcheck shell=bash

WATCHER_SERVICE=bloodraven-watcher
WATCHER_STATUS_PORT=8080

temporal_address() { # as the pods see it
  if [ -n "$CONTEXT" ]; then echo "temporal.$SYSTEM_NAMESPACE.svc:$TEMPORAL_PORT"; else echo "$FABRIC_IP:$TEMPORAL_PORT"; fi
}

# Nobody knows what a foreign cluster lets a pod have, and an image that was not made by root has no guard.
network_guard() { if [ -n "$CONTEXT" ]; then echo auto; else echo '"on"'; fi; }
storage_class() { if [ -n "$CONTEXT" ]; then context_storage_class; else echo local; fi; }

expose() { # temporal|temporal-ui|status LOCAL_PORT PORT
  local address=$FABRIC_IP
  if [ -n "$CONTEXT" ]; then
    context_expose "$@"
    return
  fi
  [ "$1" != status ] || address=$(service_address "$SYSTEM_NAMESPACE" $WATCHER_SERVICE)
  forward "$1" "$2" "$address" "$3"
  wait_until 10 "the local address of $1" port_answers "$2"
}

# The counter runs on this machine and connects to the primary's Service.
expose_counter() { # PORT
  if [ -n "$CONTEXT" ]; then
    context_counter "$1"
  else
    counter_up "$1" "$(service_address "$GROUP_NAMESPACE" "mysql-$GROUP-primary")" 3306
  fi
  wait_until 20 "the counter" port_answers "$1"
}
