# A real Temporal server with its UI, for development: one process, its state in a file that survives its restart.
# shellcheck shell=bash

TEMPORAL_PORT=7233
TEMPORAL_UI_PORT=8233

# In the fabric's namespace, so that pods reach it while the outside does not: it knows no password.
temporal_up() {
  mkdir -p "$LOCAL/temporal"
  process_start temporal "$CONTROL_CGROUP" "$FABRIC" "$(provision_where temporal)" server start-dev --ip 0.0.0.0 \
    --port $TEMPORAL_PORT --ui-port $TEMPORAL_UI_PORT --db-filename "$LOCAL/temporal/temporal.db" --log-level warn \
    "${TEMPORAL_SETTINGS[@]}"
}

# The limits of a single development server, moved to where a production cluster has them:
# - 20 queue polls a second and shard would cost every step of a workflow 80 ms;
# - a worker whose host vanished is noticed by its missing pings, and until then it is handed tasks that are lost.
TEMPORAL_SETTINGS=(
  --sqlite-pragma journal_mode=WAL --sqlite-pragma synchronous=NORMAL --sqlite-pragma busy_timeout=5000
  --dynamic-config-value history.transferProcessorMaxPollRPS=2000
  --dynamic-config-value 'frontend.keepAliveTime="1s"' --dynamic-config-value 'frontend.keepAliveTimeout="1s"'
)

temporal() { "$(provision_where temporal)" "$@" --address "$FABRIC_IP:$TEMPORAL_PORT"; }

temporal_ready() { temporal operator namespace describe default --command-timeout 2s; }
