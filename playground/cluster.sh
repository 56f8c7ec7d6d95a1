#!/usr/bin/env bash
# The playground's cluster by itself, without Bloodraven on it. See --help.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
# shellcheck source=lib/all.sh
. lib/all.sh

usage() {
  cat <<HELP
usage: playground/cluster.sh up [SITE...]       start it with a node for each site (default: iad pdx; there is also sfo)
       playground/cluster.sh down               stop it and forget its state
       playground/cluster.sh load ARCHIVE...    import image archives on every node
       playground/cluster.sh ctr SITE ARGS...   run containerd's client on a node
       playground/cluster.sh exec SITE COMMAND  run a command in a node's namespaces
       playground/cluster.sh fabric COMMAND     run a command where the control plane lives

Everything runs in network namespaces with addresses in $CLUSTER_NET; state is kept in $LOCAL.
After \`up\`: export KUBECONFIG=$KUBECONFIG
HELP
}

make_images() { # FILE
  images_base "$1" pause coredns mysql
  image_store_keep "$1"
}

case ${1:-} in
  up)
    shift
    [ $# -gt 0 ] || set -- iad pdx
    provision cluster mysql
    lock_setup
    require_own_cluster
    ! cluster_exists || die "a cluster is there already: playground/cluster.sh down"
    images_in_turn make_images "$IMAGE_CACHE/base.tar"
    log "images ready"
    cluster_up "$@"
    ;;
  down)
    lock_setup
    require_own_cluster
    playground_clear
    ;;
  load)
    shift
    for archive in "$@"; do images_import "$archive"; done
    ;;
  ctr) node_ctr "${@:2}" ;;
  exec) node_exec "${@:2}" ;;
  fabric) fabric "${@:2}" ;;
  -h | --help) usage ;;
  *) usage >&2 && exit 2 ;;
esac
