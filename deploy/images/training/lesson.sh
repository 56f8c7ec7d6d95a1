# What every training.sh needs to lead its application through a life; read by each.
# shellcheck shell=sh

application_start() { # MODULE MAIN_CLASS
  cache=/app/$1.aot
  java -XX:AOTCacheOutput="$cache" @/app/java.options "$2" &
  application=$!
}

# Java writes the cache when it ends.
application_end() {
  kill -TERM "$application"
  wait "$application" || true
  [ -s "$cache" ]
}

# Tries until the command succeeds, for a minute and for as long as the process lives on which that depends.
wait_until() { # PROCESS WHAT COMMAND...
  process=$1 what=$2 tries=0
  shift 2
  until "$@" >/dev/null 2>&1; do
    tries=$((tries + 1))
    if [ $tries -ge 600 ] || ! kill -0 "$process"; then
      echo "in vain: $what" >&2
      exit 1
    fi
    sleep 0.1
  done
}

get() { wget -q -T 5 -O - "$@"; } # URL
