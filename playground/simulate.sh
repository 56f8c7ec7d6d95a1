#!/usr/bin/env bash
# Runs seeded simulations of the lease protocol and the decisions. Needs no cluster. See --help.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
# shellcheck source=lib/all.sh
. lib/all.sh

help_if_asked simulate "$@"
mkdir -p "$LOGS"
build_package
playground_program simulation.SimulateMain -Xmx512m
exec "${PROGRAM[@]}" "$@"
