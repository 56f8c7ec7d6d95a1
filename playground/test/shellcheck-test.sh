#!/usr/bin/env bash
# Proves that shellcheck has nothing to say of the scripts.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
shellcheck -x ./*.sh lib/*.sh test/*.sh
cd .. && shellcheck -x .ci/run
