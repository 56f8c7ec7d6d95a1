#!/usr/bin/env bash
# Measures failovers on the running playground. See --help.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
# shellcheck source=lib/all.sh
. lib/all.sh

[ -d target/lib ] || die "the benchmark is not built: playground/setup.sh does it"
exec "$(jdk_home)/bin/java" -Xmx512m -cp "$(playground_class_path)" io.bloodraven.playground.bench.BenchMain \
  --playground "$PLAYGROUND" --ledgers "$LOCAL/ledgers" "$@"
