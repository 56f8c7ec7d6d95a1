#!/bin/sh
# Lets the sidecar live a short life without a server, peers or an API server, in namespaces of its own, and asks it what
# it will be asked in its real one. Java writes the AOT cache when it ends.
set -eu
# shellcheck source=deploy/images/training/lesson.sh
. /training/lesson.sh
mkdir -p /etc/bloodraven/control /etc/bloodraven/operator /var/lib/bloodraven
for secret in control/token operator/username operator/password; do printf training >"/etc/bloodraven/$secret"; done
export BLOODRAVEN_NAMESPACE=training BLOODRAVEN_GROUP=training BLOODRAVEN_SITE=here POD_UID=training BLOODRAVEN_NETWORK_GUARD=auto
export KUBERNETES_SERVICE_HOST=127.0.0.1 KUBERNETES_SERVICE_PORT=6443

application_start sidecar io.bloodraven.sidecar.SidecarMain
wait_until "$application" "the sidecar answers" get http://127.0.0.1:8080/health

token='Authorization: Bearer training'
# every field that a command may have
command='{"namespace":"training","group":"training","site":"here","epoch":2,"holderSite":"there","holderPodUid":"other","waitMillis":0,
  "onlyIfDead":false,"reason":"training","proofs":[{"holderSite":"there","holderPodUid":"other","heldEpoch":1,"residualMillis":0}]}'
for request in status ready; do get http://127.0.0.1:8080/$request >/dev/null || true; done
timeout 2 wget -q -O /dev/null --header "$token" http://127.0.0.1:8080/heartbeat || true
for request in vouch claim open fence; do
  # also what is refused teaches Java something; what is not understood would not
  answer=$(wget -q -O - --header "$token" --header 'Content-Type: application/json' --post-data "$command" "http://127.0.0.1:8080/control/$request" 2>&1) ||
    case $answer in *' 409 '*) ;; *) echo "the sidecar answered $request by: $answer" >&2 && exit 1 ;; esac
done

application_end
