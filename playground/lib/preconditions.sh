# All that must hold before anything is started. Each thing that is missing is one line with its remedy, and all of them
# are told at once.
# shellcheck shell=bash

PRECONDITIONS_UNMET=0

unmet() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  PRECONDITIONS_UNMET=$((PRECONDITIONS_UNMET + 1))
}

require_commands() { # COMMAND:PACKAGE...
  local entry
  for entry in "$@"; do
    command -v "${entry%:*}" >/dev/null || unmet "the command ${entry%:*} is missing: apt-get install ${entry#*:}"
  done
}

require_java() {
  jdk_home >/dev/null || unmet "no JDK 25 found: install one (for example Temurin 25) or set JAVA_HOME to it"
}

require_maven() {
  local have
  have=$(mvn -v 2>/dev/null | sed -n '1s/[^0-9]*\([0-9]*\.[0-9]*\.[0-9]*\).*/\1/p')
  [ -n "$have" ] || {
    unmet "Maven is missing: apt-get install maven"
    return
  }
  [ "$(printf '%s\n3.8\n' "$have" | sort -V | head -n 1)" = 3.8 ] || unmet "Maven $have is too old: install 3.8 or newer"
}

require_tools_or_makers() { # NAME...
  local missing entry
  missing=$(provision_missing "$@")
  for entry in $missing; do
    provision_is_debian "${entry%:*}" || {
      go_minimum_met || unmet "${entry%:*} is not built yet and Go $GO_MINIMUM or newer is missing: install Go (https://go.dev/dl)"
      break
    }
  done
  for entry in $missing; do
    ! provision_is_debian "${entry%:*}" || {
      command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || unmet "${entry%:*} comes from Debian packages and apt is missing: use Debian or Ubuntu, or --context"
      [ -r "$DEBIAN_KEYRING" ] || unmet "$DEBIAN_KEYRING is missing: apt-get install debian-archive-keyring"
      break
    }
  done
}

require_root() {
  [ "$(id -u)" = 0 ] || unmet "a cluster from parts needs root: run it with sudo, or give an existing cluster with --context NAME (k3d, kind, minikube)"
}

require_kernel() {
  [ -w "$(cgroup_root)" ] || [ "$(id -u)" != 0 ] || unmet "$(cgroup_root) cannot be written: run on a machine (or in a container) that may create cgroups, or use --context"
  grep -qw overlay /proc/filesystems || unmet "this kernel has no overlay file system: modprobe overlay, or use --context"
  [ -e /dev/loop-control ] || unmet "this kernel has no loop devices: modprobe loop, or use --context"
  [ "$(uname -m)" = x86_64 ] || unmet "the cluster from parts is made for x86_64, this is $(uname -m): use --context"
}

require_free_port() { # PORT OPTION WHAT
  ! port_answers "$1" || unmet "port $1 on 127.0.0.1, meant for $3, is in use: end what listens there, or choose another with $2"
}

require_free_network() {
  local route
  route=$(ip route show to root "$CLUSTER_NET" 2>/dev/null | head -n 1)
  [ -z "$route" ] || unmet "the network $CLUSTER_NET is in use here ($route): choose another second number with BLOODRAVEN_NET=81"
}

require_disk() { # GIGABYTES FOLDER
  local folder=$2 free
  while [ ! -d "$folder" ]; do folder=$(dirname "$folder"); done
  free=$(df -Pk "$folder" | awk 'NR == 2 { print int($4 / 1048576) }')
  [ "$free" -ge "$1" ] || unmet "$free GB are free at $folder, $1 are needed: make room, or set BLOODRAVEN_CACHE and BLOODRAVEN_LOCAL to a larger disk"
}

require_writable() { # FOLDER
  local folder=$1
  while [ ! -e "$folder" ]; do folder=$(dirname "$folder"); done
  [ -w "$folder" ] || unmet "$folder cannot be written by $(id -un): run as its owner, or set BLOODRAVEN_LOCAL to a folder of yours"
}

# Tells whether all of the above held.
preconditions_met() { [ "$PRECONDITIONS_UNMET" = 0 ]; }
