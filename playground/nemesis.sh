#!/usr/bin/env bash
# Breaks the running playground at random and judges what came of it. See --help.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
# shellcheck source=lib/all.sh
. lib/all.sh

help_if_asked nemesis "$@"
[ -d target/lib ] || die "the nemesis is not built: playground/setup.sh does it"
playground_program nemesis.NemesisMain -Xmx512m
exec "${PROGRAM[@]}" --playground "$PLAYGROUND" --ledgers "$LOCAL/ledgers" "$@"
