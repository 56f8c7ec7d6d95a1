# The disk under a node's volumes: a file system of its own in an image file, so that it can stall and fill up without
# harm to anybody else. Only the node mounts it (see node-init.sh): it is unmounted, and its loop device let go, when the
# node's last process ends.
# shellcheck shell=bash

DISK_SIZE=4G # of which only what is written takes room on the host

disk_image() { echo "$(node_dir "$1")/volumes.img"; }

# Marks of what was done to it. They are there before it is done, so that a script which is killed leaves nothing unknown.
disk_stalled() { echo "$(node_dir "$1")/disk-stalled"; }
disk_filled() { echo "$(node_dir "$1")/disk-filled"; }

# No block is reserved for root, so that a full disk is full for everybody. It has no journal: it is always unmounted in
# order, and a journal above the host's own would make each sync cost twice.
disk_make() { # SITE
  local image
  image=$(disk_image "$1")
  [ ! -e "$image" ] || return 0
  truncate -s $DISK_SIZE "$image.new"
  mkfs.ext4 -q -F -m 0 -O ^has_journal -i 65536 -E lazy_itable_init=1 "$image.new"
  mv "$image.new" "$image"
}

# Runs COMMAND in the disk's top folder. It needs no process of the node, which may be frozen or dead: mounted a second
# time it is still the same file system, and the mount ends with the command.
disk_do() { # SITE COMMAND...
  local site=$1
  shift
  # shellcheck disable=SC2016  # expanded there
  unshare --mount "$BASH" -c 'mount -o loop "$0" "$1" && cd "$1" && "${@:2}"' "$(disk_image "$site")" "$(node_dir "$site")/volumes" "$@"
}

# From here on a write hangs, and a process that hangs in one does not end before disk_thaw, not even by SIGKILL.
disk_stall() { # SITE
  : >"$(disk_stalled "$1")"
  disk_do "$1" fsfreeze -f .
}

disk_thaw() { # SITE
  [ -e "$(disk_stalled "$1")" ] || return 0
  disk_do "$1" fsfreeze -u . 2>/dev/null || true # marked and then not stalled
  rm -f "$(disk_stalled "$1")"
}

# A filler takes what is left, in smaller and smaller pieces: a piece that does not fit may be taken in part.
disk_fill() { # SITE
  : >"$(disk_filled "$1")"
  # shellcheck disable=SC2016  # expanded there
  disk_do "$1" "$BASH" -c '
    : >>filler
    for ((piece = $(df -B1 --output=avail . | tail -n 1); piece >= 512; piece /= 2)); do
      fallocate -o "$(stat -c %s filler)" -l $piece filler 2>/dev/null || true
    done'
}

# Undoes both. A stalled disk goes first: what is removed from it is written, too.
disk_heal() { # SITE
  disk_thaw "$1"
  [ -e "$(disk_filled "$1")" ] || return 0
  disk_do "$1" rm -f filler
  rm -f "$(disk_filled "$1")"
}

disk_is_unmounted() { [ -z "$(losetup -j "$(disk_image "$1")" 2>/dev/null)" ]; }

# The kernel unmounts it a moment after the last process is gone.
disk_await_unmounted() { # SITE
  (wait_until 20 "the disk of the node $1 to be unmounted" disk_is_unmounted "$1") || true
}
