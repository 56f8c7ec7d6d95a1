# Where things are: folders, addresses and names that all the scripts share.
#
# The whole cluster lives in network namespaces of its own. Their addresses come from one /16, 10.N.0.0, where N is
# BLOODRAVEN_NET (80 if unset), and N is part of every name that the host sees: two playgrounds with different N on one
# machine do not meet.
# shellcheck shell=bash

PLAYGROUND=$(readlink -f "${BASH_SOURCE[0]%/*}/..")
CHECKOUT=$(dirname "$PLAYGROUND")
LOCAL=${BLOODRAVEN_LOCAL:-$PLAYGROUND/.local}
if [ -z "${BLOODRAVEN_CACHE:-}" ] && [ -e "$LOCAL/cache" ]; then # as it was set up
  BLOODRAVEN_CACHE=$(cat "$LOCAL/cache")
  export BLOODRAVEN_CACHE
fi
NET=${BLOODRAVEN_NET:-80}

FABRIC=bloodraven$NET                # the namespace of the bridge and the control plane; also the host's link and the cgroup
FABRIC_IP=10.$NET.0.1                # API server and Temporal, as the nodes and the pods see them
NODE_NET=10.$NET.0.0/24              # the cables: node i is .10+i
HOST_LINK_IP=10.$NET.1.2             # the host's end of its link to the fabric
FABRIC_LINK_IP=10.$NET.1.1           # the fabric's end
CLUSTER_NET=10.$NET.0.0/16           # everything above and below; the one route that the host gets
POD_NET=10.$NET.16.0/20              # node i has 10.N.16+i.0/24
SERVICE_NET=10.$NET.128.0/17
API_SERVICE_IP=10.$NET.128.1
DNS_SERVICE_IP=10.$NET.128.10

ALL_SITES=(iad pdx sfo)

site_index() { # SITE: 1, 2 or 3
  local i
  for i in "${!ALL_SITES[@]}"; do
    [ "${ALL_SITES[$i]}" != "$1" ] || {
      echo $((i + 1))
      return
    }
  done
  die "there is no site named $1: it is one of ${ALL_SITES[*]}"
}
node_ip() { echo "10.$NET.0.$((10 + $(site_index "$1")))"; }
node_pod_net() { echo "10.$NET.$((16 + $(site_index "$1"))).0/24"; }
node_dir() { echo "$LOCAL/nodes/$1"; }
node_netns() { echo "$FABRIC-$1"; }

# The sites of the playground that was set up here.
live_sites() { cat "$LOCAL/sites" 2>/dev/null || true; }

PKI=$LOCAL/pki
LOGS=$LOCAL/logs
export KUBECONFIG=$LOCAL/kubeconfig

# A condition that is asked again every 200 ms until it holds, at most for so long.
wait_until() { # SECONDS WHAT COMMAND...
  local deadline=$(($(date +%s%N) / 1000000 + $1 * 1000)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    [ $(($(date +%s%N) / 1000000)) -lt "$deadline" ] || die "waited in vain for $what; the logs are in $LOGS"
    sleep 0.2
  done
}
