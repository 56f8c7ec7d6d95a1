# A cluster that exists already, of a kind that is made for such play: k3d, kind or minikube. Nothing else is ever
# touched. Written after their documentation; it has not been run by us (see README).
# shellcheck shell=bash

ZONE_LABEL=topology.kubernetes.io/zone

context_kind() { # NAME: k3d, kind or minikube
  case $1 in
    k3d-*) echo k3d ;;
    kind-*) echo kind ;;
    minikube | minikube-*) echo minikube ;;
    *) return 1 ;;
  esac
}

# Is SERVER where such a cluster has its API server, if this machine runs it? k3d and kind publish it on the loopback,
# minikube may give it an address in a private network.
context_is_here() { # KIND SERVER
  local here='localhost|127(\.[0-9]+){3}|0\.0\.0\.0|\[::1\]'
  [ "$1" != minikube ] || here+='|10(\.[0-9]+){3}|172\.(1[6-9]|2[0-9]|3[01])(\.[0-9]+){2}|192\.168(\.[0-9]+){2}'
  [[ $2 =~ ^https://($here)(:[0-9]+)?/?$ ]]
}

context_answers() { "$KUBECTL" --request-timeout=3s get --raw /readyz >/dev/null 2>&1; }

context_preconditions() { # NAME
  local kind server
  kind=$(context_kind "$1") || {
    unmet "the context $1 is none of k3d-…, kind-…, minikube or minikube-…: the playground touches no other cluster"
    return
  }
  require_commands "$kind:$kind" docker:docker.io
  server=$(unset KUBECONFIG && "$KUBECTL" config view --minify --context "$1" -o 'jsonpath={.clusters[0].cluster.server}' 2>/dev/null) || true
  if [ -z "$server" ]; then
    unmet "there is no context $1: kubectl config get-contexts"
  elif ! context_is_here "$kind" "$server"; then
    unmet "the API server of the context $1 is $server, no address of this machine: the playground touches no cluster elsewhere; make one here with $kind, or leave out --context"
  fi
}

# Nodes become sites: the first ones, in the order in which kubectl names them.
context_up() { # NAME SITE...
  local context=$1 nodes node site i=0
  shift
  (unset KUBECONFIG && "$KUBECTL" config view --minify --flatten --context "$context") >"$LOCAL/kubeconfig"
  chmod 600 "$LOCAL/kubeconfig"
  context_answers || die "the cluster of $context does not answer"
  mapfile -t nodes < <(kubectl get nodes -o name -l '!node-role.kubernetes.io/control-plane')
  [ ${#nodes[@]} -ge $# ] || mapfile -t nodes < <(kubectl get nodes -o name)
  [ ${#nodes[@]} -ge $# ] || die "$context has ${#nodes[@]} nodes, one for each of the $# sites is needed: make the cluster with more"
  printf '%s\n' "$@" >"$LOCAL/sites"
  for site in "$@"; do
    node=${nodes[$i]#node/}
    kubectl get node "$node" -o "jsonpath={.metadata.labels.${ZONE_LABEL//./\\.}}" >"$LOCAL/zone-before-$site"
    echo "$node" >"$LOCAL/node-of-$site"
    kubectl label --overwrite node "$node" "$ZONE_LABEL=$site" >/dev/null
    i=$((i + 1))
  done
  context_load "$context"
  context_temporal_up
}

context_load() { # NAME
  local archive
  images_in_turn images_temporal "$LOCAL/images/temporal.tar"
  for archive in "$LOCAL"/images/*.tar; do
    case $(context_kind "$1") in
      k3d) k3d image import --cluster "${1#k3d-}" "$(readlink -f "$archive")" ;;
      kind) kind load image-archive --name "${1#kind-}" "$(readlink -f "$archive")" ;;
      minikube) minikube --profile "$1" image load "$(readlink -f "$archive")" ;;
    esac >>"$LOGS/images.log" 2>&1 || die "the images could not be loaded into $1, see $LOGS/images.log"
  done
}

# This machine may not be reachable from there, so Temporal runs in the cluster.
context_temporal_up() {
  kubectl create namespace "$SYSTEM_NAMESPACE" --dry-run=client -o yaml | kubectl apply -f - >/dev/null
  kubectl apply -f "$PLAYGROUND/manifests/temporal.yaml" >/dev/null
  kubectl -n "$SYSTEM_NAMESPACE" rollout status deployment/temporal --timeout=60s >/dev/null
}

context_storage_class() {
  kubectl get storageclass -o 'jsonpath={range .items[?(@.metadata.annotations.storageclass\.kubernetes\.io/is-default-class=="true")]}{.metadata.name}{"\n"}{end}' | head -n 1
}

context_expose() { # temporal|temporal-ui|status LOCAL_PORT PORT
  local service=temporal
  [ "$1" != status ] || service=$WATCHER_SERVICE
  context_port_forward "$1" "$SYSTEM_NAMESPACE" "$service" "$2" "$3"
}

# kubectl's forwarding ends with the pod that it picked, so it is started anew each time.
context_port_forward() { # NAME NAMESPACE SERVICE LOCAL_PORT PORT
  process_start "forward-$1" '' '' "$BASH" -c 'while :; do "$@"; sleep 0.2; done' forward \
    "$KUBECTL" -n "$2" port-forward "service/$3" "$4:$5"
  wait_until 20 "the local address of $1" port_answers "$4"
}

context_counter() { # PORT
  local mysql_port=$(($1 < 55000 ? $1 + 10000 : $1 - 10000))
  context_port_forward primary "$GROUP_NAMESPACE" "mysql-$GROUP-primary" "$mysql_port" 3306
  counter_up "$1" 127.0.0.1 $mysql_port
}

# Undoes the faults, removes what the setup put into the cluster, and leaves it as it was; but for the images, and the CRDs,
# with which whatever else is of their kinds would go.
context_down() { # NAME
  [ -e "$KUBECONFIG" ] || return 0 # nothing was put in yet
  (context_heal_nodes) || true
  (wait_until 30 "the cluster" context_answers) 2>/dev/null || { log_warn "the cluster of $1 does not answer: what was installed in it stays" && return; }
  kubectl -n "$GROUP_NAMESPACE" delete mysqlfailovergroup "$GROUP" --ignore-not-found --timeout=60s >/dev/null 2>&1 || true
  kubectl -n "$GROUP_NAMESPACE" delete pvc,secret -l "shipstream.io/failover-group=$GROUP" --ignore-not-found >/dev/null || true
  kubectl -n "$GROUP_NAMESPACE" delete secret "$GROUP"-{operator,app,readonly,monitor,backup} --ignore-not-found >/dev/null || true
  "$HELM" uninstall bloodraven --namespace "$SYSTEM_NAMESPACE" --ignore-not-found >/dev/null || true
  kubectl delete namespace "$SYSTEM_NAMESPACE" --ignore-not-found >/dev/null || true
  context_restore_zones
}

context_restore_zones() {
  local site node zone
  for site in $(live_sites); do
    node=$(cat "$LOCAL/node-of-$site" 2>/dev/null) || continue
    zone=$(cat "$LOCAL/zone-before-$site")
    kubectl label --overwrite node "$node" "$ZONE_LABEL${zone:+=}${zone:--}" >/dev/null ||
      log_warn "the node $node still has the label $ZONE_LABEL=$site, and had ${zone:-none} before"
  done
}

# Faults: they are done to the nodes' containers, also what concerns a single process.
context_fault() { # FAULT [SITE]
  local node='' network
  [ -z "${2:-}" ] || [ "$1" = cut-links ] || node=$(cat "$LOCAL/node-of-$2")
  case $1 in
    kill-mysqld) context_kill "$1" "$2" "$node" "$GROUP_NAMESPACE" "shipstream.io/failover-group=$GROUP,shipstream.io/site=$2" mysqld ;;
    kill-sidecar) context_kill "$1" "$2" "$node" "$GROUP_NAMESPACE" "shipstream.io/failover-group=$GROUP,shipstream.io/site=$2" java ;;
    kill-watcher | kill-worker) context_kill "$1" "${2:--}" "$node" "$SYSTEM_NAMESPACE" "app.kubernetes.io/component=${1#kill-}" java ;;
    kill-site) context_strike "$1" "$2" docker kill "$node" ;;
    freeze) context_strike "$1" "$2" docker pause "$node" ;;
    isolate)
      [ ! -e "$LOCAL/isolated-$2" ] || die "$2 is isolated already: nothing was done"
      network=$(context_network "$node")
      context_strike "$1" "$2" docker network disconnect "$network" "$node"
      echo "$network" >"$LOCAL/isolated-$2"
      ;;
    stop-temporal) context_strike "$1" - kubectl -n "$SYSTEM_NAMESPACE" scale deployment/temporal --replicas=0 ;;
    recover) context_strike "$1" - context_recover ;;
    *) die "$1 is not possible in a cluster that was given with --context" ;;
  esac
}

context_strike() { # FAULT SITE COMMAND...
  local fault=$1 site=$2 at
  shift 2
  at=$(fault_moment)
  "$@" >/dev/null
  report_fault "$fault" "$site" "$at" "$*"
}

# Java is process 1 of its container, and the kernel spares process 1 of a pid namespace a SIGKILL from inside. So it is sent
# from the node's container, which sees the pods' processes too. There they are found as in a cluster from parts, by command
# and HOSTNAME: that takes a shell, tr and grep, which the nodes of all three kinds have, and no word with their runtime.
context_kill() { # FAULT SITE NODE NAMESPACE LABELS COMMAND
  local pod node at pids
  read -r pod node < <(kubectl -n "$4" get pods -l "$5" --field-selector "status.phase=Running${3:+,spec.nodeName=$3}" \
    -o 'jsonpath={range .items[*]}{.metadata.name} {.spec.nodeName}{"\n"}{end}') || die "no pod with the labels $5 runs${3:+ on $3}: nothing was done"
  at=$(fault_moment)
  # shellcheck disable=SC2016  # expanded there
  pids=$(docker exec "$node" sh -c 'for process in /proc/[0-9]*; do
    [ "$(cat "$process/comm" 2>/dev/null)" = "$0" ] || continue
    tr "\0" "\n" 2>/dev/null <"$process/environ" | grep -qxF "HOSTNAME=$1" || continue
    kill -KILL "${process#/proc/}" && echo "${process#/proc/}"
  done; :' "$6" "$pod" | tr '\n' ' ')
  [ -n "$pids" ] || die "no $6 of the pod $pod runs on the node $node: nothing was done"
  report_fault "$1" "$2" "$at" "SIGKILL to $6 (pid ${pids% } on the node $node) in the pod $pod"
}

context_network() { docker inspect -f '{{range $name, $_ := .NetworkSettings.Networks}}{{$name}}{{end}}' "$1"; }

context_recover() {
  context_heal_nodes
  wait_until 60 "the API server" context_answers
  kubectl -n "$SYSTEM_NAMESPACE" scale deployment/temporal --replicas=1
}

# Thaws, starts and plugs in whatever is not; of what needs none of it docker says so in vain.
context_heal_nodes() {
  local site node
  for site in $(live_sites); do
    node=$(cat "$LOCAL/node-of-$site" 2>/dev/null) || continue
    docker unpause "$node" >/dev/null 2>&1 || true
    docker start "$node" >/dev/null || die "the node $node cannot be started"
    [ -e "$LOCAL/isolated-$site" ] || continue
    docker network connect "$(cat "$LOCAL/isolated-$site")" "$node" || die "the node $node cannot be plugged in"
    rm "$LOCAL/isolated-$site"
  done
}
