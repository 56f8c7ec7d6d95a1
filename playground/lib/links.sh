# Cuts and brakes on the cable of one node. They are rules in the node's own namespace, so that each direction, and each
# kind of traffic, can be lost by itself; the cable itself stays plugged in.
# shellcheck shell=bash

CUTS="inet bloodraven_cuts"
NFT=$NODE_BIN/nft
SLOW_RATE=256kbit

link_in_node() { # SITE COMMAND...
  local site=$1
  shift
  nsenter "--net=/run/netns/$(node_netns "$site")" "$@"
}

# Drops what matches: each MATCH is `in` or `out`, as the node sees it, with the rest of an nftables rule. What was cut
# before stays cut.
link_cut() { # SITE MATCH...
  local site=$1 match
  shift
  {
    echo "add table $CUTS"
    echo "add chain $CUTS in { type filter hook prerouting priority -400; }"
    echo "add chain $CUTS out { type filter hook postrouting priority 400; }"
    for match; do
      case $match in
        in*) echo "add rule $CUTS in iifname eth0 ${match#in} drop" ;;
        out*) echo "add rule $CUTS out oifname eth0 ${match#out} drop" ;;
      esac
    done
  } | link_in_node "$site" "$NFT" -f -
}

# Everything that belongs to other nodes: themselves and their pods.
link_peers() { # SITE
  local other list=''
  for other in $(live_sites); do
    [ "$other" = "$1" ] || list+="${list:+, }$(node_ip "$other"), $(node_pod_net "$other")"
  done
  echo "{ $list }"
}

link_slow() { # SITE in|out|both: so little passes, as the node sees it
  local brake=(root tbf rate "$SLOW_RATE" burst 8kbit latency 300ms)
  [ "$2" = in ] || link_in_node "$1" tc qdisc replace dev eth0 "${brake[@]}"
  [ "$2" = out ] || fabric tc qdisc replace dev "$1" "${brake[@]}"
}

# Undoes both, also where there is nothing to undo.
link_heal() { # SITE
  [ -e "/run/netns/$(node_netns "$1")" ] || return 0
  printf 'add table %s\ndelete table %s\n' "$CUTS" "$CUTS" | link_in_node "$1" "$NFT" -f -
  link_in_node "$1" tc qdisc del dev eth0 root 2>/dev/null || true
  fabric tc qdisc del dev "$1" root 2>/dev/null || true
}
