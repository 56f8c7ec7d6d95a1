# The network: a namespace that holds a bridge (the fabric), one cable from it to each node, and one link to the host.
#
# The host has one route, 10.N.0.0/16, to its end of that link. A kube-proxy runs in the fabric, so that host processes
# can connect to ClusterIPs as well as to pods, while nothing is added to the host's own packet filter.
# shellcheck shell=bash

fabric() { nsenter "--net=/run/netns/$FABRIC" "$@"; }

network_forwarding() { # NAMESPACE
  nsenter "--net=/run/netns/$1" sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward
    [ ! -e /proc/sys/net/bridge/bridge-nf-call-iptables ] || echo 1 >/proc/sys/net/bridge/bridge-nf-call-iptables'
}

fabric_up() {
  ip netns add "$FABRIC"
  network_forwarding "$FABRIC"
  ip -n "$FABRIC" link set lo up
  ip -n "$FABRIC" link add cables type bridge
  ip -n "$FABRIC" addr add "$FABRIC_IP/24" dev cables
  ip -n "$FABRIC" link set cables up
  # A Service's address must have a route before kube-proxy can turn it into a pod's. What no rule turns ends at once.
  ip -n "$FABRIC" route add unreachable "$CLUSTER_NET"
  ip link add "$FABRIC" type veth peer name host netns "$FABRIC"
  ip addr add "$HOST_LINK_IP/30" dev "$FABRIC"
  ip link set "$FABRIC" up
  ip -n "$FABRIC" addr add "$FABRIC_LINK_IP/30" dev host
  ip -n "$FABRIC" link set host up
  ip route add "$CLUSTER_NET" via "$FABRIC_LINK_IP" dev "$FABRIC"
}

# Takes the route, the link and the bridge along. A frozen or killed process may still hold the namespace for a moment.
fabric_down() {
  [ ! -d "/sys/class/net/$FABRIC" ] || ip link del "$FABRIC"
  [ ! -e "/run/netns/$FABRIC" ] || ip netns del "$FABRIC"
}

# A node's namespace and its cable. No default route: nothing leaves the cluster.
cable_up() { # SITE
  local site=$1 netns other mac
  netns=$(node_netns "$site")
  ip netns add "$netns"
  mac=$(printf '02:00:00:00:00:%02x' "$((10 + $(site_index "$site")))") # the same after a power cut: neighbours remember it
  ip -n "$FABRIC" link add "$site" type veth peer name eth0 address "$mac" netns "$netns"
  ip -n "$FABRIC" link set "$site" master cables up
  ip -n "$netns" link set lo up
  ip -n "$netns" addr add "$(node_ip "$site")/24" dev eth0
  ip -n "$netns" link set eth0 up
  ip -n "$netns" route add "$CLUSTER_NET" via "$FABRIC_IP"
  network_forwarding "$netns"
  ip -n "$FABRIC" route add "$(node_pod_net "$site")" via "$(node_ip "$site")"
  for other in $(live_sites); do # pods of two nodes talk directly over the cables
    [ "$other" = "$site" ] || ip -n "$netns" route add "$(node_pod_net "$other")" via "$(node_ip "$other")"
  done
}

cable_remove() { # SITE
  ip -n "$FABRIC" route del "$(node_pod_net "$1")" 2>/dev/null || true
  ip -n "$FABRIC" link del "$1" 2>/dev/null || true
  [ ! -e "/run/netns/$(node_netns "$1")" ] || ip netns del "$(node_netns "$1")"
}

cable_pull() { ip -n "$FABRIC" link set "$1" down; }
cable_plug() { ip -n "$FABRIC" link set "$1" up; }
cable_is_pulled() { ip -n "$FABRIC" link show "$1" 2>/dev/null | grep -q 'state DOWN'; }
