#!/usr/bin/env bash
# Provisions the tools that the playground and the tests use. See --help.
set -euo pipefail
PLAYGROUND=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
for lib in log versions process debian go-tools provision; do
  # shellcheck source=/dev/null
  . "$PLAYGROUND/lib/$lib.sh"
done

usage() {
  cat <<HELP
usage: playground/provision.sh [NAME...]     make what is missing (default: all)
       playground/provision.sh --where NAME  print where a component is: the program, or the folder of its programs
       playground/provision.sh --check NAME  exit 0 if nothing is missing, else print what is

Names: servers (what the tests start as plain processes), kube, cluster, all, or one of
  ${PROVISION_COMPONENTS[*]%:*}

The tools go into $PROVISION_CACHE
(set BLOODRAVEN_CACHE to move it). From nothing it takes about 20 minutes on two cores, once; it may be interrupted
and run again, and two runs at once wait for each other. kubectl and helm on PATH are used if their version fits.
HELP
}

case ${1:-all} in
  -h | --help) usage ;;
  --where)
    shift
    for name in $(provision_group "${1:?--where needs the name of a component}"); do provision_where "$name"; done
    ;;
  --check)
    shift
    mapfile -t missing < <(provision_missing "${@:-all}")
    [ ${#missing[@]} = 0 ] || {
      printf '%s\n' "${missing[@]%:*}"
      exit 1
    }
    ;;
  --make) provision_make "$2" ;; # what `provision` calls for each component
  -*) usage >&2 && exit 2 ;;
  *) provision "${@:-all}" ;;
esac
