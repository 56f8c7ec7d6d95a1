# The faults that chaos.sh injects and undoes. Whatever a fault has to look up it looks up first; then it notes the
# moment, and acts. Only processes in the playground's own cgroups are ever touched.
# shellcheck shell=bash

FAULT_ARMED=''
TWICE_LIMIT=60 # seconds: kubelet lets a container wait that has ended again and again

faults_wait_for_a_line() { FAULT_ARMED=yes; }

# Every fault asks for it between looking up and acting. An armed one waits here for the word; without it, or when what it
# is about to signal has ended meanwhile and its number may be somebody else's, it fails here.
fault_moment() { # [PIDS]
  local births
  if [ -n "$FAULT_ARMED" ]; then
    births=$(process_births "${1:-}")
    log "armed"
    read -r || die "no word came: nothing was done"
    [ "$births" = "$(process_births "${1:-}")" ] || die "process ${1% } has ended: nothing was done"
  fi
  epoch_millis
}

report_fault() { # FAULT SITE AT WHAT
  printf '%s at=%s fault=%s site=%s\n  did:    %s\n  expect: %s\n' "$(date -u -d "@$(($3 / 1000))" +%FT%T).$(printf '%03d' $(($3 % 1000)))Z" \
    "$3" "$1" "$2" "$4" "$(fault_expectation "$1" "$2")"
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

kill_in_pod() { signal_in_pod KILL "$@"; }
stop_in_pod() { signal_in_pod STOP "$@"; }

signal_in_pod() { # SIGNAL FAULT SITE POD_PREFIX COMMAND
  local pids at
  pids=$(pod_processes "$3" "$4" "$5" | tr '\n' ' ')
  [ -n "$pids" ] || die "no $5 of a pod $4… runs at $3: nothing was done"
  at=$(fault_moment "$pids")
  # shellcheck disable=SC2086  # a list of numbers
  kill "-$1" $pids
  report_fault "$2" "$3" "$at" "SIG$1 to $5 (pid ${pids% }) in the pod $4…"
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

fault_kill_mysqld() { kill_in_pod kill-mysqld "$1" "mysql-$GROUP-$1-" mysqld; }

# The second time when it has begun its next binary log: only a moment later does it remember what it has just recovered.
fault_kill_mysqld_twice() {
  local first second newest next at end again='' did="but no next one came within $TWICE_LIMIT s"
  first=$(pod_processes "$1" "mysql-$GROUP-$1-" mysqld)
  newest=$(printf '%s\n' "/proc/${first:-0}/cwd/binlog."[0-9]* | tail -n 1)
  [ -e "$newest" ] || die "no mysqld of a pod mysql-$GROUP-$1-… runs at $1: nothing was done"
  next=$(printf 'binlog.%06d' $((10#${newest##*.} + 1)))
  at=$(fault_moment "$first ")
  kill -KILL "$first"
  end=$((SECONDS + TWICE_LIMIT))
  while [ -z "$again" ] && [ "$SECONDS" -lt "$end" ]; do
    second=$(pod_processes "$1" "mysql-$GROUP-$1-" mysqld | grep -vx "$first" || true)
    while [ -n "$second" ] && [ -z "$again" ] && [ "$SECONDS" -lt "$end" ] && process_runs "$second"; do
      [ ! -e "/proc/$second/cwd/$next" ] || { kill -KILL "$second" && again=$second; }
    done
  done
  [ -z "$again" ] || did="and to the next one (pid $again) as soon as it had begun $next"
  report_fault kill-mysqld-twice "$1" "$at" "SIGKILL to mysqld (pid $first) in the pod mysql-$GROUP-$1-…, $did"
}

fault_kill_sidecar() { kill_in_pod kill-sidecar "$1" "mysql-$GROUP-$1-" java; }

fault_kill_watcher() { kill_in_pod kill-watcher "$1" bloodraven-watcher- java; }
fault_kill_worker() { kill_in_pod kill-worker "$1" bloodraven-worker- java; }

fault_kill_site() {
  local at
  at=$(fault_moment)
  node_power_cut "$1"
  report_fault kill-site "$1" "$at" "power cut of the node $1: every process of it is gone, its disk is kept"
}

fault_isolate() {
  local at
  at=$(fault_moment)
  cable_pull "$1"
  report_fault isolate "$1" "$at" "pulled the cable of the node $1: everything in it runs on, nobody reaches it"
}

fault_freeze() {
  local at
  at=$(fault_moment)
  cgroup_freeze "$(node_cgroup "$1")"
  report_fault freeze "$1" "$at" "stopped every process of the node $1 at once"
}

fault_stop_temporal() {
  local at pid
  pid=$(process_pid temporal || true)
  at=$(fault_moment "$pid")
  [ -z "$pid" ] || kill -KILL "$pid" 2>/dev/null || true
  process_stop temporal
  report_fault stop-temporal - "$at" "killed the Temporal server"
}

fault_stop_api() {
  local at pid
  pid=$(process_pid apiserver || true)
  at=$(fault_moment "$pid")
  [ -z "$pid" ] || kill -KILL "$pid" 2>/dev/null || true
  process_stop apiserver
  process_stop etcd
  report_fault stop-api - "$at" "killed the API server and etcd"
}

fault_freeze_mysqld() { stop_in_pod freeze-mysqld "$1" "mysql-$GROUP-$1-" mysqld; }

fault_freeze_sidecar() { stop_in_pod freeze-sidecar "$1" "mysql-$GROUP-$1-" java; }

# The shim, the process that watches over the pod's containers, is stopped first: so nobody learns of the death, and nobody
# starts the sidecar again.
fault_lose_sidecar() {
  local pid pids shims='' at
  pids=$(pod_processes "$1" "mysql-$GROUP-$1-" java | tr '\n' ' ')
  [ -n "$pids" ] || die "no sidecar runs at $1: nothing was done"
  for pid in $pids; do
    shims+="$(sed -n 's/^PPid:\s*//p' "/proc/$pid/status") "
  done
  at=$(fault_moment "$pids$shims")
  # shellcheck disable=SC2086  # lists of numbers
  kill -STOP $shims
  # shellcheck disable=SC2086
  kill -KILL $pids
  report_fault lose-sidecar "$1" "$at" "SIGKILL to the sidecar (pid ${pids% }) at $1, and nobody starts it again"
}

fault_stall_disk() {
  local at
  require_disk_at stall-disk "$1"
  at=$(fault_moment)
  disk_stall "$1"
  report_fault stall-disk "$1" "$at" "froze the file system of the volumes at $1: whoever writes to it hangs"
}

fault_fill_disk() {
  local at
  require_disk_at fill-disk "$1"
  at=$(fault_moment)
  disk_fill "$1"
  report_fault fill-disk "$1" "$at" "filled the file system of the volumes at $1 to the last block"
}

# A stalled one cannot be struck again: whoever tries hangs with the rest.
require_disk_at() { # FAULT SITE
  process_pid "node-$2" >/dev/null || die "the node $2 has no power: nothing was done"
  [ ! -e "$(disk_stalled "$2")" ] || die "the disk of $2 is stalled already: nothing was done"
}

fault_freeze_watcher() { stop_in_pod freeze-watcher "$1" bloodraven-watcher- java; }
fault_freeze_worker() { stop_in_pod freeze-worker "$1" bloodraven-worker- java; }

# Stops a process of the control plane without ending it: its connections stay, and nobody is told.
freeze_process() { # FAULT NAME
  local pid at
  pid=$(process_pid "$2") || die "$2 does not run: nothing was done"
  at=$(fault_moment "$pid")
  kill -STOP "$pid"
  report_fault "$1" - "$at" "SIGSTOP to $2 (pid $pid)"
}

fault_freeze_temporal() { freeze_process freeze-temporal temporal; }
fault_freeze_api() { freeze_process freeze-api apiserver; }

fault_delete_pod() {
  local pod at
  pod=$(timeout 5 "$KUBECTL" -n "$GROUP_NAMESPACE" get pods -l "shipstream.io/failover-group=$GROUP,shipstream.io/site=$1" -o name | head -n 1)
  [ -n "$pod" ] || die "there is no pod at $1: nothing was done"
  at=$(fault_moment)
  timeout 10 "$KUBECTL" -n "$GROUP_NAMESPACE" delete "$pod" --wait=false >/dev/null
  report_fault delete-pod "$1" "$at" "deleted $pod"
}

cut_link() { # FAULT SITE WHAT MATCH...
  local fault=$1 site=$2 what=$3 at
  shift 3
  at=$(fault_moment)
  link_cut "$site" "$@"
  report_fault "$fault" "$site" "$at" "$what"
}

fault_cut_in() { cut_link cut-in "$1" "the node $1 can send and hears nothing" in; }
fault_cut_out() { cut_link cut-out "$1" "the node $1 hears everything and nobody hears it" out; }

fault_cut_peers() {
  local peers
  peers=$(link_peers "$1")
  cut_link cut-peers "$1" "the node $1 and the other nodes do not reach each other; API server and Temporal are reached by all" \
    "in ip saddr $peers" "out ip daddr $peers"
}

fault_cut_peers_in() {
  cut_link cut-peers-in "$1" "the node $1 does not hear the other nodes" "in ip saddr $(link_peers "$1")"
}

fault_cut_peers_out() {
  cut_link cut-peers-out "$1" "the other nodes do not hear the node $1" "out ip daddr $(link_peers "$1")"
}

cut_port() { # FAULT SITE PORT NAME
  cut_link "$1" "$2" "nothing passes between the node $2 and the world on port $3 ($4)" \
    "in tcp dport $3" "in tcp sport $3" "out tcp dport $3" "out tcp sport $3"
}

fault_cut_mysql() {
  local peers
  peers=$(link_peers "$1")
  cut_link cut-mysql "$1" "no MySQL traffic passes between the node $1 and the other nodes" \
    "in ip saddr $peers tcp dport 3306" "in ip saddr $peers tcp sport 3306" \
    "out ip daddr $peers tcp dport 3306" "out ip daddr $peers tcp sport 3306"
}

fault_cut_sidecars() { cut_port cut-sidecars "$1" 8080 "its sidecar, and the sidecars to it"; }
fault_cut_api() { cut_port cut-api "$1" 6443 "the API server"; }
fault_cut_temporal() { cut_port cut-temporal "$1" 7233 "Temporal"; }

fault_flap() {
  local at netns
  at=$(fault_moment)
  netns=$FABRIC
  # shellcheck disable=SC2016  # expanded there
  process_start "flap-$1" '' "$netns" "$BASH" -c 'for _ in {1..8}; do
    ip link set "$0" down; sleep 0.7; ip link set "$0" up; sleep 0.7; done' "$1"
  report_fault flap "$1" "$at" "the cable of the node $1 is pulled and plugged in every 0.7 s, eight times"
}

fault_cut_links() { # LINK[,LINK...]
  local link links rules='' at
  IFS=, read -ra links <<<"$1"
  for link in "${links[@]}"; do
    one_way_check "$link"
    rules+=$(one_way_rules "$link")$'\n' || exit
  done
  at=$(fault_moment "$(sed -n 's/ .*//p' <<<"$rules" | sort -u | tr '\n' ' ')")
  sed '/./!d' <<<"$rules" | one_way_cut
  report_fault cut-links "$1" "$at" "no packet passes in these directions any more"
}

slow_link() { # FAULT SITE DIRECTION
  local at
  at=$(fault_moment)
  link_slow "$2" "$3"
  report_fault "$1" "$2" "$at" "only $SLOW_RATE/s pass over the cable of the node $2 (direction: $3)"
}

fault_slow() { slow_link slow "$1" both; }
fault_slow_in() { slow_link slow-in "$1" in; }
fault_slow_out() { slow_link slow-out "$1" out; }

fault_delete_lease() {
  local at
  at=$(fault_moment)
  timeout 10 "$KUBECTL" -n "$GROUP_NAMESPACE" delete lease "mysql-$GROUP" --wait=false >/dev/null
  report_fault delete-lease - "$at" "deleted the Lease mysql-$GROUP"
}

fault_edit_lease() {
  local at
  at=$(fault_moment)
  timeout 10 "$KUBECTL" -n "$GROUP_NAMESPACE" patch lease "mysql-$GROUP" --type=merge -p '{"spec":{"leaseTransitions":1,"holderIdentity":"nobody/nowhere"}}' >/dev/null
  report_fault edit-lease - "$at" "made the Lease mysql-$GROUP name epoch 1 and a holder that does not exist"
}

# Undoes all of them. What runs as it should is left alone.
fault_recover() {
  local site at name pid
  at=$(fault_moment)
  for site in $(live_sites); do
    process_stop "flap-$site"
    disk_heal "$site"
    ! cgroup_is_frozen "$(node_cgroup "$site")" || cgroup_thaw "$(node_cgroup "$site")"
    ! cable_is_pulled "$site" || cable_plug "$site"
    link_heal "$site"
    one_way_heal "$site"
  done
  for pid in $(cgroup_pids "$FABRIC"); do
    ! grep -qs '^State:.T' "/proc/$pid/status" || kill -CONT "$pid" 2>/dev/null || true
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
  report_fault recover - "$at" "thawed, made room, plugged in, powered on and restarted whatever was not as it should be"
}
