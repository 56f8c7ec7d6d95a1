#!/usr/bin/env bash
# Proves on a real cluster that it comes up, that faults do what they say and are undone, and that nothing is left of it:
# also when its setup was killed half-way. Needs root; takes a minute and a half. It uses a network and a folder of its own,
# so that a playground which is up is not disturbed.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
export BLOODRAVEN_NET=${BLOODRAVEN_TEST_NET:-97}
BLOODRAVEN_LOCAL=$(mktemp -d)
export BLOODRAVEN_LOCAL
# shellcheck source=../lib/all.sh
. lib/all.sh

PASSED=0
FAILED=0
check() { # WHAT COMMAND...
  local what=$1
  shift
  if ("$@") >"$BLOODRAVEN_LOCAL.out" 2>&1; then
    PASSED=$((PASSED + 1))
    log "ok    $what"
  else
    FAILED=$((FAILED + 1))
    log "FAIL  $what"
    sed 's/^/        /' "$BLOODRAVEN_LOCAL.out" >&2
  fi
}
not() { ! "$@"; }

finish() {
  ./cluster.sh down >/dev/null 2>&1 || true
  rm -rf "$BLOODRAVEN_LOCAL" "$BLOODRAVEN_LOCAL.out"
}
trap finish EXIT

# Everything by which a cluster could be seen on this host; empty when there is none.
traces() {
  ip -o link show | grep -o "${FABRIC}[^:@]*" || true
  ip route show | grep -F "10.$NET." || true
  find /run/netns -name "$FABRIC*" 2>/dev/null || true
  find /sys/fs/cgroup -maxdepth 2 -name "$FABRIC" || true
  grep -F "$BLOODRAVEN_LOCAL" /proc/self/mountinfo || true
  losetup --list --noheadings --output BACK-FILE | grep -F "$BLOODRAVEN_LOCAL" || true
  grep -lE "/$FABRIC(/|$)" /proc/[0-9]*/cgroup 2>/dev/null || true
  [ ! -e "$OWNER_FILE" ] || echo "$OWNER_FILE"
}
no_traces() {
  local left
  left=$(traces)
  [ -z "$left" ] || {
    echo "$left"
    return 1
  }
}

pod_manifest() { # SITE
  cat <<YAML
apiVersion: v1
kind: Pod
metadata: {name: at-$1, labels: {at: $1}}
spec:
  nodeSelector: {topology.kubernetes.io/zone: $1}
  terminationGracePeriodSeconds: 0
  containers:
  - name: answer
    image: mysql:9.7
    command: [sh, -c, "touch /disk/mark; while :; do echo $1 | nc -l -p 3306; done"]
    volumeMounts: [{name: disk, mountPath: /disk}]
    securityContext: {runAsUser: 999, allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
  volumes: [{name: disk, persistentVolumeClaim: {claimName: disk-$1}}]
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: disk-$1}
spec: {accessModes: [ReadWriteOnce], storageClassName: local, resources: {requests: {storage: 1Gi}}}
---
apiVersion: v1
kind: Service
metadata: {name: at-$1}
spec: {selector: {at: $1}, ports: [{port: 3306}]}
YAML
}
answer() { timeout 2 "$BASH" -c "exec 3<>/dev/tcp/$1/3306 && cat <&3"; } # ADDRESS
answers() { [ "$(answer "$1")" = "$2" ]; }
pod_ip() { kubectl get pod "at-$1" -o 'jsonpath={.status.podIP}'; }
answers_soon() { wait_until "$1" "the pod at $2 to answer" pod_answers "$2"; }
pod_answers() { answers "$(pod_ip "$1")" "$1"; }
disk_kept() { kubectl exec "at-$1" -- test -e /disk/mark; }
# A file of some length of its own, written within two seconds.
write_at() { timeout 2 "$KUBECTL" exec "at-$1" -- sh -c 'seq 10000 >"/disk/$0"' "write-$(epoch_millis)"; }
writes_soon() { wait_until 10 "the pod at $1 to write" write_at "$1"; }
root_writes_at() { # SITE
  # shellcheck disable=SC2016  # expanded there
  node_exec "$1" timeout 2 "$BASH" -c 'seq 1000 >/var/lib/volumes/by-root'
}

# To the faults it looks like a pod of the group: its name begins so, and a process called java runs in it.
sidecar_manifest() { # SITE
  cat <<YAML
apiVersion: v1
kind: Pod
metadata: {name: mysql-$GROUP-$1-0}
spec:
  nodeSelector: {topology.kubernetes.io/zone: $1}
  terminationGracePeriodSeconds: 0
  containers:
  - name: sidecar
    image: mysql:9.7
    command: [sh, -c, "(echo '#!/bin/sh'; echo 'while :; do sleep 1; done') >/tmp/java && chmod +x /tmp/java && exec /tmp/java"]
    volumeMounts: [{name: tmp, mountPath: /tmp}]
    securityContext: {runAsUser: 999, allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
  volumes: [{name: tmp, emptyDir: {}}]
YAML
}
sidecar_runs() { [ -n "$(pod_processes "$1" "mysql-$GROUP-$1-" java)" ]; }
sidecar_stays_away() { # SITE SECONDS
  local until=$((SECONDS + $2))
  while ((SECONDS < until)); do
    ! sidecar_runs "$1" || return 1
    sleep 0.2
  done
}
node_is_ready() { kubectl get node "$1" -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}' | grep -qx True; }

check "nothing is there before" no_traces

check "a cluster comes up" ./cluster.sh up iad pdx
for site in iad pdx; do
  pod_manifest $site | kubectl apply -f - >/dev/null
done
check "pods get ready" kubectl wait --for=condition=Ready pod/at-iad pod/at-pdx --timeout=60s
check "the host reaches a pod" answers_soon 10 iad
check "the host reaches a Service" wait_until 5 "the Service" answers "$(service_address default at-pdx)" pdx
check "a pod reaches a Service of the other node by its name" kubectl exec at-iad -- sh -c '[ "$(nc at-pdx.default.svc 3306)" = pdx ]'
check "nodes carry their zone" test "$(kubectl get node iad -o 'jsonpath={.metadata.labels.topology\.kubernetes\.io/zone}')" = iad
check "a second cluster on the same network is refused" not ./cluster.sh up iad

check "isolate" ./chaos.sh isolate iad
check "nobody reaches an isolated site" not answers "$(pod_ip iad)" iad
check "the other site is not concerned" pod_answers pdx
check "recover plugs the cable in" ./chaos.sh recover
check "it answers again" answers_soon 10 iad

check "freeze" ./chaos.sh freeze iad
check "a frozen site does not answer" not answers "$(pod_ip iad)" iad
check "recover thaws it" ./chaos.sh recover
check "it answers again" answers_soon 10 iad

check "kill-site" ./chaos.sh kill-site iad
check "a site without power does not answer" not answers "$(pod_ip iad)" iad
check "no process of it is left" not cgroup_running "$(node_cgroup iad)"
check "recover boots it again" ./chaos.sh recover
check "it answers again" answers_soon 60 iad
check "its disk is as it was" disk_kept iad

check "a disk takes writes" write_at iad
check "stall-disk" ./chaos.sh stall-disk iad
check "a write to a stalled disk hangs" not write_at iad
check "the other site's disk is not concerned" write_at pdx
check "a stalled disk is not struck again" not ./chaos.sh fill-disk iad
check "recover lets writes go on" ./chaos.sh recover
check "it takes writes again" writes_soon iad

check "fill-disk" ./chaos.sh fill-disk iad
check "a full disk takes no write" not write_at iad
check "nor one by root" not root_writes_at iad
check "the other site's disk is not concerned" write_at pdx
check "a full disk can stall, too" ./chaos.sh stall-disk iad
check "recover makes room" ./chaos.sh recover
check "it takes writes again" writes_soon iad

check "a site with a stalled disk loses its power" "$BASH" -c './chaos.sh stall-disk iad && ! timeout 2 "$0" exec at-iad -- touch /disk/hangs &&
  ./chaos.sh kill-site iad' "$KUBECTL"
check "no process of it is left" not cgroup_running "$(node_cgroup iad)"
check "its disk is unmounted" wait_until 5 "the disk to be unmounted" disk_is_unmounted iad
check "recover boots it again" ./chaos.sh recover
check "it answers again" answers_soon 60 iad
check "its disk is as it was" disk_kept iad
check "a frozen site with a full disk that stalls loses its power" "$BASH" -c './chaos.sh fill-disk iad && ./chaos.sh stall-disk iad &&
  ./chaos.sh freeze iad && ./chaos.sh kill-site iad'
check "no process of it is left" not cgroup_running "$(node_cgroup iad)"
check "recover boots it again" ./chaos.sh recover
check "it answers again" answers_soon 60 iad
check "its disk has room" write_at iad

sidecar_manifest iad | kubectl apply -f - >/dev/null
check "a sidecar runs" wait_until 30 "the sidecar" sidecar_runs iad
check "kill-sidecar" ./chaos.sh kill-sidecar iad
check "it is started again" wait_until 15 "the sidecar" sidecar_runs iad
check "lose-sidecar" ./chaos.sh lose-sidecar iad
check "it is not started again" sidecar_stays_away iad 5
check "its node is not concerned" node_is_ready iad
check "nor the pod beside it" write_at iad
check "recover lets it start" ./chaos.sh recover
check "it is started again" wait_until 15 "the sidecar" sidecar_runs iad

check "a frozen site loses its power, too" "$BASH" -c './chaos.sh freeze pdx && ./chaos.sh kill-site pdx'
check "no process of it is left" not cgroup_running "$(node_cgroup pdx)"

check "stop-api" ./chaos.sh stop-api
check "the API server is away" not kubectl --request-timeout=2s get --raw /readyz
check "recover starts it, and the node" ./chaos.sh recover
check "it answers again" answers_soon 60 pdx

check "the cluster goes down with a frozen node and a stalled disk, too" "$BASH" -c './chaos.sh stall-disk iad &&
  ! timeout 2 "$0" exec at-iad -- touch /disk/hangs && ./chaos.sh freeze pdx && ./cluster.sh down' "$KUBECTL"
check "nothing is left" no_traces

# Half-way: killed as soon as the first node's first process is there.
half_way() {
  ./cluster.sh up iad &
  local up=$!
  wait_until 30 "the node to start" test -e "$BLOODRAVEN_LOCAL/pids/node-iad"
  kill -KILL $up
  wait $up || true
}
check "a setup is killed half-way" half_way
check "it left something" not no_traces
check "down clears it away" ./cluster.sh down
check "nothing is left" no_traces

printf '%d passed, %d failed\n' "$PASSED" "$FAILED"
[ "$FAILED" = 0 ]
