# Container images without a daemon. An image is defined by a folder of deploy/images: `image.conf` says what it is called
# and how it starts, `layer.sh ROOTFS` fills its file system. Layers are kept by content in the cache, and images are
# written as archives that `ctr`, k3d, kind, minikube and docker can load.
# shellcheck shell=bash

IMAGE_DEFINITIONS=$CHECKOUT/deploy/images
IMAGE_CACHE=$PROVISION_CACHE/images
PAUSE_IMAGE=docker.io/bloodraven/pause:playground

# Reproducible: the same files give the same bytes. Capabilities of files come along.
image_pack_layer() { # ROOTFS TAR
  (cd "$1" && find . -mindepth 1 -maxdepth 1 -printf '%P\0' | LC_ALL=C sort -z |
    tar --create --sort=name --format=posix --pax-option='exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime' \
      --xattrs --xattrs-include=security.capability --owner=0 --group=0 --numeric-owner --mtime=@0 --null --files-from=- --file="$2")
}

# Makes the layer that FOLDER/layer.sh describes, unless one was made from the same recipe and INPUT. Prints its file.
image_layer() { # FOLDER INPUT: text that names the version of everything that goes in
  local name=${1##*/} key layer stage log
  key=$({ cat "$1/layer.sh" && declare -f image_pack_layer && echo "$2"; } | sha256sum | cut -c1-16)
  layer=$IMAGE_CACHE/$name-$key.tar
  if [ ! -e "$layer.sha256" ]; then
    stage=$IMAGE_CACHE/new/$name-$key log=$LOGS/image-$name.log
    rm -rf "$stage"
    mkdir -p "$stage/rootfs"
    "$BASH" -euo pipefail "$1/layer.sh" "$stage/rootfs" >"$log" 2>&1 </dev/null || die "the image layer $name could not be made, see $log"
    image_pack_layer "$stage/rootfs" "$stage/layer.tar"
    mv "$stage/layer.tar" "$layer"
    sha256sum <"$layer" | cut -d' ' -f1 >"$stage/sha256"
    mv "$stage/sha256" "$layer.sha256"
    rm -rf "$stage"
    find "$IMAGE_CACHE" -maxdepth 1 -name "$name-*.tar*" ! -name "$name-$key.*" -mtime +0 -delete # older ones of that name
  fi
  echo "$layer"
}

json_list() { # WORD...
  local out='' word
  for word in "$@"; do out+="${out:+,}\"$word\""; done
  printf '[%s]' "$out"
}

# The image's configuration, as the image format wants it.
image_config() { # FOLDER LAYER...
  local ENTRYPOINT=() USER=0 ENVIRONMENT=(PATH=/usr/sbin:/usr/bin:/sbin:/bin) layer diffs=() history=''
  # shellcheck source=/dev/null
  . "$1/image.conf"
  shift
  for layer in "$@"; do
    diffs+=("sha256:$(cat "$layer.sha256")")
    history+="${history:+,}{\"created\":\"1970-01-01T00:00:00Z\"}"
  done
  printf '{"architecture":"amd64","os":"linux","created":"1970-01-01T00:00:00Z","config":{"Entrypoint":%s,"Env":%s,"User":"%s","WorkingDir":"/"},"rootfs":{"type":"layers","diff_ids":%s},"history":[%s]}' \
    "$(json_list "${ENTRYPOINT[@]}")" "$(json_list "${ENVIRONMENT[@]}")" "$USER" "$(json_list "${diffs[@]}")" "$history"
}

# Collects images and writes them into one archive, each layer once:
#   image_archive_begin; image_archive_add NAME FOLDER LAYER...; image_archive_write FILE
image_archive_begin() {
  ARCHIVE_STAGE=$(mktemp -d "$IMAGE_CACHE/new/archive.XXXXXX")
  ARCHIVE_MANIFEST=''
}

image_archive_add() { # NAME:TAG FOLDER LAYER...
  local name=$1 folder=$2 layer sha config files=()
  shift 2
  for layer in "$@"; do
    sha=$(cat "$layer.sha256")
    ln -f "$layer" "$ARCHIVE_STAGE/$sha.tar"
    files+=("$sha.tar")
  done
  image_config "$folder" "$@" >"$ARCHIVE_STAGE/config"
  config=$(sha256sum <"$ARCHIVE_STAGE/config" | cut -d' ' -f1).json
  mv "$ARCHIVE_STAGE/config" "$ARCHIVE_STAGE/$config"
  ARCHIVE_MANIFEST+="${ARCHIVE_MANIFEST:+,}{\"Config\":\"$config\",\"RepoTags\":[\"$name\"],\"Layers\":$(json_list "${files[@]}")}"
}

# An archive that would say the same is left as it is.
image_archive_write() { # FILE
  if [ ! -e "$1" ] || [ "$(cat "$1.manifest" 2>/dev/null)" != "$ARCHIVE_MANIFEST" ]; then
    printf '[%s]' "$ARCHIVE_MANIFEST" >"$ARCHIVE_STAGE/manifest.json"
    tar --create --format=gnu --owner=0 --group=0 --mtime=@0 --directory="$ARCHIVE_STAGE" --file="$1.new" .
    mv "$1.new" "$1"
    printf '%s' "$ARCHIVE_MANIFEST" >"$1.manifest"
  fi
  rm -rf "$ARCHIVE_STAGE"
}

# The cache is shared by all checkouts: two that make images at once take turns.
images_in_turn() { # COMMAND...
  mkdir -p "$IMAGE_CACHE/new"
  (
    flock 9
    "$@"
  ) 9>"$IMAGE_CACHE/lock"
}

# Images that stand for themselves: pause, coredns, mysql.
images_base() { # FILE NAME...
  local name folder file=$1
  shift
  mkdir -p "$IMAGE_CACHE/new" "$LOGS"
  export PROVISION_CACHE
  image_archive_begin
  for name in "$@"; do
    folder=$IMAGE_DEFINITIONS/$name
    image_archive_add "$(. "$folder/image.conf" && echo "$NAME")" "$folder" \
      "$(image_layer "$folder" "$(provision_stamp node) $(provision_stamp coredns) $(provision_stamp mysql)")"
  done
  image_archive_write "$file"
}

# The version that the project has in its pom, which is the images' tag.
project_version() { sed -n '0,/<version>/s/.*<version>\(.*\)<\/version>.*/\1/p' "$CHECKOUT/pom.xml"; }

# What the layers of applications are made with, for all that follow.
images_java() {
  JDK=$(jdk_home)
  VERSION=$(project_version)
  export PROVISION_CACHE CHECKOUT JDK VERSION KUBECTL
  JAVA_LAYER=$(image_layer "$IMAGE_DEFINITIONS/java" "$(provision_stamp javabase) $(cat "$JDK/release")")
  export JAVA_LAYER
}

image_application_layer() { # MODULE
  MODULES=$(module_closure "$1")
  export MODULES
  image_layer "$IMAGE_DEFINITIONS/$1" "$(application_contents "$1") $JAVA_LAYER"
}

# The three applications, each on the same Java layer. Layers are made beside each other: trainings mostly wait.
images_applications() { # FILE
  local module layer layers=() failed=''
  mkdir -p "$IMAGE_CACHE/new" "$LOGS"
  images_java
  for module in watcher worker sidecar; do
    image_application_layer "$module" >/dev/null &
    layers+=($!)
  done
  for layer in "${layers[@]}"; do wait "$layer" || failed=yes; done
  [ -z "$failed" ] || exit 1
  image_archive_begin
  for module in watcher worker sidecar; do
    image_archive_add "docker.io/bloodraven/$module:$VERSION" "$IMAGE_DEFINITIONS/$module" "$JAVA_LAYER" "$(image_application_layer "$module")"
  done
  image_archive_write "$1"
}

# An application's image as a folder. Times are those of the layers, without which its AOT cache is void.
image_application_root() { # MODULE FOLDER
  local layer
  images_java
  layer=$(image_application_layer "$1")
  rm -rf "$2"
  mkdir -p "$2"
  for layer in "$JAVA_LAYER" "$layer"; do tar --extract --file="$layer" --directory="$2"; done
}

# The Temporal server, for clusters that cannot reach one on this machine.
images_temporal() { # FILE
  local folder=$IMAGE_DEFINITIONS/temporal java
  JDK=$(jdk_home)
  export PROVISION_CACHE JDK
  java=$(image_layer "$IMAGE_DEFINITIONS/java" "$(provision_stamp javabase) $(cat "$JDK/release")")
  image_archive_begin
  image_archive_add docker.io/bloodraven/temporal:playground "$folder" "$java" "$(image_layer "$folder" "$(provision_stamp temporal)")"
  image_archive_write "$1"
}

# Everything that an application's layer is made of, by content.
application_contents() { # MODULE
  local module
  {
    for module in $MODULES; do
      (cd "$CHECKOUT/$module/target/classes" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum)
    done
    sha256sum "$CHECKOUT/$1/target/lib"/*.jar "$IMAGE_DEFINITIONS/$1/java.options" "$IMAGE_DEFINITIONS/application.sh" \
      "$IMAGE_DEFINITIONS/training"/* "$IMAGE_DEFINITIONS/$1"/*.sh
  } | cut -d' ' -f1 | sha256sum
}

# Imports an archive on all nodes at once.
images_import() { # FILE
  local site import imports=()
  for site in $(live_sites); do
    node_ctr "$site" images import "$(readlink -f "$1")" >>"$LOGS/images.log" 2>&1 &
    imports+=($!)
  done
  for import in "${imports[@]}"; do wait "$import" || die "an image archive could not be imported, see $LOGS/images.log"; done
}

# Keeps these archives: another checkout may put its own in the cache meanwhile, under the same names.
images_keep() { # ARCHIVE...
  mkdir -p "$LOCAL/images"
  ln -f "$@" "$LOCAL/images/" 2>/dev/null || cp -f "$@" "$LOCAL/images/"
}
