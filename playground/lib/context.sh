# A cluster that exists already, of a kind that is made for such play: k3d, kind or minikube. Nothing else is ever
# touched. Written after their documentation; it has not been run by us (see README).
# shellcheck shell=bash

context_kind() { # NAME: k3d, kind or minikube
  case $1 in
    k3d-*) echo k3d ;;
    kind-*) echo kind ;;
    minikube*) echo minikube ;;
    *) return 1 ;;
  esac
}

context_answers() { "$KUBECTL" --request-timeout=3s get --raw /readyz >/dev/null 2>&1; }

context_preconditions() { # NAME
  local kind
  kind=$(context_kind "$1") || {
    unmet "the context $1 is none of k3d-…, kind-… or minikube…: the playground touches no other cluster"
    return
  }
  require_commands "$kind:$kind" docker:docker.io
  (unset KUBECONFIG && "$KUBECTL" config view --minify --flatten --context "$1") >/dev/null 2>&1 ||
    unmet "there is no context $1: kubectl config get-contexts"
}

# Nodes become sites: the first ones, in the order in which kubectl names them.
context_up() { # NAME SITE...
  local context=$1 nodes site i=0
  shift
  (unset KUBECONFIG && "$KUBECTL" config view --minify --flatten --context "$context") >"$LOCAL/kubeconfig"
  chmod 600 "$LOCAL/kubeconfig"
  context_answers || die "the cluster of $context does not answer"
  mapfile -t nodes < <(kubectl get nodes -o name -l '!node-role.kubernetes.io/control-plane')
  [ ${#nodes[@]} -ge $# ] || mapfile -t nodes < <(kubectl get nodes -o name)
  [ ${#nodes[@]} -ge $# ] || die "$context has ${#nodes[@]} nodes, one for each of the $# sites is needed: make the cluster with more"
  printf '%s\n' "$@" >"$LOCAL/sites"
  for site in "$@"; do
    kubectl label --overwrite "${nodes[$i]}" "topology.kubernetes.io/zone=$site" "bloodraven.io/site=$site" >/dev/null
    echo "${nodes[$i]#node/}" >"$LOCAL/node-of-$site"
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

# Removes what the setup put into it, and leaves the cluster.
context_down() { # NAME
  context_answers || { log_warn "the cluster of $1 does not answer: what was installed in it stays" && return; }
  kubectl -n "$GROUP_NAMESPACE" delete mysqlfailovergroup "$GROUP" --ignore-not-found --timeout=60s >/dev/null 2>&1 || true
  kubectl -n "$GROUP_NAMESPACE" delete pvc,secret -l "shipstream.io/failover-group=$GROUP" --ignore-not-found >/dev/null || true
  kubectl -n "$GROUP_NAMESPACE" delete secret "$GROUP"-{operator,app,readonly,monitor,backup} --ignore-not-found >/dev/null || true
  "$HELM" uninstall bloodraven --namespace "$SYSTEM_NAMESPACE" --ignore-not-found >/dev/null || true
  kubectl delete namespace "$SYSTEM_NAMESPACE" --ignore-not-found >/dev/null || true
}

# Faults: what is done to a process is done through kubectl, what is done to a node through its container.
context_fault() { # FAULT [SITE]
  local at node
  at=$(fault_moment)
  [ -z "${2:-}" ] || [ "$1" = cut-links ] || node=$(cat "$LOCAL/node-of-$2")
  case $1 in
    kill-mysqld) context_signal "app.kubernetes.io/component=mysql,shipstream.io/site=$2" "$GROUP_NAMESPACE" mysql mysqld ;;
    kill-sidecar) context_signal "app.kubernetes.io/component=mysql,shipstream.io/site=$2" "$GROUP_NAMESPACE" sidecar java ;;
    kill-watcher | kill-worker) context_signal "app.kubernetes.io/component=${1#kill-}" "$SYSTEM_NAMESPACE" "${1#kill-}" java ;;
    kill-site) docker kill "$node" >/dev/null ;;
    freeze) docker pause "$node" >/dev/null ;;
    isolate)
      context_network "$node" >"$LOCAL/isolated-$2"
      docker network disconnect "$(cat "$LOCAL/isolated-$2")" "$node"
      ;;
    stop-temporal) kubectl -n "$SYSTEM_NAMESPACE" scale deployment/temporal --replicas=0 >/dev/null ;;
    recover) context_recover ;;
    *) die "$1 is not possible in a cluster that was given with --context" ;;
  esac
  report_fault "$1" "${2:--}" "$at" "see the name of the fault" "\`status.sh\` shows what comes of it"
}

context_network() { docker inspect -f '{{range $name, $_ := .NetworkSettings.Networks}}{{$name}}{{end}}' "$1"; }

context_signal() { # LABELS NAMESPACE CONTAINER COMMAND
  local pod
  pod=$(kubectl -n "$2" get pods -l "$1" -o 'jsonpath={.items[0].metadata.name}')
  kubectl -n "$2" exec "$pod" -c "$3" -- sh -c "kill -KILL \$(pidof $4)"
}

context_recover() {
  local site node
  for site in $(live_sites); do
    node=$(cat "$LOCAL/node-of-$site")
    docker unpause "$node" >/dev/null 2>&1 || true
    docker start "$node" >/dev/null 2>&1 || true
    [ ! -e "$LOCAL/isolated-$site" ] || { docker network connect "$(cat "$LOCAL/isolated-$site")" "$node" && rm "$LOCAL/isolated-$site"; }
  done
  kubectl -n "$SYSTEM_NAMESPACE" scale deployment/temporal --replicas=1 >/dev/null
}
