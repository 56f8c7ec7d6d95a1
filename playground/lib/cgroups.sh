# A subtree of the host's cgroups that is the playground's alone: whatever runs in it was started here, so that
# teardown finds everything by looking there, also what no pid file knows. Each node has a subtree of its own in it.
#
# Both layouts are served: version 1 (one hierarchy for each controller) and version 2 (one for all).
# shellcheck shell=bash

CGROUPS=/sys/fs/cgroup
CGROUP_V1_CONTROLLERS=(cpu cpuacct cpuset memory devices freezer blkio pids systemd)

cgroup_is_v2() { [ -e $CGROUPS/cgroup.controllers ]; }

# The hierarchy in which processes are looked up.
cgroup_root() { if cgroup_is_v2; then echo $CGROUPS; else echo $CGROUPS/pids; fi; }

cgroup_hierarchies() {
  local controller
  if cgroup_is_v2; then
    echo $CGROUPS
  else
    for controller in "${CGROUP_V1_CONTROLLERS[@]}"; do
      [ ! -d "$CGROUPS/$controller" ] || echo "$CGROUPS/$controller"
    done
  fi
}

cgroup_create() { # PATH, relative; its parents too
  local hierarchy path part file
  for hierarchy in $(cgroup_hierarchies); do
    path=$hierarchy
    for part in ${1//\// }; do
      if cgroup_is_v2; then cgroup_v2_delegate "$path"; fi
      path=$path/$part
      [ -d "$path" ] || mkdir "$path"
      if [ "${hierarchy##*/}" = cpuset ]; then # born empty, and nothing can run in an empty one
        for file in cpuset.cpus cpuset.mems; do cat "${path%/*}/$file" >"$path/$file"; done
      fi
    done
  done
}

# The kubelet wants these controllers below its root.
cgroup_v2_delegate() { # FOLDER
  local controller
  for controller in cpuset cpu io memory pids; do
    echo "+$controller" >"$1/cgroup.subtree_control" 2>/dev/null || true # already, or not offered by this kernel
  done
}

# Moves the calling shell, and so all that it will start.
cgroup_enter() { # PATH
  local hierarchy
  for hierarchy in $(cgroup_hierarchies); do echo "$BASHPID" >"$hierarchy/$1/cgroup.procs"; done
}

cgroup_pids() { # PATH: of it and of all below it
  [ ! -d "$(cgroup_root)/$1" ] || find "$(cgroup_root)/$1" -name cgroup.procs -exec cat {} + 2>/dev/null || true
}

cgroup_running() { # PATH
  local pid
  for pid in $(cgroup_pids "$1"); do ! process_runs "$pid" || return 0; done
  return 1
}

cgroup_freeze() { # PATH
  if cgroup_is_v2; then echo 1 >"$CGROUPS/$1/cgroup.freeze"; else echo FROZEN >"$CGROUPS/freezer/$1/freezer.state"; fi
}

cgroup_thaw() { # PATH
  if cgroup_is_v2; then echo 0 >"$CGROUPS/$1/cgroup.freeze"; else echo THAWED >"$CGROUPS/freezer/$1/freezer.state"; fi
}

cgroup_is_frozen() { # PATH
  if cgroup_is_v2; then
    grep -qs 1 "$CGROUPS/$1/cgroup.freeze"
  else
    grep -qsE 'FROZEN|FREEZING' "$CGROUPS/freezer/$1/freezer.state"
  fi
}

# Thaws it and what is frozen below it.
cgroup_thaw_all() { # PATH
  local child
  ! cgroup_is_frozen "$1" || cgroup_thaw "$1"
  for child in "$(cgroup_root)/$1"/*/; do
    child=${child%/}
    ! cgroup_is_frozen "$1/${child##*/}" || cgroup_thaw "$1/${child##*/}"
  done
}

# Ends every process of it. A frozen one gets the signal before it can do anything else.
cgroup_kill() { # PATH
  local pids
  for _ in $(seq 100); do
    pids=$(cgroup_pids "$1")
    # shellcheck disable=SC2086  # a list of numbers
    [ -z "$pids" ] || kill -9 $pids 2>/dev/null || true
    cgroup_thaw_all "$1"
    cgroup_running "$1" || return 0
    sleep 0.05
  done
  log_warn "processes of $1 do not end: $(cgroup_pids "$1" | tr '\n' ' ')"
}

# Zombies hold a cgroup until somebody reaps them, which may take the host's first process a moment.
cgroup_remove() { # PATH
  local hierarchy
  for _ in $(seq 100); do
    for hierarchy in "$CGROUPS" "$CGROUPS"/*; do # also those that a runtime made by itself
      [ ! -d "$hierarchy/$1" ] || find "$hierarchy/$1" -depth -type d -exec rmdir {} + 2>/dev/null || true
    done
    compgen -G "$CGROUPS/*/$1" >/dev/null || [ -d "$CGROUPS/$1" ] || return 0
    sleep 0.1
  done
  log_warn "the cgroup $1 could not be removed"
}
