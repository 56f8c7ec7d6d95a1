#!/usr/bin/env bash
# Proves that tools are made once, by however many runs at once, and that a run which is killed half-way leaves none that is
# half made. With a tool of its own, in a cache of its own; takes a few seconds.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
WORK=$(mktemp -d)
export BLOODRAVEN_CACHE=$WORK/cache BEGUN=$WORK/begun TOOL=$WORK/cache/debian/tool/tool
trap 'rm -rf "$WORK"' EXIT
PASSED=0
FAILED=0
check() { # WHAT COMMAND...
  local what=$1
  shift
  if "$@"; then
    PASSED=$((PASSED + 1))
    echo "ok    $what"
  else
    FAILED=$((FAILED + 1))
    echo "FAIL  $what"
    cat "$WORK"/*.log
  fi
}
not() { ! "$@"; }

# The real script with one recipe that takes as long as it is told, and needs neither apt nor Go.
mkdir "$WORK/playground"
cp -r provision.sh lib "$WORK/playground"
cat >>"$WORK/playground/lib/provision.sh" <<'SH'
PROVISION_COMPONENTS=(tool:1)
provision_require_makers() { :; }
recipe_tool() {
  echo begun >>"$BEGUN"
  echo half >"$1/tool"
  sleep "$TOOL_SECONDS"
  echo whole >"$1/tool"
}
sleep() { # it is to be told ten times a second how far it is
  [ "$1" != 10 ] || set -- 0.1
  command sleep "$1"
}
SH
run() { # SECONDS NAME: provisions, the recipe taking so long
  TOOL_SECONDS=$1 exec "$WORK/playground/provision.sh" tool >"$WORK/$2.log" 2>&1
}
succeeds() { TOOL_SECONDS=$1 timeout 20 "$WORK/playground/provision.sh" tool >"$WORK/$2.log" 2>&1; }
anew() { rm -rf "$BLOODRAVEN_CACHE" "$BEGUN"; }
half_made() {
  for _ in {1..500}; do
    ! grep -qs half "$BLOODRAVEN_CACHE/new/tool/tool" || return 0
    sleep 0.02
  done
  return 1
}
there() { "$WORK/playground/provision.sh" --check tool >/dev/null; }
whole() { there && grep -qx whole "$TOOL"; }
begun() { [ "$(wc -l <"$BEGUN")" = "$1" ]; }

(run 1 first) &
first=$!
half_made
check "another run waits" succeeds 0 second
check "and says so" grep -q 'another run is provisioning' "$WORK/second.log"
check "the first one has made the tool" wait $first
check "and told how far it was" grep -q 'gone, about' "$WORK/first.log"
check "it is there" whole
check "and was made once" begun 1

anew
setsid "$BASH" -c "$(declare -f run); WORK='$WORK'; run 60 all" &
all=$!
half_made
kill -KILL -- -$all
wait $all 2>/dev/null || true
check "a run killed with all it started leaves no tool" not there
check "not even half of one" test ! -e "$TOOL"
check "the next one succeeds" succeeds 0 next
check "and makes it" whole
check "from the start" begun 2

anew
(run 1 alone) &
alone=$!
half_made
kill -KILL $alone
wait $alone 2>/dev/null || true
check "where only the script was killed, the next one waits for the recipe that goes on" succeeds 0 next
check "and the tool is there" whole
check "and was made once" begun 1

anew
"$BASH" -c "$(declare -f run); WORK='$WORK'; (run 1 unasked) & echo \$! >'$WORK/unasked.pid'; exec sleep 60" &
parent=$!
half_made
kill -KILL "$(cat "$WORK/unasked.pid")"
check "it is the same where nobody has asked how the script ended" succeeds 0 next
told=$(cat "$WORK/unasked.log")
sleep 0.5
check "and nobody goes on telling how far it is" [ "$(cat "$WORK/unasked.log")" = "$told" ]
kill $parent

mkdir "$WORK/local"
echo "$WORK/elsewhere" >"$WORK/local/cache"
env -u BLOODRAVEN_CACHE BLOODRAVEN_LOCAL="$WORK/local" ./teardown.sh --help >"$WORK/help.log"
check "the other scripts look for tools where the setup did" grep -q "the tools in $WORK/elsewhere" "$WORK/help.log"

printf '%d passed, %d failed\n' "$PASSED" "$FAILED"
[ "$FAILED" = 0 ]
