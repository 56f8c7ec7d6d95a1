# What every training.sh needs to lead its application through a life; read by each.
# shellcheck shell=sh

application_start() { # MODULE MAIN_CLASS
  cache=/app/$1.aot
  java -XX:AOTCacheOutput="$cache" @/app/java.options "$2" &
  java=$!
}

# Java writes the cache when it ends.
application_end() {
  kill -TERM $java
  wait $java || true
  [ -s "$cache" ]
}

# Tries until the command succeeds, for as long as what must be alive for that is.
wait_until() { # PID WHAT COMMAND...
  pid=$1 what=$2 tries=0
  shift 2
  until "$@" >/dev/null 2>&1; do
    tries=$((tries + 1))
    [ $tries -lt 600 ] && kill -0 "$pid" || { echo "gave up: $what" >&2 && exit 1; }
    sleep 0.1
  done
}

get() { wget -q -T 5 -O - "$@"; } # URL
