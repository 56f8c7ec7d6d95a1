# shellcheck shell=bash
# The application: its jars, how Java is to run them, and what a training run taught Java about them (an AOT cache), with
# which the sidecar answers in a part of the time.
. "$CHECKOUT/deploy/images/application.sh"
. "$CHECKOUT/deploy/images/training/train.sh"
rootfs=$1
application_install sidecar "$rootfs"

# For the network guard: this program, and no other, may change the pod's packet filter when the container has NET_ADMIN.
mkdir -p "$rootfs/usr/sbin"
cp "$PROVISION_CACHE/debian/javabase/root/usr/sbin/nft" "$rootfs/usr/sbin/nft"
if ! setcap cap_net_admin+ep "$rootfs/usr/sbin/nft"; then
  [ "$(id -u)" != 0 ] || exit 1
  echo "only root can give files capabilities: this image has no network guard" >&2
fi

application_train sidecar "$rootfs"
