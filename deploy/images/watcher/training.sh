#!/bin/sh
# Lets the watcher see a group whose primary dies, again and again, and ask it what it will be asked in its real life.
set -eu
# shellcheck source=deploy/images/training/lesson.sh
. /training/lesson.sh
# shellcheck source=deploy/images/training/control-plane.sh
. /training/control-plane.sh

sidecar_says() { # SITE SERVER WRITABLE HOLDING_EPOCH OPEN_FOR VOUCHED_AGO REPLICATION
  cat >"/training/$1.new" <<JSON
{"namespace":"default","group":"main","site":"$1","podUid":"$1","bootId":"$1","sequence":SEQUENCE,"server":"$2","writable":$3,"lease":{"highestEpoch":1,"holdingEpoch":$4,"openForMillis":$5,"leaseEpoch":1,"holderSite":"iad","holderPodUid":"iad","electorate":["iad","pdx"],"leaseChangedAgoMillis":100,"vouchedAgoMillis":$6},"gtidExecuted":"","gtidReceived":"","replication":$7,"armedSwitches":[],"troubles":[]}
JSON
  mv "/training/$1.new" "/training/$1.json"
}

iad_lives() { sidecar_says iad UP true 1 6000 -1 null; }
iad_dies() { sidecar_says iad DEAD false 1 6000 -1 null; }
iad_is_active() { get 'http://127.0.0.1:8081/active-site?namespace=default&group=main'; }
nobody_is_active() { ! iad_is_active; }
signals() { temporal workflow show --workflow-id failover-group:default/main --command-timeout 5s | grep -c WorkflowExecutionSignaled; }

control_plane_up
iad_lives
sidecar_says pdx UP false 0 0 100 '{"sourceHost":"mysql-main-iad-internal.default.svc","receiver":"ON","applierRunning":true,"receiverError":"","applierError":"","secondsBehindSource":0}'
nc -ll -p 8080 -e /training/sidecar.sh &

export HTTP_PORT=8081 POD_NAME=training
application_start watcher io.bloodraven.watcher.WatcherMain
wait_until "$application" "the watcher is ready" get http://127.0.0.1:8081/readyz
for _ in 1 2 3; do
  iad_lives
  wait_until "$application" "the primary is seen" iad_is_active
  iad_dies
  wait_until "$application" "its death is seen" nobody_is_active
done
for path in '' status healthz metrics; do get "http://127.0.0.1:8081/$path" >/dev/null; done
[ "$(signals)" -ge 6 ] || { echo "the watcher has told $(signals) things" >&2 && exit 1; }
application_end
