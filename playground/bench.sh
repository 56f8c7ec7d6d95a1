#!/usr/bin/env bash
# Measures failovers on the running playground (see --help), or the sidecar alone (see footprint --help).
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
# shellcheck source=lib/all.sh
. lib/all.sh

if [ "${1:-}" = footprint ]; then
  shift
  footprint "$@"
  exit
fi

[ -d target/lib ] || die "the benchmark is not built: playground/setup.sh does it"
exec "$(jdk_home)/bin/java" -Xmx512m -cp "$(playground_class_path)" io.bloodraven.playground.bench.BenchMain \
  --playground "$PLAYGROUND" --ledgers "$LOCAL/ledgers" "$@"
