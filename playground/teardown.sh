#!/usr/bin/env bash
# Ends the playground. See --help.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
# shellcheck source=lib/all.sh
. lib/all.sh

usage() {
  cat <<HELP
usage: playground/teardown.sh [--purge]

Stops everything that setup.sh started and removes it: processes, namespaces, the host's route, cgroups, databases.
It may be run at any time, also when a setup failed half-way or the machine was rebooted. It keeps the logs
($LOGS) and the tools in $PROVISION_CACHE.

  --purge  remove the logs and the container images too (the tools stay: to have that space back, remove the folder)
HELP
}

case ${1:-} in
  '' | --purge) ;;
  -h | --help) usage && exit ;;
  *) die "there is no option $1: see --help" ;;
esac

lock_setup
require_own_cluster
[ "$(id -u)" = 0 ] || ! cluster_exists || die "the playground was set up by root: run this as root too"
playground_clear
if [ "${1:-}" = --purge ]; then
  rm -rf "$LOCAL" "$IMAGE_CACHE"
  log "the playground is gone, with its logs and images"
else
  log "the playground is gone; its logs are in $LOGS"
fi
