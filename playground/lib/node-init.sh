#!/usr/bin/env bash
# The first process of a node (see node.sh). What it mounts is seen by the node alone; the host's /etc and /var stay as
# they are under the node's own layers.
set -uo pipefail

: "$SITE" "$NODE_DIR" "$NODE_VOLUMES" "$NODE_IP" "$NODE_ROOT" "$NODE_BIN" "$KUBE_BIN" "$NODE_CONF"

overlay() { mount -t overlay overlay -o "lowerdir=$1,upperdir=$2/upper,workdir=$2/work" "$1"; }

# Without it the volumes would be on the host's disk, where a fault of theirs is everybody's: then there is no node.
mount_volumes() {
  mount -o loop,noinit_itable "$NODE_DIR/volumes.img" /var/lib/volumes || exit 1
  local number
  for number in $(seq "$NODE_VOLUMES"); do
    [ -d "/var/lib/volumes/$number" ] || mkdir -m 777 "/var/lib/volumes/$number"
  done
}

mount_disks() {
  hostname "$SITE"
  mount --make-rshared /
  overlay /var/lib "$NODE_DIR/var"
  overlay /etc "$NODE_DIR/etc"
  mkdir -p /var/lib/{kubelet,containerd,cni,volumes}
  local disk
  for disk in kubelet containerd; do mount --bind "$NODE_DIR/$disk" "/var/lib/$disk"; done
  mount_volumes
  mount --make-rshared /var/lib/kubelet
  mount -t tmpfs tmpfs /run
  mount --bind "$NODE_DIR/log" /var/log
  [ -L /var/run ] || mount --rbind /run /var/run
  echo "$SITE" >/etc/hostname
  rm -f /etc/resolv.conf
  : >/etc/resolv.conf
  printf '127.0.0.1 localhost\n%s %s\n' "$NODE_IP" "$SITE" >/etc/hosts
}

# The kubelet insists on these values of settings that belong to the whole machine: it is shown them, the machine keeps its own.
show_sysctl() { # NAME VALUE
  local shown=/run/sysctl/${1//\//_}
  mkdir -p /run/sysctl
  echo "$2" >"$shown"
  mount --bind "$shown" "/proc/sys/$1"
}

show_sysctls() {
  mkdir /run/proc
  mount -t proc proc /run/proc # one procfs that nothing covers: without it the kernel refuses /proc to user namespaces
  show_sysctl vm/overcommit_memory 1
  show_sysctl vm/panic_on_oom 0
  show_sysctl kernel/panic 10
  show_sysctl kernel/panic_on_oops 1
  show_sysctl kernel/keys/root_maxkeys 1000000
  show_sysctl kernel/keys/root_maxbytes 25000000
}

# Runs a service, and again when it ends.
keep_running() { # NAME COMMAND...
  local name=$1
  shift
  while :; do
    "$@" >>"$NODE_DIR/log/$name.log" 2>&1 </dev/null
    echo "$name ended with status $?, again in a second" >>"$NODE_DIR/log/$name.log"
    sleep 1
  done
}

mount_disks
show_sysctls
export PATH=$KUBE_BIN:$NODE_BIN:$PATH
ulimit -n 1048576 2>/dev/null || ulimit -n 20000
keep_running containerd "$NODE_ROOT/usr/bin/containerd" -c "$NODE_DIR/containerd.toml" &
keep_running kubelet "$KUBE_BIN/kubelet" --config="$NODE_DIR/kubelet.yaml" --kubeconfig="$NODE_CONF" --hostname-override="$SITE" \
  --node-ip="$NODE_IP" --root-dir=/var/lib/kubelet --v=1 \
  --node-labels="topology.kubernetes.io/region=playground,topology.kubernetes.io/zone=$SITE,bloodraven.io/site=$SITE" &
keep_running kube-proxy "$KUBE_BIN/kube-proxy" --config="$NODE_DIR/proxy.yaml" --v=1 &
while :; do wait -n || sleep 1; done # the node's orphans are reaped here
