# etcd, API server, controller manager, scheduler, and the fabric's kube-proxy: all in the fabric's namespace.
# shellcheck shell=bash

CONTROL_CGROUP=$FABRIC/control
ETCD_URL=http://127.0.0.1:2379 # the fabric's own loopback
NODE_GRACE=20s                 # a silent node is NotReady after this; Bloodraven does not wait for it

kubectl() { "$KUBECTL" "$@"; }

control_plane_up() {
  cgroup_create "$CONTROL_CGROUP"
  mkdir -p "$LOCAL/etcd" "$LOCAL/tmp"
  etcd_start
  apiserver_start
  wait_until 60 "the API server" "$KUBECTL" get --raw /readyz
  controllers_start
  # The binding that kubeadm would make.
  kubectl create clusterrolebinding playground:kube-proxy --clusterrole=system:node-proxier --user=system:kube-proxy >/dev/null
  # kube-proxy starts at once only where a Node has its name, so the fabric's takes the first site's.
  proxy_config "$(live_sites | head -n 1)" "$FABRIC_IP" >"$LOCAL/proxy.yaml"
  process_start kube-proxy "$CONTROL_CGROUP" "$FABRIC" env PATH="$NODE_BIN:$PATH" "$KUBE_BIN/kube-proxy" --config="$LOCAL/proxy.yaml"
}

etcd_start() {
  process_start etcd "$CONTROL_CGROUP" "$FABRIC" "$ETCD_BIN/etcd" --data-dir "$LOCAL/etcd" --log-level warn --unsafe-no-fsync \
    --listen-client-urls $ETCD_URL --advertise-client-urls $ETCD_URL \
    --listen-peer-urls http://127.0.0.1:2380 --initial-advertise-peer-urls http://127.0.0.1:2380 \
    --initial-cluster default=http://127.0.0.1:2380
}

apiserver_start() {
  process_start apiserver "$CONTROL_CGROUP" "$FABRIC" "$KUBE_BIN/kube-apiserver" \
    --etcd-servers=$ETCD_URL --bind-address="$FABRIC_IP" --advertise-address="$FABRIC_IP" --secure-port=6443 --cert-dir="$LOCAL/tmp" \
    --tls-cert-file="$PKI/apiserver.crt" --tls-private-key-file="$PKI/apiserver.key" --client-ca-file="$PKI/ca.crt" \
    --service-account-issuer=https://kubernetes.default.svc.cluster.local \
    --service-account-key-file="$PKI/service-accounts.pub" --service-account-signing-key-file="$PKI/service-accounts.key" \
    --service-cluster-ip-range="$SERVICE_NET" --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction \
    --allow-privileged=true --kubelet-preferred-address-types=InternalIP \
    --kubelet-client-certificate="$PKI/kubelet-client.crt" --kubelet-client-key="$PKI/kubelet-client.key" \
    --requestheader-client-ca-file="$PKI/ca.crt" --requestheader-allowed-names=front-proxy \
    --requestheader-username-headers=X-Remote-User --requestheader-group-headers=X-Remote-Group \
    --requestheader-extra-headers-prefix=X-Remote-Extra- \
    --proxy-client-cert-file="$PKI/front-proxy.crt" --proxy-client-key-file="$PKI/front-proxy.key" --enable-aggregator-routing=true
}

controllers_start() {
  process_start controller-manager "$CONTROL_CGROUP" "$FABRIC" "$KUBE_BIN/kube-controller-manager" \
    --kubeconfig="$PKI/controller-manager.conf" --authentication-kubeconfig="$PKI/controller-manager.conf" \
    --authorization-kubeconfig="$PKI/controller-manager.conf" --bind-address=127.0.0.1 --cert-dir="$LOCAL/tmp" --leader-elect=false \
    --root-ca-file="$PKI/ca.crt" --service-account-private-key-file="$PKI/service-accounts.key" --use-service-account-credentials \
    --cluster-signing-cert-file="$PKI/ca.crt" --cluster-signing-key-file="$PKI/ca.key" \
    --node-monitor-grace-period=$NODE_GRACE --node-monitor-period=2s \
    --endpoint-updates-batch-period=0s --endpointslice-updates-batch-period=0s # a role label moves a Service at once
  process_start scheduler "$CONTROL_CGROUP" "$FABRIC" "$KUBE_BIN/kube-scheduler" \
    --kubeconfig="$PKI/scheduler.conf" --authentication-kubeconfig="$PKI/scheduler.conf" \
    --authorization-kubeconfig="$PKI/scheduler.conf" --bind-address=127.0.0.1 --cert-dir="$LOCAL/tmp" --leader-elect=false
}

# minSyncPeriod: a changed Service is in force after this at the latest; unset or 0 means a whole second to kube-proxy.
proxy_config() { # NODE_NAME ADDRESS
  cat <<YAML
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: nftables
nftables: {minSyncPeriod: 10ms}
bindAddress: $2
healthzBindAddress: 127.0.0.1:10256
metricsBindAddress: 127.0.0.1:10249
hostnameOverride: $1
clusterCIDR: $POD_NET
clientConnection: {kubeconfig: $PKI/proxy.conf}
conntrack: {maxPerCore: 0, min: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}
YAML
}
