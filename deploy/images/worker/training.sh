#!/bin/sh
# Lets the worker rehearse failovers as it does whenever it starts, and build a group up as far as that goes without nodes.
set -eu
# shellcheck source=deploy/images/training/lesson.sh
. /training/lesson.sh
# shellcheck source=deploy/images/training/control-plane.sh
. /training/control-plane.sh

control_plane_up
export POD_NAME=training BLOODRAVEN_SIDECAR_IMAGE=training
application_start worker io.bloodraven.worker.WorkerMain
temporal workflow signal-with-start --type FailoverGroupWorkflow --workflow-id failover-group:default/main --task-queue bloodraven \
  --input '{"namespace":"default","name":"main"}' --input null \
  --signal-name resourceChanged --signal-input '{"generation":1,"deleted":false,"drift":""}'
wait_until "$application" "the worker is ready" get http://127.0.0.1:8080/readyz
wait_until "$application" "the group's objects are applied" kubectl get deployment mysql-main-pdx
get http://127.0.0.1:8080/metrics >/dev/null
application_end
