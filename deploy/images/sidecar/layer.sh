# shellcheck shell=bash
# The application: its jars, how Java is to run them, and what a training run taught Java about them (an AOT cache), with
# which the sidecar answers in a part of the time.
. "$CHECKOUT/deploy/images/application.sh"
rootfs=$1
application_install sidecar "$rootfs"

# For the network guard: this program, and no other, may change the pod's packet filter when the container has NET_ADMIN.
mkdir -p "$rootfs/usr/sbin"
cp "$PROVISION_CACHE/debian/javabase/root/usr/sbin/nft" "$rootfs/usr/sbin/nft"
if ! setcap cap_net_admin+ep "$rootfs/usr/sbin/nft"; then
  [ "$(id -u)" != 0 ] || exit 1
  echo "only root can give files capabilities: this image has no network guard" >&2
fi

# The cache is valid only for the very runtime, paths and files of the image: so the training happens in such a file system.
training=$(mktemp -d)
trap 'rm -rf "$training"' EXIT
tar --extract --file="$JAVA_LAYER" --directory="$training"
cp -a "$rootfs/app" "$training/app"
find "$training/app" -exec touch -d @0 {} +
mkdir -p "$training"/{proc,dev,var/run/secrets/kubernetes.io/serviceaccount,etc/bloodraven/{control,operator},var/lib/bloodraven}
touch "$training/dev/null" "$training/dev/random" "$training/dev/urandom"
install -m 755 "$CHECKOUT/deploy/images/sidecar/training.sh" "$training/training.sh"
openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=training -days 1 -keyout /dev/null \
  -out "$training/var/run/secrets/kubernetes.io/serviceaccount/ca.crt"
printf training | tee "$training/etc/bloodraven/control/token" "$training/etc/bloodraven/operator"/{username,password} \
  "$training/var/run/secrets/kubernetes.io/serviceaccount/token" >/dev/null

unshare --map-root-user --mount --net --pid --fork --kill-child "$BASH" -euc '
  for device in null random urandom; do mount --bind /dev/$device "$1/dev/$device"; done
  mount -t proc proc "$1/proc"
  exec chroot "$1" /bin/sh /training.sh' training "$training"

install -m 644 "$training/app/sidecar.aot" "$rootfs/app/sidecar.aot"
printf -- '-XX:AOTCache=/app/sidecar.aot\n' >>"$rootfs/app/java.options"
