# What state a playground is in, and how it was set up.
# shellcheck shell=bash

SETTINGS=(CONTEXT SITE_COUNT TEMPORAL_LOCAL_PORT TEMPORAL_UI_LOCAL_PORT STATUS_PORT COUNTER_PORT)

write_settings() {
  local name
  for name in "${SETTINGS[@]}"; do printf '%s=%q\n' "$name" "${!name}"; done >"$LOCAL/settings"
  echo "$PROVISION_CACHE" >"$LOCAL/cache"
}

read_settings() {
  [ -e "$LOCAL/settings" ] || die "no playground is up here: playground/setup.sh"
  # shellcheck source=/dev/null
  . "$LOCAL/settings"
}

# Was it set up to the end, and does it still run? A site that a fault took away is no reason to say no.
playground_live() {
  local CONTEXT=''
  [ -e "$LOCAL/ready" ] || return 1
  read_settings
  if [ -n "$CONTEXT" ]; then context_answers "$CONTEXT"; else process_pid kube-proxy >/dev/null; fi
}

playground_components() {
  printf '%s\n' servers helm kubectl javabase
  [ -n "$CONTEXT" ] || echo cluster
}

# One network, one cluster: another checkout's is not touched.
require_own_cluster() {
  local owner
  cluster_exists || return 0
  owner=$(cat "$OWNER_FILE" 2>/dev/null || true)
  [ -z "$owner" ] || [ "$owner" = "$LOCAL" ] || [ ! -d "$owner" ] ||
    die "the playground of another checkout is up ($owner): tear it down there, or set BLOODRAVEN_NET=81 to have a second one"
}

# Removes what an earlier run left, be it half-started or from before a reboot; keeps the logs of a run that failed.
playground_clear() {
  local CONTEXT='' name
  if [ -e "$LOCAL/settings" ]; then
    read_settings
    [ -z "$CONTEXT" ] || context_down "$CONTEXT"
  fi
  if [ "$(id -u)" = 0 ]; then cluster_down; fi
  for name in "$LOCAL"/pids/*.again; do
    [ -e "$name" ] || continue
    name=${name##*/}
    process_stop "${name%.again}"
  done
  for name in "$LOCAL"/nodes/*/log; do
    [ ! -d "$name" ] || { mkdir -p "$LOGS" && cp -r "$name" "$LOGS/$(basename "$(dirname "$name")")"; }
  done
  find "$LOCAL" -mindepth 1 -maxdepth 1 ! -name logs ! -name 'lock*' -exec rm -rf {} +
}
