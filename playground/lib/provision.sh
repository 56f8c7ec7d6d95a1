# Brings the tools that the playground and the tests need into the cache, once.
#
# A component is made in a folder of its own and moved to its place when it is whole; a stamp then says what it was
# made from (recipe and versions). So an interrupted run is taken up where it stopped, a changed recipe makes its
# component anew, and two runs at once wait for each other.
# shellcheck shell=bash

PROVISION_CACHE=${BLOODRAVEN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/bloodraven}
PROVISION_SCRIPT=$(readlink -f "${BASH_SOURCE[0]%/*}/../provision.sh")
DEBIAN_APT=$PROVISION_CACHE/apt

# Component, and its share of the 19 minutes that all of them took from nothing on two cores, in seconds: what comes first
# fails first, so the longest do.
PROVISION_COMPONENTS=(
  kube-apiserver:371 temporal:226 coredns:221 helm:110 kube-controller-manager:99 kubectl:37
  kubelet:29 mysql:17 kube-proxy:13 node:11 kube-scheduler:9 etcd:9 javabase:8
)

provision_group() { # NAME: the components it stands for
  case $1 in
    servers) echo kube-apiserver temporal mysql etcd ;;
    kube) echo kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy kubectl ;;
    cluster) echo kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy kubectl coredns node etcd javabase ;;
    all) printf '%s\n' "${PROVISION_COMPONENTS[@]%:*}" ;;
    *) printf '%s\n' "${PROVISION_COMPONENTS[@]%:*}" | grep -x -- "$1" ;;
  esac
}

# --- recipes: each makes its component in the folder $1, which will end up as (or in) $2 ---

recipe_mysql() {
  debian_unpack "$1" mysql-server-core mysql-client-core busybox-static tzdata libfaketime
  debian_expect "$1" mysql-server-core "$MYSQL_SERIES"
  debian_launchers "$1" "$2"
}

recipe_etcd() {
  debian_unpack "$1" etcd-server etcd-client
  debian_expect "$1" etcd-server "$ETCD_SERIES"
  debian_launchers "$1" "$2"
}

recipe_javabase() { debian_unpack "$1" libc6 zlib1g busybox-static nftables; }

recipe_node() {
  debian_unpack "$1" containerd runc containernetworking-plugins nftables conntrack catatonit socat patchelf
  debian_launchers "$1" "$2"
  debian_bind_loader "$1" "$2" usr/bin/containerd usr/bin/containerd-shim-runc-v2 usr/bin/ctr usr/sbin/runc \
    usr/lib/cni/{bridge,host-local,loopback,portmap}
}

recipe_go() { # DIR HOME COMPONENT
  case $3 in
    temporal) go_install "$1" "github.com/temporalio/cli/cmd/temporal@$TEMPORAL_VERSION" ;;
    helm) go_install "$1" "helm.sh/helm/v3/cmd/helm@$HELM_VERSION" ;;
    coredns) CGO_ENABLED=0 go_install "$1" "github.com/coredns/coredns@$COREDNS_VERSION" ;; # static: it is its image's only file
    kube*) kubernetes_build "$1" "$3" "$PROVISION_CACHE/kube-module" ;;
  esac
}

provision_is_debian() { declare -F "recipe_$1" >/dev/null; }

# --- what is there ---

# What a component is made from; a comment more or less changes nothing.
provision_stamp() { # COMPONENT
  if provision_is_debian "$1"; then
    declare -f "recipe_$1" debian_unpack debian_launchers debian_bind_loader
    echo "$DEBIAN_SUITE $MYSQL_SERIES $ETCD_SERIES $DEBIAN_UNNEEDED"
  else
    case $1 in
      temporal) echo "$TEMPORAL_VERSION" ;;
      helm) echo "$HELM_VERSION" ;;
      coredns) echo "$COREDNS_VERSION" ;;
      kube*) echo "$KUBERNETES_VERSION" ;;
    esac
  fi | sha256sum | cut -d' ' -f1
}

# A program on PATH in a fitting version is used as it is.
provision_on_path() { # COMPONENT
  local minor=${KUBERNETES_VERSION#1.} have
  minor=${minor%%.*}
  case $1 in
    helm) command -v helm >/dev/null && [[ $(helm version --template '{{.Version}}' 2>/dev/null) == v3.* ]] ;;
    kubectl) # the API server's minor version, one more or one less
      command -v kubectl >/dev/null || return 1
      have=$(kubectl version --client 2>/dev/null | sed -n 's/^Client Version: v1\.\([0-9]*\)\..*/\1/p')
      [ -n "$have" ] && ((have >= minor - 1 && have <= minor + 1))
      ;;
    *) return 1 ;;
  esac
}

provision_home() { # COMPONENT: where it lives, or will
  if provision_is_debian "$1"; then
    echo "$PROVISION_CACHE/debian/$1"
  else
    echo "$PROVISION_CACHE/bin/$1"
  fi
}

provision_present() { # COMPONENT
  [ -e "$(provision_home "$1")" ] && [ "$(cat "$PROVISION_CACHE/stamp/$1" 2>/dev/null)" = "$(provision_stamp "$1")" ] && return
  provision_on_path "$1"
}

# Where to find a component: the folder with a package set's launchers (its files are in ../root), or the program.
provision_where() { # COMPONENT
  if provision_is_debian "$1"; then
    echo "$(provision_home "$1")/bin"
  elif provision_on_path "$1"; then
    command -v "$1"
  else
    provision_home "$1"
  fi
}

# The components of NAMES that are not there yet, longest first, as component:seconds.
provision_missing() { # NAME...
  local name wanted entry
  wanted=$(for name in "$@"; do provision_group "$name" || die "there is no component named $name"; done)
  for entry in "${PROVISION_COMPONENTS[@]}"; do
    ! grep -qx -- "${entry%:*}" <<<"${wanted// /$'\n'}" || provision_present "${entry%:*}" || echo "$entry"
  done
}

# --- making it ---

provision_make() { # COMPONENT
  local component=$1 home stage
  home=$(provision_home "$component")
  stage=$PROVISION_CACHE/new/$component
  rm -rf "$stage"
  mkdir -p "$stage" "$PROVISION_CACHE/stamp" "$PROVISION_CACHE/bin" "$PROVISION_CACHE/debian"
  if provision_is_debian "$component"; then
    "recipe_$component" "$stage" "$home"
    rm -rf "$home"
    mv "$stage" "$home"
  else
    recipe_go "$stage" "$home" "$component"
    mv "$stage/$component" "$home"
  fi
  provision_stamp "$component" >"$PROVISION_CACHE/stamp/$component.new"
  mv "$PROVISION_CACHE/stamp/$component.new" "$PROVISION_CACHE/stamp/$component"
  rm -rf "$stage"
}

# Says every ten seconds how far it is, until it is ended, or the script is.
provision_ticker() { # COMPONENT SECONDS_LEFT_BEFORE_IT
  local begun=$SECONDS left
  exec {PROVISION_LOCK}>&- # it may outlive the script for seconds
  while sleep 10 && process_runs $$; do
    left=$(($2 - (SECONDS - begun)))
    ((left > 0)) || left=1
    log "  $1: $(minutes $((SECONDS - begun))); all: $(minutes "$SECONDS") gone, about $(minutes "$left") left"
  done
}

provision_with_progress() { # COMPONENT SECONDS_LEFT
  local component=$1 ticker status=0 output=$PROVISION_CACHE/log/$1.log
  mkdir -p "$PROVISION_CACHE/log"
  provision_ticker "$component" "$2" &
  ticker=$!
  # A shell of its own, so that `set -e` holds inside although we look at its status. It has the lock too: should this script
  # be killed alone, the next one waits for what is still being made.
  "$BASH" -euo pipefail "$PROVISION_SCRIPT" --make "$component" >"$output" 2>&1 </dev/null || status=$?
  kill "$ticker" 2>/dev/null || true
  wait "$ticker" 2>/dev/null || true
  if [ "$status" != 0 ]; then
    tail -n 15 "$output" >&2
    die "$component could not be made (above: the end of $output). What is done is kept; run it again."
  fi
}

provision_require_makers() { # COMPONENT:SECONDS...
  local entry
  for entry in "$@"; do
    if provision_is_debian "${entry%:*}"; then
      command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null ||
        die "apt and dpkg are needed to fetch ${entry%:*} (Debian or Ubuntu), or fill $PROVISION_CACHE from such a machine"
      [ -r "$DEBIAN_KEYRING" ] || die "$DEBIAN_KEYRING is missing: apt-get install debian-archive-keyring"
    else
      go_minimum_met || die "Go $GO_MINIMUM or newer is needed to build ${entry%:*}: install it (https://go.dev/dl), or fill $PROVISION_CACHE from a machine that has it"
    fi
  done
}

provision() { # NAME...
  local missing entry left=0
  [ -n "$(provision_missing "$@")" ] || return 0
  mkdir -p "$PROVISION_CACHE"
  exec {PROVISION_LOCK}>"$PROVISION_CACHE/provision.lock"
  if ! flock -n "$PROVISION_LOCK"; then
    log "another run is provisioning tools into $PROVISION_CACHE: waiting for it"
    flock "$PROVISION_LOCK"
  fi
  rm -rf "$DEBIAN_APT" # an interrupted run may have left old lists
  mapfile -t missing < <(provision_missing "$@")
  provision_require_makers "${missing[@]}"
  for entry in "${missing[@]}"; do left=$((left + ${entry#*:})); done
  [ ${#missing[@]} = 0 ] || log "provisioning ${missing[*]%:*} into $PROVISION_CACHE: about $(minutes $left) from nothing on two cores"
  for entry in "${missing[@]}"; do
    provision_with_progress "${entry%:*}" "$left"
    left=$((left - ${entry#*:}))
    log "  ${entry%:*} is there; about $(minutes $left) left"
  done
  rm -rf "$DEBIAN_APT"
  exec {PROVISION_LOCK}>&-
}
