#!/usr/bin/env bash
# Injects a fault into the running playground. See --help.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
# shellcheck source=lib/all.sh
. lib/all.sh

usage() {
  cat <<HELP
usage: playground/chaos.sh [--armed] FAULT [SITE | LINKS]

A SITE is the active one if none is named; for watchers and workers the first where one runs.

Something ends
  kill-mysqld    [SITE]  SIGKILL to the MySQL server
  kill-mysqld-twice [SITE]  the same, and again when it has just begun the next binary log
  kill-sidecar   [SITE]  SIGKILL to the sidecar beside it
  lose-sidecar   [SITE]  the same, and it does not come back
  kill-site      [SITE]  power cut of the site's node
  kill-watcher   [SITE]  SIGKILL to a watcher
  kill-worker    [SITE]  SIGKILL to a worker
  delete-pod     [SITE]  delete the pod of the MySQL server
  stop-temporal          kill the Temporal server
  stop-api               kill the API server and etcd

Something stops, and nobody is told
  freeze         [SITE]  every process of the node
  freeze-mysqld  [SITE]  the MySQL server: connections open, nothing answers
  freeze-sidecar [SITE]  the sidecar
  freeze-watcher [SITE]  a watcher
  freeze-worker  [SITE]  a worker
  freeze-temporal        the Temporal server
  freeze-api             the API server

It answers, and takes no write
  stall-disk     [SITE]  the disk under the MySQL server: whoever writes to it hangs
  fill-disk      [SITE]  the same disk has no byte left

Something is not heard
  isolate        [SITE]  pull the cable of the site's node
  cut-in         [SITE]  the node hears nothing
  cut-out        [SITE]  nobody hears the node
  cut-peers      [SITE]  the node and the other nodes do not hear each other
  cut-peers-in   [SITE]  the node does not hear the other nodes
  cut-peers-out  [SITE]  the other nodes do not hear the node
  cut-mysql      [SITE]  no MySQL traffic between the node and the other nodes
  cut-sidecars   [SITE]  nothing to and from sidecars
  cut-api        [SITE]  nothing to and from the API server
  cut-temporal   [SITE]  nothing to and from Temporal
  flap           [SITE]  the cable is pulled and plugged in all the time, for 11 s
  slow           [SITE]  256 kbit/s, in each direction
  slow-in        [SITE]  256 kbit/s of what the node is to hear
  slow-out       [SITE]  256 kbit/s of what it says
  cut-links      LINK[,LINK...]  any links between processes, each direction by itself: a LINK is FROM>TO (quote it), and an
                         end of it mysql@SITE, sidecar@SITE, watcher@SITE, worker@SITE, api or temporal

Somebody meddles
  delete-lease           delete the Lease
  edit-lease             name a holder that does not exist, and epoch 1, in the Lease

  recover                undo all of them

With --armed it looks up whatever the fault needs, says so on stderr, and then strikes within milliseconds of a line on
its standard input; when that ends without a line, nothing is done.

It prints what it did, when (at=, in milliseconds since 1970), and what to expect. Try \`playground/chaos.sh
kill-mysqld\` with the counter's page open, then \`playground/status.sh\`, and follow the story in the Temporal UI.
HELP
}

[ "${1:-}" != --armed ] || { faults_wait_for_a_line && shift; }
fault=${1:-}
site=${2:-}
case $fault in
  -h | --help | '') usage && exit ;;
esac
[ -z "${3:-}" ] || die "one fault and one site at a time: see --help"
! lock_is_held || die "a setup or teardown of this playground is running: wait for it to end"
[ -e "$LOCAL/sites" ] || die "no playground is up here: playground/setup.sh"
CONTEXT=''
[ ! -e "$LOCAL/settings" ] || read_settings
[ -z "$site" ] || [ "$fault" = cut-links ] || grep -qx -- "$site" "$LOCAL/sites" || die "there is no site named $site: it is one of $(live_sites | tr '\n' ' ')"

case $fault in
  kill-watcher | kill-worker | freeze-watcher | freeze-worker) [ -n "$CONTEXT" ] || site=${site:-$(site_of_pod "bloodraven-${fault#*-}-")} ;;
  stop-temporal | stop-api | freeze-temporal | freeze-api | delete-lease | edit-lease | recover)
    [ -z "$site" ] || die "$fault concerns no site"
    ;;
  cut-links) [ -n "$site" ] || die "which links? For example: chaos.sh cut-links 'watcher@iad>sidecar@pdx,sidecar@pdx>watcher@iad'" ;;
  *)
    [[ $fault =~ ^[a-z-]+$ ]] && declare -F "fault_${fault//-/_}" >/dev/null || die "there is no fault named $fault: see --help"
    site=${site:-$(active_site)}
    ;;
esac
if [ -n "$CONTEXT" ]; then
  context_fault "$fault" ${site:+"$site"}
  exit
fi
[ "$(id -u)" = 0 ] || die "faults reach into other namespaces: run it as root, as the setup was"
"fault_${fault//-/_}" ${site:+"$site"}
