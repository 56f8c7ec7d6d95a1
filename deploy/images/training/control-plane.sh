# A control plane for applications in training, on the loopback of namespaces of their own: etcd, an API server with one
# group, Temporal.
# shellcheck shell=sh

ACCOUNT=/var/run/secrets/kubernetes.io/serviceaccount

control_plane_up() {
  export KUBERNETES_SERVICE_HOST=127.0.0.1 KUBERNETES_SERVICE_PORT=6443 TEMPORAL_ADDRESS=127.0.0.1:7233 HOME=/tmp
  printf '127.0.0.1 %s\n' localhost mysql-main-iad-internal.default.svc mysql-main-pdx-internal.default.svc >/etc/hosts

  temporal server start-dev --headless --log-level error &
  temporal=$!
  etcd --data-dir /tmp/etcd --log-level warn --unsafe-no-fsync &
  wait_until $! "etcd is ready" get http://127.0.0.1:2379/health
  echo 'training,training,training,system:masters' >/training/tokens
  # nobody makes the default ServiceAccounts that the plug-in would wait for
  kube-apiserver --etcd-servers=http://127.0.0.1:2379 --bind-address=127.0.0.1 --advertise-address=192.0.2.1 --secure-port=6443 --cert-dir=/training/certificates \
    --token-auth-file=/training/tokens --authorization-mode=RBAC --service-account-issuer=https://kubernetes.default.svc \
    --service-account-key-file=/training/key.pem --service-account-signing-key-file=/training/key.pem \
    --service-cluster-ip-range=10.0.0.0/24 --endpoint-reconciler-type=none --disable-admission-plugins=ServiceAccount &
  apiserver=$!
  wait_until "$apiserver" "the API server is ready" kubectl get --raw /readyz
  cp /training/certificates/apiserver.crt "$ACCOUNT/ca.crt"
  wait_until "$apiserver" "namespace default is there" kubectl get namespace default
  kubectl apply -f /training/mysqlfailovergroups.shipstream.io.yaml
  kubectl wait --for=condition=Established --timeout=30s crd/mysqlfailovergroups.shipstream.io
  wait_until "$apiserver" "the group is applied" kubectl apply -f /training/group.yaml
  wait_until "$temporal" "Temporal is ready" temporal operator namespace describe default --command-timeout 2s
}

kubectl() { /training/kubectl --server https://127.0.0.1:6443 --insecure-skip-tls-verify --token training "$@"; }
