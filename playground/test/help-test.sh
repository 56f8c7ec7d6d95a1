#!/usr/bin/env bash
# Proves that every script tells its help in a checkout where nothing was built yet, and makes nothing for it. Takes seconds.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
export BLOODRAVEN_CACHE=$WORK/cache
mkdir "$WORK/playground"
cp -r ./*.sh lib help "$WORK/playground"
FAILED=0
tells() { # PATTERN SCRIPT ARGUMENT...
  local pattern=$1 script=$2 output left
  shift 2
  if output=$(timeout 20 "$WORK/playground/$script" "$@" 2>&1) && grep -qi -- "$pattern" <<<"$output"; then
    left=$(find "$WORK" -name .local -o -name target -o -path "$BLOODRAVEN_CACHE")
    [ -n "$left" ] || { echo "ok    $script $*" && return; }
    output="it made $left"
  fi
  FAILED=$((FAILED + 1))
  printf 'FAIL  %s %s\n%s\n' "$script" "$*" "$output"
}

for script in *.sh; do
  tells "^usage: playground/$script" "$script" --help
done
tells "^usage: playground/bench.sh" bench.sh crash -h
tells "bench.sh footprint" bench.sh --help
tells "^usage: playground/bench.sh footprint" bench.sh footprint --help
[ "$FAILED" = 0 ]
