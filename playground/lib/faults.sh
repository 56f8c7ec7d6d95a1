# The faults that chaos.sh injects and undoes. Whatever a fault has to look up it looks up first; then it notes the
# moment, and acts. Only processes in the playground's own cgroups are ever touched.
# shellcheck shell=bash

fault_report() { # FAULT SITE AT WHAT EXPECT
  printf '%s at=%s fault=%s site=%s\n  did:    %s\n  expect: %s\n' "$(date -u -d "@$(($3 / 1000))" +%FT%T).$(printf '%03d' $(($3 % 1000)))Z" \
    "$3" "$1" "$2" "$4" "$5"
}

active_site() {
  local site
  site=$(timeout 3 "$KUBECTL" -n "$GROUP_NAMESPACE" get mysqlfailovergroup "$GROUP" -o 'jsonpath={.status.activeSite}' 2>/dev/null) || true
  [ -n "$site" ] || die "the active site cannot be read from the group's status: name the site"
  echo "$site"
}

# Processes called COMMAND of the pods at SITE whose name begins with PREFIX. The API server is not asked: it may be the
# one that is down.
pod_processes() { # SITE PREFIX COMMAND
  local pid name host
  for pid in $(cgroup_pids "$(node_cgroup "$1")"); do
    { read -r name <"/proc/$pid/comm"; } 2>/dev/null || continue
    [ "$name" = "$3" ] || continue
    host=$(tr '\0' '\n' 2>/dev/null <"/proc/$pid/environ" | sed -n 's/^HOSTNAME=//p')
    [[ $host != "$2"* ]] || echo "$pid"
  done
}

kill_in_pod() { # FAULT SITE POD_PREFIX COMMAND EXPECT
  local pids at
  pids=$(pod_processes "$2" "$3" "$4" | tr '\n' ' ')
  [ -n "$pids" ] || die "no $4 of a pod $3… runs at $2: nothing was done"
  at=$(epoch_millis)
  # shellcheck disable=SC2086  # a list of numbers
  kill -KILL $pids
  fault_report "$1" "$2" "$at" "SIGKILL to $4 (pid ${pids% }) in the pod $3…" "$5"
}

# The first site where a pod with that prefix runs.
site_of_pod() { # PREFIX
  local site
  for site in $(live_sites); do
    [ -z "$(pod_processes "$site" "$1" java)" ] || {
      echo "$site"
      return
    }
  done
  die "no pod $1… runs anywhere"
}

fault_kill_mysqld() {
  kill_in_pod kill-mysqld "$1" "mysql-$GROUP-$1-" mysqld \
    "if $1 was active: another site is writable within about a second, and $1 comes back as its replica"
}

fault_kill_sidecar() {
  kill_in_pod kill-sidecar "$1" "mysql-$GROUP-$1-" java \
    "the sidecar is back in a second or two and takes its lease up again; if not in time, its site closes"
}

fault_kill_watcher() { kill_in_pod kill-watcher "$1" bloodraven-watcher- java "nothing that a user sees: the other watcher goes on"; }
fault_kill_worker() { kill_in_pod kill-worker "$1" bloodraven-worker- java "nothing that a user sees: the other worker takes over, in the middle of a failover too"; }

fault_kill_site() {
  local at
  at=$(epoch_millis)
  node_power_cut "$1"
  fault_report kill-site "$1" "$at" "power cut of the node $1: every process of it is gone, its disk is kept" \
    "if $1 was active: another site is writable when its lease has run out (6 s); \`chaos.sh recover\` boots it again"
}

fault_isolate() {
  local at
  at=$(epoch_millis)
  cable_pull "$1"
  fault_report isolate "$1" "$at" "pulled the cable of the node $1: everything in it runs on, nobody reaches it" \
    "if $1 was active: it closes itself before its lease runs out, then another site is writable (6 s); \`recover\` plugs the cable in"
}

fault_freeze() {
  local at
  at=$(epoch_millis)
  cgroup_freeze "$(node_cgroup "$1")"
  fault_report freeze "$1" "$at" "stopped every process of the node $1 at once" \
    "if $1 was active: another site is writable when its lease has run out (6 s); after \`recover\` it must not accept writes"
}

fault_stop_temporal() {
  local at
  at=$(epoch_millis)
  process_stop temporal
  fault_report stop-temporal - "$at" "killed the Temporal server" \
    "the primary stays writable; a failover waits for \`recover\`; no acknowledged write is lost"
}

fault_stop_api() {
  local at
  at=$(epoch_millis)
  process_stop apiserver
  process_stop etcd
  fault_report stop-api - "$at" "killed the API server and etcd" \
    "the primary stays writable on its peers' vouches; nothing is promoted before \`recover\`"
}

# Undoes all of them. What runs as it should is left alone.
fault_recover() {
  local site at name
  at=$(epoch_millis)
  for site in $(live_sites); do
    ! cgroup_is_frozen "$(node_cgroup "$site")" || cgroup_thaw "$(node_cgroup "$site")"
    ! cable_is_pulled "$site" || cable_plug "$site"
  done
  for name in etcd apiserver controller-manager scheduler kube-proxy temporal; do
    [ ! -e "$LOCAL/pids/$name.again" ] || process_start_again "$name"
  done
  wait_until 60 "the API server" "$KUBECTL" get --raw /readyz
  for site in $(live_sites); do
    process_pid "node-$site" >/dev/null || {
      node_down "$site"
      node_up "$site"
    }
  done
  fault_report recover - "$at" "thawed, plugged in, powered on and restarted whatever was not as it should be" \
    "every site is back, closed or as a replica, within a minute; \`status.sh\` shows it"
}
