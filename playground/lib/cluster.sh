# The cluster as a whole.
# shellcheck shell=bash

OWNER_FILE=/run/$FABRIC.owner # says whose cluster it is; gone after a reboot, as the cluster is

cluster_up() { # SITE...
  local site
  mkdir -p "$LOCAL" "$LOGS"
  printf '%s\n' "$@" >"$LOCAL/sites"
  echo "$LOCAL" >"$OWNER_FILE"
  cgroup_create "$FABRIC"
  pki_create "$@"
  fabric_up
  control_plane_up
  log "API server ready"
  for site in "$@"; do node_up "$site"; done
  volumes_offer "$@"
  sed "s/DNS_SERVICE_IP/$DNS_SERVICE_IP/" "$PLAYGROUND/manifests/dns.yaml" | kubectl apply -f - >/dev/null
  for site in "$@"; do
    wait_until 120 "the node $site" node_ready "$site"
    log "node $site ready"
  done
  kubectl -n kube-system rollout status daemonset/coredns --timeout=90s >/dev/null
  log "cluster DNS ready"
}

# Stops and removes whatever is there, however little that is; safe to repeat. The folders stay.
cluster_down() {
  local site
  for site in "${ALL_SITES[@]}"; do node_release_disk "$site"; done
  cgroup_kill "$FABRIC"
  for site in "${ALL_SITES[@]}"; do
    disk_await_unmounted "$site"
    cable_remove "$site"
  done
  fabric_down
  cgroup_remove "$FABRIC"
  rm -f "$OWNER_FILE"
}

# Is anything of a cluster in place, whoever made it?
cluster_exists() { [ -e "/run/netns/$FABRIC" ] || [ -d "$(cgroup_root)/$FABRIC" ]; }
