# Fixed addresses on this machine's loopback for what lives in the cluster, whichever pods serve it at the moment.
# shellcheck shell=bash

HOST_CGROUP=$FABRIC/host

# A connection that does not come about in a second is tried again: kube-proxy picks a pod anew, perhaps one that is alive.
forward() { # NAME LOCAL_PORT ADDRESS PORT
  cgroup_create "$HOST_CGROUP"
  process_start "forward-$1" "$HOST_CGROUP" '' "$NODE_BIN/socat" -ly \
    "TCP-LISTEN:$2,bind=127.0.0.1,fork,reuseaddr" "TCP:$3:$4,connect-timeout=1,retry=3,interval=0.1"
}

port_answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
