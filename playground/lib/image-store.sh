# What a node's containerd keeps of its images: the archives once more, unpacked. That takes a containerd twenty seconds and
# 1.5 GB, so one is made for all nodes, and kept in the cache for the next playground with the same images.
# shellcheck shell=bash

IMAGE_STORE=$LOCAL/images/store # this playground's own: the one in the cache may be another checkout's by now

# Copies a store: hard links, for layers are never written again. Only its databases are.
image_store_copy() { # FROM TO
  local database
  mkdir -p "${2%/*}"
  rm -rf "$2"
  cp -al "$1" "$2" 2>/dev/null || { # another file system
    rm -rf "$2"
    cp -a "$1" "$2"
  }
  find "$2" -name '*.db' -print0 | while IFS= read -rd '' database; do
    cp -a "$database" "$database.own"
    mv "$database.own" "$database"
  done
}

# Unpacks the archives, unless that was done already, and keeps the result for the nodes of this playground.
image_store_keep() { # ARCHIVE...
  local key store stage
  key=$({
    cat "${@/%/.manifest}" "$PLAYGROUND/lib/image-store-init.sh"
    provision_stamp node
  } | sha256sum | cut -c1-16)
  store=$IMAGE_CACHE/store-$key
  if [ ! -d "$store" ]; then
    stage=$IMAGE_CACHE/new/store-$key
    rm -rf "$stage"
    mkdir -p "$stage"
    # whatever it starts and mounts ends with it
    STORE=$stage NODE_ROOT=$NODE_ROOT timeout 300 unshare --mount --pid --fork --kill-child=SIGKILL --mount-proc \
      "$BASH" "$PLAYGROUND/lib/image-store-init.sh" "$@" >"$LOGS/image-store.log" 2>&1 </dev/null ||
      die "the images could not be unpacked, see $LOGS/image-store.log"
    rm -rf "$IMAGE_CACHE"/store-* # those who use one have links of their own
    mv "$stage" "$store"
  fi
  image_store_copy "$store" "$IMAGE_STORE"
}
