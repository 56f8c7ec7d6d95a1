#!/usr/bin/env bash
# Has a containerd of its own unpack ARCHIVE... into the folder STORE, as a node's containerd keeps them (see image-store.sh).
set -euo pipefail

: "$STORE" "$NODE_ROOT"

ctr() { "$NODE_ROOT/usr/bin/ctr" -n k8s.io "$@"; }

mount -t tmpfs tmpfs /run
cat >/run/containerd.toml <<TOML
version = 3
root = '$STORE'
state = '/run/containerd'
disabled_plugins = ['io.containerd.grpc.v1.cri', 'io.containerd.cri.v1.images', 'io.containerd.cri.v1.runtime', 'io.containerd.internal.v1.opt']
TOML
"$NODE_ROOT/usr/bin/containerd" -c /run/containerd.toml &
for _ in $(seq 200); do
  ctr version >/dev/null 2>&1 && break
  sleep 0.1
done
for archive in "$@"; do ctr images import "$archive"; done
kill -TERM $!
wait $! || true
rm -rf "$STORE/io.containerd.grpc.v1.introspection" # each containerd has an identity of its own
