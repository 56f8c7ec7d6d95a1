#!/usr/bin/env bash
# Measures failovers on the running playground, or the sidecar alone. See --help, and footprint --help.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
# shellcheck source=lib/all.sh
. lib/all.sh

if [ "${1:-}" = footprint ]; then
  shift
  footprint "$@"
  exit
fi

help_if_asked bench "$@"
[ -d target/lib ] || die "the benchmark is not built: playground/setup.sh does it"
# It shares the processors with what it measures: no second compiler, no threads for collecting garbage.
playground_program bench.BenchMain -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1
exec "${PROGRAM[@]}" --playground "$PLAYGROUND" --ledgers "$LOCAL/ledgers" "$@"
