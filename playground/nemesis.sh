#!/usr/bin/env bash
# Breaks the running playground at random and judges what came of it. See --help.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
# shellcheck source=lib/all.sh
. lib/all.sh

[ -d target/lib ] || die "the nemesis is not built: playground/setup.sh does it"
exec "$(jdk_home)/bin/java" -Xmx512m -cp "$(playground_class_path)" io.bloodraven.playground.nemesis.NemesisMain \
  --playground "$PLAYGROUND" --ledgers "$LOCAL/ledgers" "$@"
