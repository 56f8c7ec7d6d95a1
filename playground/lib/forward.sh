# Fixed addresses on this machine's loopback for what lives in the cluster, whichever pods serve it at the moment.
# shellcheck shell=bash

# The cgroup of what runs on this machine beside the cluster; without root there is none.
host_cgroup() {
  [ "$(id -u)" = 0 ] || return 0
  cgroup_create "$FABRIC/host"
  echo "$FABRIC/host"
}

# A connection that does not come about in a second is tried again: kube-proxy picks a pod anew, perhaps one that is alive.
forward() { # NAME LOCAL_PORT ADDRESS PORT
  process_start "forward-$1" "$(host_cgroup)" '' "$NODE_BIN/socat" -ly \
    "TCP-LISTEN:$2,bind=127.0.0.1,fork,reuseaddr" "TCP:$3:$4,connect-timeout=1,retry=3,interval=0.1"
}

port_answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
