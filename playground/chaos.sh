#!/usr/bin/env bash
# Injects a fault into the running playground. See --help.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
# shellcheck source=lib/all.sh
. lib/all.sh

usage() {
  cat <<HELP
usage: playground/chaos.sh FAULT [SITE]

  kill-mysqld  [SITE]  SIGKILL to the MySQL server           (default: the active site)
  kill-sidecar [SITE]  SIGKILL to the sidecar beside it      (default: the active site)
  kill-site    [SITE]  power cut of the site's node          (default: the active site)
  isolate      [SITE]  pull the cable of the site's node     (default: the active site)
  freeze       [SITE]  stop every process of the node        (default: the active site)
  kill-watcher [SITE]  SIGKILL to a watcher                  (default: the first that runs)
  kill-worker  [SITE]  SIGKILL to a worker                   (default: the first that runs)
  stop-temporal        kill the Temporal server
  stop-api             kill the API server and etcd
  recover              undo all of them

It prints what it did, when (at=, in milliseconds since 1970), and what to expect. Try \`playground/chaos.sh
kill-mysqld\` with the counter's page open, then \`playground/status.sh\`, and follow the story in the Temporal UI.
HELP
}

fault=${1:-}
site=${2:-}
case $fault in
  -h | --help | '') usage && exit ;;
esac
[ -z "${3:-}" ] || die "one fault and one site at a time: see --help"
[ -e "$LOCAL/sites" ] || die "no playground is up here: playground/setup.sh"
CONTEXT=''
[ ! -e "$LOCAL/settings" ] || read_settings
[ -z "$site" ] || grep -qx -- "$site" "$LOCAL/sites" || die "there is no site named $site: it is one of $(live_sites | tr '\n' ' ')"

case $fault in
  kill-mysqld | kill-sidecar | kill-site | isolate | freeze) site=${site:-$(active_site)} ;;
  kill-watcher | kill-worker) site=${site:-$(site_of_pod "bloodraven-${fault#kill-}-")} ;;
  stop-temporal | stop-api | recover) [ -z "$site" ] || die "$fault concerns no site" ;;
  *) die "there is no fault named $fault: see --help" ;;
esac
if [ -n "$CONTEXT" ]; then
  context_fault "$fault" ${site:+"$site"}
  exit
fi
[ "$(id -u)" = 0 ] || die "faults reach into other namespaces: run it as root, as the setup was"
"fault_${fault//-/_}" ${site:+"$site"}
