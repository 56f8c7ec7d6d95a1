# Starts the server of one site. Its files are named by the variables below; options given to this script go to mysqld.
# The data directory comes into being in one step, by a rename: whatever an interrupted initialisation left is known
# by its name and holds no data. mysqld alone decides about restarts: status 16 asks for one (after CLONE, or RESTART),
# any other ends the container, so that Kubernetes and the sidecar see a dead server as a dead server.
set -eu
volume=${BLOODRAVEN_MYSQL_VOLUME:-/var/lib/mysql}
config=${BLOODRAVEN_CONFIG_DIR:-/etc/bloodraven/config}
operator=${BLOODRAVEN_OPERATOR_DIR:-/etc/bloodraven/operator}
memory=${BLOODRAVEN_MEMORY_DIR:-/run/bloodraven}
server=

stop() {
  trap '' TERM INT
  [ -z "$server" ] || kill -TERM "$server" 2>/dev/null || true
  stopping=yes
}

# a trapped signal ends `wait` early: only a process that is gone has a status
status_of_server() {
  while :; do
    status=0
    wait "$server" || status=$?
    kill -0 "$server" 2>/dev/null || return "$status"
  done
}

# mysqld <options>: in the background, so that the shell hears signals meanwhile
run() {
  mysqld --defaults-file="$config/my.cnf" "$@" &
  server=$!
  [ -z "$stopping" ] || kill -TERM "$server" 2>/dev/null || true
  status=0
  status_of_server || status=$?
  server=
  return "$status"
}

initialise() (
  umask 077
  trap 'rm -f "$memory/init.sql"' EXIT
  rm -rf "$volume/initialising"
  operator_init_file "$operator" >"$memory/init.sql"
  echo "initialising the data directory"
  mysqld --defaults-file="$config/my.cnf" "$@" --initialize-insecure --init-file="$memory/init.sql" \
    --datadir="$volume/initialising"
  sync
  mv "$volume/initialising" "$volume/data"
  sync
)

stopping=
trap stop TERM INT
if ! [ -d "$volume/data" ]; then
  initialise "$@"
fi

MYSQLD_PARENT_PID=$$ # without it mysqld refuses RESTART, and with that CLONE
export MYSQLD_PARENT_PID
while [ -z "$stopping" ]; do
  status=0
  run "$@" || status=$?
  [ "$status" -eq 16 ] || exit "$status"
done
