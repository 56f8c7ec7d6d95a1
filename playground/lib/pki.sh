# The cluster's certificates and the kubeconfigs made of them.
# shellcheck shell=bash

pki_openssl() { openssl "$@" 2>>"$LOGS/pki.log"; }

pki_certificate() { # NAME SUBJECT [SUBJECT_ALT_NAMES]
  local file=$PKI/$1
  pki_openssl ecparam -name prime256v1 -genkey -noout -out "$file.key"
  pki_openssl req -new -key "$file.key" -subj "$2" -out "$file.csr"
  pki_openssl x509 -req -in "$file.csr" -CA "$PKI/ca.crt" -CAkey "$PKI/ca.key" -CAcreateserial -days 3650 -out "$file.crt" \
    -extfile <(printf 'extendedKeyUsage=clientAuth,serverAuth\n%s\n' "${3:+subjectAltName=$3}")
  rm "$file.csr"
}

pki_kubeconfig() { # NAME SUBJECT FILE [SUBJECT_ALT_NAMES]
  pki_certificate "$1" "$2" "${4:-}"
  cat >"$3" <<YAML
apiVersion: v1
kind: Config
current-context: bloodraven
contexts: [{name: bloodraven, context: {cluster: bloodraven, user: $1}}]
clusters:
- name: bloodraven
  cluster: {server: "https://$FABRIC_IP:6443", certificate-authority-data: $(base64 -w0 <"$PKI/ca.crt")}
users:
- name: $1
  user: {client-certificate-data: $(base64 -w0 <"$PKI/$1.crt"), client-key-data: $(base64 -w0 <"$PKI/$1.key")}
YAML
  chmod 600 "$3"
}

pki_create() { # SITE...
  local site
  mkdir -p "$PKI" "$LOGS"
  chmod 700 "$PKI"
  pki_openssl ecparam -name prime256v1 -genkey -noout -out "$PKI/ca.key"
  pki_openssl req -x509 -new -key "$PKI/ca.key" -subj /CN=bloodraven-playground -days 3650 -out "$PKI/ca.crt"
  pki_openssl genrsa -out "$PKI/service-accounts.key" 2048
  pki_openssl rsa -in "$PKI/service-accounts.key" -pubout -out "$PKI/service-accounts.pub"
  pki_certificate apiserver /CN=kube-apiserver \
    "IP:$FABRIC_IP,IP:127.0.0.1,IP:$API_SERVICE_IP,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local"
  pki_certificate kubelet-client /O=system:masters/CN=kube-apiserver-kubelet-client
  pki_certificate front-proxy /CN=front-proxy
  pki_kubeconfig controller-manager /CN=system:kube-controller-manager "$PKI/controller-manager.conf"
  pki_kubeconfig scheduler /CN=system:kube-scheduler "$PKI/scheduler.conf"
  pki_kubeconfig proxy /CN=system:kube-proxy "$PKI/proxy.conf"
  for site in "$@"; do
    pki_kubeconfig "$site" "/O=system:nodes/CN=system:node:$site" "$PKI/$site.conf" "IP:$(node_ip "$site"),DNS:$site"
  done
  pki_kubeconfig admin /O=system:masters/CN=admin "$KUBECONFIG"
}
