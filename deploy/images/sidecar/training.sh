#!/bin/sh
# Lets the sidecar live a short life without a server, peers or an API server, in namespaces of its own, and asks it what
# it will be asked in its real one. Java writes the AOT cache when it ends.
set -eu
export PATH=/opt/java/bin:/usr/sbin:/usr/bin:/sbin:/bin
export BLOODRAVEN_NAMESPACE=training BLOODRAVEN_GROUP=training BLOODRAVEN_SITE=here POD_UID=training BLOODRAVEN_NETWORK_GUARD=auto
export KUBERNETES_SERVICE_HOST=127.0.0.1 KUBERNETES_SERVICE_PORT=6443
ip link set lo up

java -XX:AOTCacheOutput=/app/sidecar.aot @/app/java.options io.bloodraven.sidecar.SidecarMain &
java=$!

tries=0
until wget -q -O /dev/null http://127.0.0.1:8080/health; do
  tries=$((tries + 1))
  [ $tries -lt 300 ] && kill -0 $java || { echo "the sidecar does not answer" >&2 && exit 1; }
  sleep 0.1
done

token='Authorization: Bearer training'
# every field that a command may have
command='{"namespace":"training","group":"training","site":"here","epoch":2,"holderSite":"there","holderPodUid":"other","waitMillis":0,
  "onlyIfDead":false,"reason":"training","proofs":[{"holderSite":"there","holderPodUid":"other","heldEpoch":1,"residualMillis":0}]}'
for request in status ready; do wget -q -O /dev/null http://127.0.0.1:8080/$request || true; done
timeout 2 wget -q -O /dev/null --header "$token" http://127.0.0.1:8080/heartbeat || true
for request in vouch claim open fence; do
  # also what is refused teaches Java something; what is not understood would not
  answer=$(wget -q -O - --header "$token" --header 'Content-Type: application/json' --post-data "$command" "http://127.0.0.1:8080/control/$request" 2>&1) ||
    case $answer in *' 409 '*) ;; *) echo "the sidecar answered $request by: $answer" >&2 && exit 1 ;; esac
done

kill -TERM $java
wait $java || true
[ -s /app/sidecar.aot ]
