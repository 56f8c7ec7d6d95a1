#!/usr/bin/env bash
# Shows the playground's failover group. See --help.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
# shellcheck source=lib/all.sh
. lib/all.sh

usage() {
  cat <<HELP
usage: playground/status.sh [--json]

Shows which site is active, at which epoch, and how each site is. The figures come from the group's status in the API
server; the MySQL addresses can be connected to from this machine.

  --json  the same as one JSON object: group, namespace, activeSite, epoch, ready, sites[] (name, state, role, node, pod,
          mysqlHost, mysqlPort, sidecarUrl), appUser, appPasswordFile, statusUrl, temporalAddress, temporalUi, kubeconfig
HELP
}

case ${1:-} in
  '' | --json) ;;
  -h | --help) usage && exit ;;
  *) die "there is no option $1: see --help" ;;
esac
read_settings
group_read

if [ "${1:-}" = --json ]; then status_json; else status_table; fi
