# shellcheck shell=bash
# catatonit: static, nothing else is needed.
install -m 755 "$PROVISION_CACHE/debian/node/root/usr/bin/catatonit" "$1/catatonit"
