# How an application is trained, read by the layer.sh of each: it lives a short life in the file system of its image, and
# what that taught Java (an AOT cache) goes into the image, with which it starts, and does things for the first time, in a
# part of the time.
# shellcheck shell=bash

# What control-plane.sh starts; an application that needs it is given these programs.
# shellcheck disable=SC2034 # for layer.sh
CONTROL_PLANE=("$PROVISION_CACHE/debian/etcd/root/usr/bin/etcd" "$PROVISION_CACHE/bin/kube-apiserver" "$PROVISION_CACHE/bin/temporal" "$KUBECTL")

TRAINING_LIMIT=300 # seconds, of which it takes a tenth on two cores

# The cache is valid only for the very runtime, paths and files of the image: so the training happens in such a file
# system, where the module's training.sh runs as /training/training.sh, with these programs, and writes /app/MODULE.aot.
application_train() { # MODULE ROOTFS [PROGRAM...]
  local module=$1 rootfs=$2 root program
  shift 2
  root=$(mktemp -d)
  # shellcheck disable=SC2064 # that very folder
  trap "rm -rf '$root'" EXIT
  tar --extract --file="$JAVA_LAYER" --directory="$root"
  cp -a "$rootfs/app" "$root/app"
  find "$root/app" -exec touch -d @0 {} +
  mkdir -p "$root"/{proc,dev,training,var/run/secrets/kubernetes.io/serviceaccount}
  touch "$root/dev"/{null,random,urandom}
  cp "$CHECKOUT"/deploy/images/training/* "$CHECKOUT/deploy/images/$module/training.sh" "$CHECKOUT"/deploy/crds/* "$root/training/"
  chmod +x "$root/training"/*.sh
  for program in "$@"; do touch "$root/training/${program##*/}"; done
  openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=training -days 1 -keyout "$root/training/key.pem" \
    -out "$root/var/run/secrets/kubernetes.io/serviceaccount/ca.crt"
  printf training >"$root/var/run/secrets/kubernetes.io/serviceaccount/token"

  # shellcheck disable=SC2016 # for the shell in there
  timeout "$TRAINING_LIMIT" unshare --map-root-user --mount --net --pid --fork --kill-child "$BASH" -euc '
    root=$1
    shift
    for device in null random urandom; do mount --bind "/dev/$device" "$root/dev/$device"; done
    for program in "$@"; do mount --bind "$program" "$root/training/${program##*/}"; done
    mount -t proc proc "$root/proc"
    ip link set lo up
    exec chroot "$root" /usr/bin/env -i PATH=/opt/java/bin:/training:/usr/sbin:/usr/bin:/sbin:/bin /bin/sh /training/training.sh
    ' training "$root" "$@"

  install -m 644 "$root/app/$module.aot" "$rootfs/app/$module.aot"
  printf -- '-XX:AOTCache=/app/%s.aot\n' "$module" >>"$rootfs/app/java.options"
}
