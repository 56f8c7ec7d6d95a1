#!/usr/bin/env bash
# Proves that the scripts refuse before they start anything, with one line that names what is missing and the remedy. Needs
# neither root nor tools; takes a few seconds. When it runs as root it also tries what happens without.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
export BLOODRAVEN_NET=${BLOODRAVEN_TEST_NET:-97}
WORK=$(mktemp -d)
chmod 755 "$WORK"
export BLOODRAVEN_LOCAL=$WORK/local
PASSED=0
FAILED=0
LISTENER=''
trap '[ -z "$LISTENER" ] || kill "$LISTENER"; rm -rf "$WORK"' EXIT

# Runs COMMAND, which must fail with PATTERN in its output and leave nothing in its folder but its lock.
refuses() { # WHAT PATTERN COMMAND...
  local what=$1 pattern=$2 output left
  shift 2
  if output=$("$@" 2>&1); then
    output="it did not fail: $output"
  elif ! grep -qE -- "$pattern" <<<"$output"; then
    output="it did not say '$pattern' but: $output"
  else
    left=$(find "$BLOODRAVEN_LOCAL" -mindepth 1 ! -name 'lock*' 2>/dev/null || true)
    output=${left:+"it left $left"}
  fi
  if [ -z "$output" ]; then
    PASSED=$((PASSED + 1))
    echo "ok    $what"
  else
    FAILED=$((FAILED + 1))
    printf 'FAIL  %s\n%s\n' "$what" "$output"
  fi
}

# A folder to put before PATH, with a program that only prints LINE.
pretend() { # PROGRAM LINE
  mkdir -p "$WORK/$1"
  printf '#!/bin/sh\necho "%s"\n' "$2" >"$WORK/$1/$1"
  chmod +x "$WORK/$1/$1"
  echo "$WORK/$1:$PATH"
}

refuses "an unknown option" 'no option --foo.*--help' ./setup.sh --foo
refuses "a number of sites that is not offered" '--sites is 2 or 3' ./setup.sh --sites 4
refuses "an old Maven" 'Maven 3.6.3 is too old: install 3.8' env PATH="$(pretend mvn 'Apache Maven 3.6.3')" ./setup.sh
refuses "no Go and no built tools" 'not built yet and Go 1.26 or newer is missing: install Go' \
  env PATH="$(pretend go go1.20)" BLOODRAVEN_CACHE="$WORK/cache" ./setup.sh
refuses "no JDK 25" 'no JDK 25 found: install one' \
  env JAVA_HOME= HOME="$WORK" BLOODRAVEN_CACHE="$WORK/cache" BLOODRAVEN_JDKS="$WORK/jdks" ./setup.sh
refuses "continuous integration without JDK 25" 'no JDK 25 found, without which the format is not checked' \
  env JAVA_HOME= HOME="$WORK" BLOODRAVEN_JDKS="$WORK/jdks" PATH="$(pretend mvn 'built without it')" ../.ci/run
refuses "no disk" '[0-9]+ GB are free at .*make room' env PATH="$(pretend df 'Filesystem
/dev/x 1000 0 3145728 0% /')" ./setup.sh
refuses "a context that is no playground's" 'none of k3d-…, kind-…, minikube or minikube-….*touches no other' ./setup.sh --context production

refuses "a context that is only named like one" 'none of k3d-…' ./setup.sh --context minikubernetes
mkdir "$WORK/contexts"
cat >"$WORK/contexts/kubectl" <<'SH'
#!/bin/sh
case $* in
  *version*) echo "Client Version: v1.36.0" ;;
  *'--context kind-elsewhere '*) echo https://203.0.113.7:6443 ;;
  *) exit 1 ;;
esac
SH
chmod +x "$WORK/contexts/kubectl"
refuses "a context whose cluster is elsewhere" 'kind-elsewhere is https://203.0.113.7:6443, no address of this machine.*make one here with kind' \
  env PATH="$WORK/contexts:$PATH" ./setup.sh --context kind-elsewhere
refuses "a context that is not there" 'no context kind-away: kubectl config get-contexts' \
  env PATH="$WORK/contexts:$PATH" ./setup.sh --context kind-away

mkdir -p "$BLOODRAVEN_LOCAL"
(. lib/process.sh && process_identity $$ >"$BLOODRAVEN_LOCAL/lock.holder")
refuses "a fault during a setup" 'a setup or teardown of this playground is running: wait' ./chaos.sh kill-mysqld
refuses "a teardown during a setup" 'another setup or teardown .* is running: wait' ./teardown.sh
# as its parent would leave it that reads its output to the end before it asks how it ended
sh -c 'sleep 0.1 & echo $! >"$0"; exec sleep 60' "$WORK/ended" &
PARENT=$!
for _ in {1..500}; do
  ! grep -qs '^State:.Z' "/proc/$(cat "$WORK/ended" 2>/dev/null)/status" || break
  sleep 0.02
done
(. lib/process.sh && process_identity "$(cat "$WORK/ended")" >"$BLOODRAVEN_LOCAL/lock.holder")
refuses "a fault where a setup was killed, for what is missing" 'no playground is up' ./chaos.sh kill-mysqld
kill "$PARENT"
rm "$BLOODRAVEN_LOCAL/lock.holder"

socat=$(./provision.sh --where node)/socat
if [ -x "$socat" ]; then
  "$socat" TCP-LISTEN:17233,bind=127.0.0.1,fork,reuseaddr EXEC:true &
  LISTENER=$!
  until (exec 3<>/dev/tcp/127.0.0.1/17233) 2>/dev/null; do kill -0 "$LISTENER" && sleep 0.05; done
  refuses "a port in use" 'port 17233 on 127.0.0.1, meant for Temporal, is in use.*--temporal-port' ./setup.sh --temporal-port 17233
fi
if [ "$(id -u)" = 0 ] && setpriv --reuid=65534 --clear-groups test -x ./setup.sh; then # not in a folder that only root enters
  refuses "no root" 'needs root: run it with sudo, or give .*--context' setpriv --reuid=65534 --clear-groups env HOME="$WORK" ./setup.sh
fi

printf '%d passed, %d failed\n' "$PASSED" "$FAILED"
[ "$FAILED" = 0 ]
