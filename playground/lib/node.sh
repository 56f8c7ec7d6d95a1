# A node: network, mount, pid, uts and ipc namespaces of its own with containerd, kubelet and kube-proxy in them, and a
# subtree of the cgroups. Its disk is a folder, that of its volumes an image (disks.sh); a power cut leaves both as they are.
# shellcheck shell=bash

node_cgroup() { echo "$FABRIC/$1"; }

node_kubelet_config() { # SITE
  local dir
  dir=$(node_dir "$1")
  cat <<YAML
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
failCgroupV1: false
cgroupDriver: cgroupfs
cgroupRoot: /$(node_cgroup "$1")
address: $(node_ip "$1")
healthzBindAddress: 127.0.0.1
containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: $PKI/ca.crt}}
authorization: {mode: Webhook}
clusterDNS: [$DNS_SERVICE_IP]
clusterDomain: cluster.local
resolvConf: $dir/resolv.conf
failSwapOn: false
tlsCertFile: $PKI/$1.crt
tlsPrivateKeyFile: $PKI/$1.key
# Images cannot be pulled again, so none is ever removed.
imageGCHighThresholdPercent: 100
imageGCLowThresholdPercent: 99
evictionHard: {memory.available: 100Mi, nodefs.available: 1%, imagefs.available: 1%, nodefs.inodesFree: 1%}
nodeStatusUpdateFrequency: 4s
syncFrequency: 10s
# Repeated crashes are the daily work here.
featureGates: {KubeletCrashLoopBackOffMax: true}
crashLoopBackOff: {maxContainerRestartPeriod: 1s}
maxPods: 110
YAML
}

node_containerd_config() { # SITE
  cat <<TOML
version = 3
root = '/var/lib/containerd'
state = '/run/containerd'
[grpc]
  address = '/run/containerd/containerd.sock'
[plugins.'io.containerd.cri.v1.images'.pinned_images]
  sandbox = '$PAUSE_IMAGE'
[plugins.'io.containerd.cri.v1.runtime']
  restrict_oom_score_adj = true    # works without CAP_SYS_RESOURCE
[plugins.'io.containerd.cri.v1.runtime'.cni]
  bin_dirs = ['$NODE_ROOT/usr/lib/cni']
  conf_dir = '$(node_dir "$1")/cni'
[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc]
  runtime_type = 'io.containerd.runc.v2'
[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc.options]
  BinaryName = '$NODE_ROOT/usr/sbin/runc'
  SystemdCgroup = false
TOML
}

node_cni_config() { # SITE
  cat <<JSON
{"cniVersion": "1.0.0", "name": "pods", "plugins": [
  {"type": "bridge", "bridge": "cni0", "isGateway": true, "hairpinMode": true, "ipMasq": false,
   "ipam": {"type": "host-local", "ranges": [[{"subnet": "$(node_pod_net "$1")"}]], "routes": [{"dst": "0.0.0.0/0"}]}}]}
JSON
}

node_write_files() { # SITE
  local site=$1 dir
  dir=$(node_dir "$site")
  mkdir -p "$dir"/{cni,kubelet,volumes,log,var/upper,var/work,etc/upper,etc/work}
  [ -d "$dir/containerd" ] || image_store_copy "$IMAGE_STORE" "$dir/containerd"
  disk_make "$site"
  : >"$dir/resolv.conf"
  node_kubelet_config "$site" >"$dir/kubelet.yaml"
  node_containerd_config "$site" >"$dir/containerd.toml"
  node_cni_config "$site" >"$dir/cni/10-pods.conflist"
  proxy_config "$site" "$(node_ip "$site")" >"$dir/proxy.yaml"
}

# What node-init.sh, the node's first process, needs to know.
node_environment() { # SITE
  printf '%s\n' SITE="$1" NODE_DIR="$(node_dir "$1")" NODE_VOLUMES="$VOLUMES_PER_NODE" NODE_IP="$(node_ip "$1")" NODE_ROOT="$NODE_ROOT" NODE_BIN="$NODE_BIN" \
    KUBE_BIN="$KUBE_BIN" NODE_CONF="$PKI/$1.conf"
}

node_up() { # SITE
  local site=$1 environment
  process_pid "node-$site" >/dev/null && return
  node_write_files "$site"
  cgroup_create "$(node_cgroup "$site")/system"
  [ -e "/run/netns/$(node_netns "$site")" ] || cable_up "$site"
  mapfile -t environment < <(node_environment "$site")
  # The death of `unshare` takes the node's first process along, and that takes all the others: the power switch.
  process_start "node-$site" "$(node_cgroup "$site")/system" "$(node_netns "$site")" env "${environment[@]}" \
    unshare --mount --pid --fork --kill-child=SIGKILL --mount-proc --uts --ipc "$BASH" "$PLAYGROUND/lib/node-init.sh"
}

node_ready() { kubectl wait --for=condition=Ready "node/$1" --timeout=0s; }

# The power cut itself, without clearing away what is left. The cable goes first: a machine without power says no goodbye,
# while the kernel closes the connections of killed processes politely.
node_power_cut() { # SITE
  local pid
  [ ! -e "/run/netns/$FABRIC" ] || cable_pull "$1" 2>/dev/null || true
  node_release_disk "$1"
  if cgroup_is_frozen "$(node_cgroup "$1")" || ! pid=$(process_pid "node-$1"); then
    cgroup_kill "$(node_cgroup "$1")"
  else
    kill -KILL "$pid"
  fi
}

# What hangs in a write to a stalled disk cannot be killed, so the disk is let go first. Meanwhile the node is frozen: no
# process goes on for the moment between.
node_release_disk() { # SITE
  [ -e "$(disk_stalled "$1")" ] || return 0
  cgroup_freeze "$(node_cgroup "$1")" 2>/dev/null || true # there may be none any more
  disk_thaw "$1"
}

node_down() { # SITE
  node_power_cut "$1"
  cgroup_kill "$(node_cgroup "$1")"
  disk_await_unmounted "$1"
  cable_remove "$1"
  cgroup_remove "$(node_cgroup "$1")"
}

# Runs COMMAND in the node, as if logged in there.
node_exec() { # SITE COMMAND...
  local site=$1 pid init
  shift
  pid=$(process_pid "node-$site") || die "the node $site is not running"
  init=$(cut -d' ' -f1 "/proc/$pid/task/$pid/children")
  nsenter -t "$init" -m -n -p -u -i "$@"
}

node_ctr() { # SITE ARGS...
  local site=$1
  shift
  node_exec "$site" "$CTR" -n k8s.io "$@"
}
