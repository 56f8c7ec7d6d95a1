#!/usr/bin/env bash
# Proves what can be proved of a cluster that was given with --context where there is none: docker and kubectl are stand-ins
# that write down what they are asked; what docker is to execute on a node is executed here. Takes a few seconds.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
BLOODRAVEN_LOCAL=$(mktemp -d)
export BLOODRAVEN_LOCAL
# shellcheck source=../lib/all.sh
. lib/all.sh
trap 'rm -rf "$LOCAL"' EXIT

PASSED=0
FAILED=0
check() { # WHAT COMMAND...
  local what=$1
  shift
  if ("$@") >"$LOCAL/output.new" 2>&1; then
    PASSED=$((PASSED + 1))
    echo "ok    $what"
  else
    FAILED=$((FAILED + 1))
    echo "FAIL  $what"
    sed 's/^/        /' "$LOCAL/output.new"
  fi
  mv "$LOCAL/output.new" "$LOCAL/output"
}
not() { ! ("$@"); }

for name in k3d-play kind-play minikube minikube-play; do check "$name is of a kind for play" context_kind $name; done
for name in production minikubernetes my-kind-play kind k3d; do check "$name is not" not context_kind $name; done
for server in https://127.0.0.1:6443 https://0.0.0.0:6550 https://localhost:6443 'https://[::1]:6443'; do
  check "a cluster of kind at $server is here" context_is_here kind "$server"
  check "one of minikube, too" context_is_here minikube "$server"
done
for server in https://192.168.49.2:8443 https://10.1.2.3:8443 https://172.31.0.1:8443; do
  check "a cluster of minikube at $server is here" context_is_here minikube "$server"
  check "one of k3d is not" not context_is_here k3d "$server"
done
for server in https://203.0.113.7:6443 https://172.32.0.1:6443 https://127.0.0.1.example.com:6443 https://localhost@203.0.113.7:6443 https://10.example.com http://; do
  check "a cluster at $server is not" not context_is_here minikube "$server"
done

for fault in $(declare -F | sed -n 's/^declare -f fault_//p' | grep -vxE 'moment|expectation'); do
  check "whoever injects $fault is told what to expect" test -n "$(fault_expectation "${fault//_/-}" iad)"
done

# A cluster of two nodes, the first of which had a zone; its worker is the first process of a pid namespace, where that can be made.
POD=bloodraven-worker-$$
docker() {
  echo "docker $*" >>"$LOCAL/asked"
  case $1 in
    exec) "${@:3}" ;;
    inspect) echo "net-of-$4" ;;
  esac
}
cat >"$LOCAL/kubectl" <<SH
#!/bin/sh
echo "kubectl \$*" >>"$LOCAL/asked"
case \$* in
  *'get nodes'*) printf 'node/%s\n' a b ;;
  *'get node a -o jsonpath={.metadata.labels.topology\.kubernetes\.io/zone}') printf attic ;;
  *'get pods'*) echo "$POD a" ;;
esac
SH
chmod +x "$LOCAL/kubectl"
KUBECTL=$LOCAL/kubectl HELM=true
context_load() { :; }
asked() { grep -qxF -- "$1" "$LOCAL/asked"; }
asked_before() { # FIRST SECOND
  grep -xF -e "$1" -e "$2" "$LOCAL/asked" | head -n 1 | grep -qxF -- "$1" && asked "$2"
}
check "two nodes become sites" context_up kind-play iad pdx
check "each with its zone" asked "kubectl label --overwrite node b topology.kubernetes.io/zone=pdx"

cp "$(command -v sleep)" "$LOCAL/java"
first=()
[ "$(id -u)" != 0 ] || first=(unshare --pid --fork --kill-child)
HOSTNAME=$POD "${first[@]}" "$LOCAL/java" 60 &
worker=$!
HOSTNAME=$POD-other "$LOCAL/java" 60 &
other=$!
sleep 0.5
ended() { ! kill -0 $worker 2>/dev/null; }
check "kill-worker finds the worker" context_fault kill-worker
check "and tells what it did and what to expect" grep -qz "SIGKILL to java.*on the node a.*expect: nothing that a user sees" "$LOCAL/output"
check "it is dead" wait_until 5 "its end" ended
check "no other process is" kill -0 $other
kill $other
check "kill-worker says so when there is none" not context_fault kill-worker

check "isolate" context_fault isolate pdx
check "pulls the node out of its network" asked "docker network disconnect net-of-b b"
check "an isolated site is not isolated again" not context_fault isolate pdx
check "a teardown" context_down kind-play
check "thaws what was frozen first" asked_before "docker unpause a" "kubectl delete namespace bloodraven-system --ignore-not-found"
check "plugs in what was isolated" asked_before "docker network connect net-of-b b" "kubectl delete namespace bloodraven-system --ignore-not-found"
check "gives the first node its zone back" asked "kubectl label --overwrite node a topology.kubernetes.io/zone=attic"
check "and the second one none" asked "kubectl label --overwrite node b topology.kubernetes.io/zone-"

printf '%d passed, %d failed\n' "$PASSED" "$FAILED"
[ "$FAILED" = 0 ]
