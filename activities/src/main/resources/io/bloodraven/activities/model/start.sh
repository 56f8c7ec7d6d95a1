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

# bytes <file> <offset> <count>: as decimal numbers
bytes() { od -An -v -tu1 -j "$2" -N "$3" "$1"; }

# number <file> <offset>: of four bytes
number() (
  set -- $(bytes "$1" "$2" 4)
  echo $(($1 + $2 * 256 + $3 * 65536 + $4 * 16777216))
)

# length <file>: in bytes, without reading them as some a wc does
length() (
  set -- $(ls -ln "$1")
  echo "${5:?}"
)

# event_type <binary log> <offset>, event_size <binary log> <offset>: of the event that begins there
event_type() { echo $(bytes "$1" $(($2 + 4)) 1); }
event_size() { number "$1" $(($2 + 9)); }

# A binary log begins with four bytes and an event that describes its format (type 15). Not so one that is encrypted:
# of that nothing is known here.
is_plain() { [ "$(echo $(bytes "$1" 0 4))" = "254 98 105 110" ] && [ "$(event_type "$1" 4)" = 15 ]; }

# Before the first transaction comes the list of all earlier ones (type 35): without the whole of it there is none, nor
# where the end (type 3) comes instead. In doubt a log is more than begun.
is_only_begun() {
  length=$(length "$1") || return 1
  [ "$length" -ge 23 ] || return 0
  is_plain "$1" || return 1
  list=$((4 + $(event_size "$1" 4)))
  [ "$list" -lt 1024 ] || return 1
  [ "$length" -ge $((list + 19)) ] || return 0
  case $(event_type "$1" "$list") in
    35) [ "$length" -lt $((list + $(event_size "$1" "$list"))) ] ;;
    3) return 0 ;;
    *) return 1 ;;
  esac
}

# The last event (type 3) of a server that ended in good order: 19 bytes, and 4 of a checksum if there is one. It names
# the place where it ends.
is_ended() {
  length=$(length "$1") || return 1
  for size in 23 19; do
    last=$((length - size))
    [ "$(event_type "$1" $last)" != 3 ] || [ "$(event_size "$1" $last)" != $size ] \
      || [ "$(number "$1" $((last + 13)))" != $((length % 4294967296)) ] || return 0
  done
  return 1
}

# Bit 0 of byte 21 says that the log is in use, or was when its server died.
mark_as_in_use() {
  flags=$(bytes "$1" 21 1)
  [ $((flags % 2)) -eq 0 ] || return 0
  echo "binary log $1 was not closed by its server: it is marked as in use again"
  printf '%b' "\\0$(printf %o $((flags + 1)))" | dd of="$1" bs=1 seek=21 conv=notrunc
}

# A server that starts after a crash finishes the transactions that the newest binary log names, if it is marked as in
# use, takes the mark away and begins another. One that dies meanwhile leaves a newest log that names none, or one
# without the mark: the next server would take transactions back, or keep them and give their numbers to others. So a
# log that was only begun is put aside, the mark is set, and the next server does it all again.
repeat_interrupted_recovery() {
  index=$volume/data/binlog.index
  # between removing the index and renaming its successor is a moment too; mysqld would do the same, but later
  [ -f "$index" ] || ! [ -f "${index}_crash_safe" ] || mv "${index}_crash_safe" "$index"
  while [ -s "$index" ]; do
    name=$(tail -n 1 "$index")
    newest=$volume/data/$name
    [ -f "$newest" ] || return 0
    if ! is_only_begun "$newest"; then
      ! is_plain "$newest" || is_ended "$newest" || mark_as_in_use "$newest"
      return 0
    fi
    echo "binary log $newest was only begun, by a server that died while it started: it is put aside"
    left=$(($(wc -l <"$index") - 1))
    (umask 027 && sed '$d' "$index" >"$volume/data/index.new")
    # not every sed says that it could not write
    [ "$(wc -l <"$volume/data/index.new")" -eq "$left" ] || {
      echo "binlog.index cannot be written: is the disk full?" >&2
      return 1
    }
    sync
    mv "$volume/data/index.new" "$index"
    mv "$newest" "$volume/data/begun-${name##*/}"
  done
}

stopping=
trap stop TERM INT
if ! [ -d "$volume/data" ]; then
  initialise "$@"
fi

MYSQLD_PARENT_PID=$$ # without it mysqld refuses RESTART, and with that CLONE
export MYSQLD_PARENT_PID
while [ -z "$stopping" ]; do
  repeat_interrupted_recovery
  status=0
  run "$@" || status=$?
  [ "$status" -eq 16 ] || exit "$status"
done
