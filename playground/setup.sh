#!/usr/bin/env bash
# Starts the playground: a cluster, Temporal, Bloodraven, one failover group. See --help.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
# shellcheck source=lib/all.sh
. lib/all.sh

usage() {
  cat <<HELP
usage: playground/setup.sh [options]

Starts a whole multi-site system on this machine: a real Kubernetes cluster with one node for each site, a Temporal
server with its UI, Bloodraven from its Helm chart, the MySQL failover group \`main\`, and a counter that writes to it.
The first run also makes the tools it needs (about 20 minutes on two cores), later ones take about a minute.

  --sites 2|3             iad and pdx, or also sfo                     (2)
  --context NAME          use this k3d, kind or minikube cluster instead of starting one (needs no root)
  --temporal-port PORT    Temporal on 127.0.0.1                        (7233)
  --temporal-ui-port PORT its UI                                       (8233)
  --status-port PORT      Bloodraven's status and metrics              (8082)
  --counter-port PORT     the counter's page                           (8090)

Then: playground/status.sh shows the group, playground/chaos.sh breaks things, playground/teardown.sh ends it all.
Everything it starts, and its logs, is under $LOCAL; the tools are in $PROVISION_CACHE.
HELP
}

SITE_COUNT=2
CONTEXT=''
TEMPORAL_LOCAL_PORT=7233
TEMPORAL_UI_LOCAL_PORT=8233
STATUS_PORT=8082
COUNTER_PORT=8090
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage && exit ;;
    --sites) SITE_COUNT=${2:-} ;;
    --context) CONTEXT=${2:-} ;;
    --temporal-port) TEMPORAL_LOCAL_PORT=${2:-} ;;
    --temporal-ui-port) TEMPORAL_UI_LOCAL_PORT=${2:-} ;;
    --status-port) STATUS_PORT=${2:-} ;;
    --counter-port) COUNTER_PORT=${2:-} ;;
    *) die "there is no option $1: see --help" ;;
  esac
  [ -n "${2:-}" ] || die "$1 needs a value: see --help"
  shift 2
done
[[ $SITE_COUNT == [23] ]] || die "--sites is 2 or 3, not $SITE_COUNT"
for port in "$TEMPORAL_LOCAL_PORT" "$TEMPORAL_UI_LOCAL_PORT" "$STATUS_PORT" "$COUNTER_PORT"; do
  [[ $port =~ ^[0-9]{1,5}$ ]] && ((port > 0 && port < 65536)) || die "$port is not a port"
done
mapfile -t COMPONENTS < <(playground_components)
SITES=("${ALL_SITES[@]:0:$SITE_COUNT}")

check_machine() {
  require_commands openssl:openssl tar:tar flock:util-linux awk:gawk
  require_java
  require_maven
  if [ -n "$CONTEXT" ]; then
    context_preconditions "$CONTEXT"
  else
    require_root
    require_commands ip:iproute2 nsenter:util-linux unshare:util-linux setsid:util-linux setcap:libcap2-bin mkfs.ext4:e2fsprogs \
      losetup:mount fsfreeze:util-linux fallocate:util-linux
    require_kernel
  fi
  require_tools_or_makers "${COMPONENTS[@]}"
  require_disk 10 "$PROVISION_CACHE"
  require_disk 5 "$LOCAL"
  require_writable "$LOCAL"
}

check_addresses() {
  [ -n "$CONTEXT" ] || require_free_network
  require_free_port "$TEMPORAL_LOCAL_PORT" --temporal-port "Temporal"
  require_free_port "$TEMPORAL_UI_LOCAL_PORT" --temporal-ui-port "Temporal's UI"
  require_free_port "$STATUS_PORT" --status-port "the status"
  require_free_port "$COUNTER_PORT" --counter-port "the counter"
}

start_cluster() {
  images_in_turn make_images
  log "images ready"
  if [ -n "$CONTEXT" ]; then
    context_up "$CONTEXT" "${SITES[@]}"
  else
    cluster_up "${SITES[@]}"
    temporal_up
  fi
}

# What the nodes have before anything is started on them.
make_images() {
  local archives=("$IMAGE_CACHE/base.tar" "$IMAGE_CACHE/applications.tar")
  images_applications "${archives[1]}"
  if [ -n "$CONTEXT" ]; then
    images_base "${archives[0]}" mysql
    images_keep "${archives[@]}"
  else
    images_base "${archives[0]}" pause coredns mysql
    image_store_keep "${archives[@]}"
  fi
}

start_group() {
  group_secrets
  group_manifest "$(storage_class)" "${SITES[@]}" >"$LOCAL/main.yaml"
  kubectl apply -f "$LOCAL/main.yaml" >/dev/null
  log "group $GROUP applied"
  bloodraven_wait 300
  log "Bloodraven is ready"
  group_wait 600
  log "group $GROUP is ready, $(group_field '{.status.activeSite}') is active"
}

open_addresses() {
  expose temporal "$TEMPORAL_LOCAL_PORT" "$TEMPORAL_PORT"
  expose temporal-ui "$TEMPORAL_UI_LOCAL_PORT" "$TEMPORAL_UI_PORT"
  expose status "$STATUS_PORT" "$WATCHER_STATUS_PORT"
  expose_counter "$COUNTER_PORT"
}

tell_what_is_there() {
  cat <<TEXT

The playground is up: group \`$GROUP\` in namespace $GROUP_NAMESPACE, sites ${SITES[*]}, active: $(group_field '{.status.activeSite}')

  counter          http://127.0.0.1:$COUNTER_PORT
  status           http://127.0.0.1:$STATUS_PORT/status
  Temporal         127.0.0.1:$TEMPORAL_LOCAL_PORT, UI http://127.0.0.1:$TEMPORAL_UI_LOCAL_PORT
  kubectl          export KUBECONFIG=$KUBECONFIG

Try:
  playground/status.sh                  who is active, at which epoch
  playground/chaos.sh kill-mysqld       and watch the counter: it stops for about a second
  playground/chaos.sh --help            more ways to break it
  playground/teardown.sh                end it all
TEXT
}

# A function, so that the script is read to its end before anything happens: it may run for minutes, and may be edited.
main() {
  if playground_live; then
    echo "The playground is up already; nothing was changed. playground/status.sh shows it, playground/teardown.sh ends it."
    exit
  fi
  check_machine
  if preconditions_met; then # what an earlier run left would hold its addresses
    lock_setup
    require_own_cluster
    playground_clear
  fi
  check_addresses
  preconditions_met || exit 1
  mkdir -p "$LOGS"
  write_settings

  provision "${COMPONENTS[@]}"
  log "tools ready"
  build_package
  log "Bloodraven packaged"
  start_cluster
  bloodraven_install "$(temporal_address)"
  log "Bloodraven is installed"
  start_group
  open_addresses
  : >"$LOCAL/ready"
  tell_what_is_there
}
{ main; exit; }
