# Processes in the background, each known by a name. A pid file also tells when its process began and in which boot:
# a number that now belongs to somebody else is never touched.
# shellcheck shell=bash

process_identity() { # PID: "pid start boot"
  local stat fields
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  read -ra fields <<<"${stat##*) }" # the name before it may hold blanks and brackets
  echo "$1 ${fields[19]} $(cat /proc/sys/kernel/random/boot_id)"
}

# Does the process run (a zombie, which nobody has asked about yet, does not)?
process_runs() { grep -qs '^State:.[^ZX]' "/proc/$1/status"; }

# Each with its start, asked without starting a process: it has to be quick.
process_births() { # PIDS
  local pid stat fields
  for pid in $1; do
    { read -r stat <"/proc/$pid/stat"; } 2>/dev/null || continue
    read -ra fields <<<"${stat##*) }"
    echo "$pid ${fields[19]}"
  done
}

# A caller's open files, a lock perhaps, are no business of what lives on after it.
close_inherited() {
  local fd
  for fd in "/proc/$BASHPID/fd"/*; do
    fd=${fd##*/}
    if ((fd > 2 && fd < 255)); then eval "exec $fd>&-"; fi
  done
}

# Starts COMMAND detached, its output in logs/NAME.log. IN is a cgroup ('' for none), NETNS a namespace ('' for the host's).
process_start() { # NAME IN NETNS COMMAND...
  local name=$1 in=$2 netns=$3
  shift 3
  mkdir -p "$LOCAL/pids" "$LOGS"
  [ -z "$netns" ] || set -- nsenter "--net=/run/netns/$netns" "$@"
  (
    [ -z "$in" ] || cgroup_enter "$in"
    close_inherited
    exec setsid "$@"
  ) >>"$LOGS/$name.log" 2>&1 </dev/null &
  process_identity $! >"$LOCAL/pids/$name"
  printf '%q ' process_start "$name" "$in" '' "$@" >"$LOCAL/pids/$name.again"
}

# Starts it as it was started the last time.
process_start_again() { # NAME
  local command
  process_pid "$1" >/dev/null && return
  command=$(cat "$LOCAL/pids/$1.again")
  eval "$command"
}

# The pid of the identity in FILE, if that very process runs.
process_in() { # FILE
  local known pid
  known=$(cat "$1" 2>/dev/null) || return 1
  pid=${known%% *}
  [ "$(process_identity "$pid")" = "$known" ] && process_runs "$pid" && echo "$pid"
}

process_pid() { process_in "$LOCAL/pids/$1"; } # NAME

process_gone() { ! process_pid "$1"; }

process_stop() { # NAME [SIGNAL]
  local pid
  if pid=$(process_pid "$1"); then
    kill "-${2:-KILL}" "$pid" 2>/dev/null || true
    wait_until 10 "$1 (process $pid) to end" process_gone "$1"
  fi
}
