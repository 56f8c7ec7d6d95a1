# Bloodraven on the cluster: its chart, the group `main` with its passwords, and the counter that writes to it.
# shellcheck shell=bash

GROUP=main
GROUP_NAMESPACE=default
SYSTEM_NAMESPACE=bloodraven-system
SECRETS=$LOCAL/secrets
APP_USER=app

# Does not wait: what the group needs may be made meanwhile.
bloodraven_install() { # TEMPORAL_ADDRESS
  kubectl apply -f "$PLAYGROUND/manifests/dnsendpoint-crd.yaml" >/dev/null
  "$HELM" upgrade --install bloodraven "$CHECKOUT/deploy/chart/bloodraven" --namespace "$SYSTEM_NAMESPACE" --create-namespace \
    --set "image.tag=$(project_version),temporal.address=$1" --timeout 60s >"$LOGS/helm.log" 2>&1 ||
    { tail -n 5 "$LOGS/helm.log" >&2 && die "Bloodraven could not be installed, see $LOGS/helm.log"; }
}

bloodraven_wait() { # SECONDS
  local program
  for program in watcher worker; do
    kubectl -n "$SYSTEM_NAMESPACE" rollout status "deployment/bloodraven-$program" --timeout "$1s" >/dev/null ||
      die "Bloodraven's $program did not become ready in $1 s: kubectl -n $SYSTEM_NAMESPACE get pods"
  done
}

# A file that only its owner reads, with 24 random letters and digits. Made once.
secret_password() { # NAME
  local file=$SECRETS/$1
  [ -s "$file" ] || (umask 077 && mkdir -p "$SECRETS" && openssl rand -base64 48 | tr -dc A-Za-z0-9 | head -c 24 >"$file")
  echo "$file"
}

# Passwords travel in files, so that no command line shows them.
secret_create() { # NAME USER [EXTRA_KEY]
  local file arguments
  file=$(secret_password "$1")
  arguments=("--from-literal=username=$2" "--from-file=password=$file")
  [ -z "${3:-}" ] || arguments+=("--from-file=$3=$(secret_password "$1-root")")
  kubectl -n "$GROUP_NAMESPACE" create secret generic "$1" "${arguments[@]}" --dry-run=client -o yaml | kubectl apply -f - >/dev/null
}

group_secrets() {
  secret_create $GROUP-operator bloodraven MYSQL_ROOT_PASSWORD
  secret_create $GROUP-app $APP_USER
  secret_create $GROUP-readonly reader
  secret_create $GROUP-monitor monitor
  secret_create $GROUP-backup backup
}

group_manifest() { # STORAGE_CLASS SITE...
  local storage=$1 site sites=''
  shift
  for site in "$@"; do
    sites+=$(sed "s/SITE_NAME/$site/; s/SITE_ADDRESS/$(node_ip "$site")/; s/STORAGE_CLASS/$storage/" "$PLAYGROUND/manifests/site.yaml")$'\n'
  done
  awk -v sites="$sites" '$0 == "SITES" { printf "%s", sites; next } { print }' "$PLAYGROUND/manifests/main.yaml" |
    sed "s|SIDECAR_IMAGE|bloodraven/sidecar:$(project_version)|; s|NETWORK_GUARD|$(network_guard)|"
}

group_field() { # JSONPATH
  timeout 5 "$KUBECTL" -n "$GROUP_NAMESPACE" get mysqlfailovergroup "$GROUP" -o "jsonpath=$1" 2>/dev/null
}
group_ready() { [ "$(group_field '{.status.conditions[?(@.type=="Ready")].status}')" = True ]; }

# Every site but the active one follows it: without them there is nobody to fail over to.
group_followed() {
  local followers
  followers=$(group_field '{.status.sites[?(@.replicating==true)].name}')
  [ "$(wc -w <<<"$followers")" = $((${#SITES[@]} - 1)) ]
}

group_whole() { group_ready && group_followed; }

# Says every five seconds how far it is.
group_wait() { # SECONDS
  local deadline=$((SECONDS + $1)) said=$SECONDS
  until group_whole; do
    ((SECONDS < deadline)) || die "the group is not ready after $1 s: playground/status.sh, kubectl describe mfg $GROUP, and the Temporal UI tell why"
    if ((SECONDS - said >= 5)); then
      log "  group $GROUP: $(group_field '{.status.phase}') $(group_field '{range .status.sites[*]}{.name}={.state} {end}')"
      said=$SECONDS
    fi
    sleep 0.2
  done
}

service_address() { # NAMESPACE NAME
  kubectl -n "$1" get service "$2" -o 'jsonpath={.spec.clusterIP}'
}

counter_up() { # PORT HOST MYSQL_PORT
  playground_program counter.CounterMain -Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1
  process_start counter "$(host_cgroup)" '' "${PROGRAM[@]}" \
    --jdbc-host "$2" --port "$3" --user $APP_USER --password-file "$SECRETS/$GROUP-app" --listen "127.0.0.1:$1"
}
