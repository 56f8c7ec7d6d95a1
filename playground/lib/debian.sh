# Programs from Debian packages, unpacked beside the host: their whole library closure comes along, libc included,
# so that it does not matter which release the host runs. The host's dpkg, package lists and libraries stay as they are.
# Needs apt, dpkg-deb and Debian's archive keyring; no root.
# shellcheck shell=bash

DEBIAN_KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg

# In the dependency closure on paper, never loaded by the programs that we take.
DEBIAN_UNNEEDED='perl|libperl|libgdbm|libdb5|systemd|libsystemd-shared|libmount1|libblkid1|gcc-[0-9]+-base|libc-gconv|debconf|init-system-helpers|adduser|passwd|psmisc'

# apt with lists, status and cache of its own; the host's proxy settings still apply.
debian_apt() { # COMMAND ARGS...
  local dir=$DEBIAN_APT command=$1
  shift
  "$command" -q -oDir::Etc::SourceList="$dir/sources.list" -oDir::Etc::SourceParts=/dev/null \
    -oDir::Etc::Preferences=/dev/null -oDir::Etc::PreferencesParts=/dev/null -oAPT::Default-Release= \
    -oDir::State="$dir" -oDir::State::Lists="$dir/lists" -oDir::State::status="$dir/status" -oDir::Cache="$dir/cache" \
    -oAPT::Update::Post-Invoke= -oAPT::Sandbox::User= -oAPT::Install-Recommends=false \
    -oAcquire::Languages=none -oAcquire::Retries=5 -oAcquire::http::Timeout=60 "$@"
}

# The mirror that this host uses already.
debian_mirror() {
  local mirror=${DEBIAN_MIRROR:-}
  [ -n "$mirror" ] || mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -v security | head -n 1)
  [ -n "$mirror" ] || die "this host has no Debian package source: set DEBIAN_MIRROR to one"
  printf '%s' "$mirror"
}

# The lists of what there is; fetched once for all the packages of one run.
debian_lists() {
  [ ! -e "$DEBIAN_APT/fetched" ] || return 0
  mkdir -p "$DEBIAN_APT/lists/partial" "$DEBIAN_APT/cache/archives/partial"
  : >"$DEBIAN_APT/status"
  printf 'deb [signed-by=%s] %s %s main\n' "$DEBIAN_KEYRING" "$(debian_mirror)" "$DEBIAN_SUITE" >"$DEBIAN_APT/sources.list"
  debian_apt apt-get update
  : >"$DEBIAN_APT/fetched"
}

# Fetches PACKAGES and all they depend on, and unpacks them into STAGE/root. apt checks every signature and hash.
debian_unpack() { # STAGE PACKAGE...
  local stage=$1 deb closure
  shift
  debian_lists
  mkdir -p "$stage/debs" "$stage/root"
  debian_apt apt-get -s install "$@" >"$stage/plan"
  sed -n 's/^Inst \([^ :]*\) (\([^ ]*\) .*/\1=\2/p' "$stage/plan" | grep -Ev "^($DEBIAN_UNNEEDED)" >"$stage/packages"
  mapfile -t closure <"$stage/packages"
  (cd "$stage/debs" && debian_apt apt-get download "${closure[@]}")
  for deb in "$stage"/debs/*.deb; do dpkg-deb -x "$deb" "$stage/root"; done
  rm -rf "$stage/debs" "$stage/plan"
}

debian_is_elf() { [ "$(head -c 4 "$1" 2>/dev/null | tail -c 3)" = ELF ]; }

# One launcher per program, which starts it with the loader and the libraries it came with. HOME is where the
# unpacked tree will live in the end, which is not where it is being made.
debian_launchers() { # STAGE HOME
  local stage=$1 home=$2 program path lib
  lib=$home/root/usr/lib/x86_64-linux-gnu
  mkdir -p "$stage/bin"
  for program in "$stage"/root/usr/bin/* "$stage"/root/usr/sbin/*; do
    debian_is_elf "$program" || continue
    path=$home/root${program#"$stage/root"}
    printf '#!/bin/sh\nexec "%s" --inhibit-cache --argv0 "%s" --library-path "%s" "%s" "$@"\n' \
      "$lib/ld-linux-x86-64.so.2" "$path" "$lib" "$path" >"$stage/bin/${program##*/}"
    chmod +x "$stage/bin/${program##*/}"
  done
}

# A launcher is of no use to a program that starts itself again through /proc/self/exe, or that is started by another
# one: such a program gets the loader and the libraries written into itself,
# and a link in place of its launcher.
debian_bind_loader() { # STAGE HOME PROGRAM...
  local stage=$1 home=$2 program lib=usr/lib/x86_64-linux-gnu
  shift 2
  for program in "$@"; do
    "$stage/root/$lib/ld-linux-x86-64.so.2" --inhibit-cache --library-path "$stage/root/$lib" "$stage/root/usr/bin/patchelf" \
      --set-interpreter "$home/root/$lib/ld-linux-x86-64.so.2" --set-rpath "$home/root/$lib" "$stage/root/$program"
    [ ! -e "$stage/bin/${program##*/}" ] || ln -sf "$home/root/$program" "$stage/bin/${program##*/}"
  done
}

# The version that was unpacked must be of the series that the project was made for.
debian_expect() { # STAGE PACKAGE SERIES
  grep -qE "^$2=([0-9]+:)?${3//./\\.}[.+~-]" "$1/packages" ||
    die "Debian $DEBIAN_SUITE now has $(grep "^$2=" "$1/packages" || echo "no $2"), this playground was made for $2 $3: see playground/lib/versions.sh"
}
