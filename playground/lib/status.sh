# The group as one sees it from outside, as a table and as JSON.
# shellcheck shell=bash

# Fills GROUP_STATUS (activeSite, epoch, ready), SITE_STATUS (by site: state, role) and SITE_POD (by site: name, ip, node).
declare -A SITE_STATUS SITE_POD
group_read() {
  local name rest
  GROUP_STATUS=$(group_field '{.status.activeSite}|{.status.epoch}|{.status.conditions[?(@.type=="Ready")].status}') ||
    die "the API server does not answer, or there is no group $GROUP: is it one of your faults? playground/chaos.sh recover"
  while IFS='|' read -r name rest; do
    SITE_STATUS[$name]=$rest
  done < <(group_field '{range .spec.sites[*]}{.name}|unknown|{.role}{"\n"}{end}{range .status.sites[*]}{.name}|{.state}|{.role}{"\n"}{end}')
  while IFS='|' read -r name rest; do
    SITE_POD[$name]=$rest
  done < <(kubectl -n "$GROUP_NAMESPACE" get pods -l "shipstream.io/failover-group=$GROUP" \
    -o 'jsonpath={range .items[*]}{.metadata.labels.shipstream\.io/site}|{.metadata.name}|{.status.podIP}|{.spec.nodeName}{"\n"}{end}')
}

status_table() {
  local site active epoch ready state role pod ip node
  IFS='|' read -r active epoch ready <<<"$GROUP_STATUS"
  printf 'group %s/%s   active %s   epoch %s   ready %s\n\n' "$GROUP_NAMESPACE" "$GROUP" "${active:--}" "${epoch:--}" "${ready:-False}"
  printf '%-6s %-12s %-18s %-6s %-36s %s\n' SITE STATE ROLE NODE POD MYSQL
  for site in $(live_sites); do
    IFS='|' read -r state role <<<"${SITE_STATUS[$site]:-}"
    IFS='|' read -r pod ip node <<<"${SITE_POD[$site]:-}"
    printf '%-6s %-12s %-18s %-6s %-36s %s\n' "$site" "${state:-unknown}" "${role:--}" "${node:--}" "${pod:--}" "${ip:--}${ip:+:3306}"
  done
  printf '\ncounter http://127.0.0.1:%s   status http://127.0.0.1:%s/status   Temporal UI http://127.0.0.1:%s\n' \
    "$COUNTER_PORT" "$STATUS_PORT" "$TEMPORAL_UI_LOCAL_PORT"
}

# Nothing in it needs escaping: names of Kubernetes objects, addresses, and the checkout's folder.
status_json() {
  local site active epoch ready state role pod ip node sites=''
  IFS='|' read -r active epoch ready <<<"$GROUP_STATUS"
  for site in $(live_sites); do
    IFS='|' read -r state role <<<"${SITE_STATUS[$site]:-}"
    IFS='|' read -r pod ip node <<<"${SITE_POD[$site]:-}"
    sites+=${sites:+,}$(printf '{"name":"%s","state":"%s","role":"%s","node":"%s","pod":"%s","mysqlHost":"%s","mysqlPort":3306,"sidecarUrl":"%s"}' \
      "$site" "${state:-unknown}" "$role" "$node" "$pod" "$ip" "${ip:+http://$ip:8080}")
  done
  printf '{"group":"%s","namespace":"%s","activeSite":"%s","epoch":%s,"ready":%s,"sites":[%s],"appUser":"%s","appPasswordFile":"%s","statusUrl":"%s","temporalAddress":"%s","temporalUi":"%s","kubeconfig":"%s"}\n' \
    "$GROUP" "$GROUP_NAMESPACE" "$active" "${epoch:-0}" "$([ "$ready" = True ] && echo true || echo false)" "$sites" \
    "$APP_USER" "$SECRETS/$GROUP-app" "http://127.0.0.1:$STATUS_PORT" "127.0.0.1:$TEMPORAL_LOCAL_PORT" \
    "http://127.0.0.1:$TEMPORAL_UI_LOCAL_PORT" "$KUBECONFIG"
}
