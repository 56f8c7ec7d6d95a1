# shellcheck shell=bash
mkdir -p "$1/usr/bin"
install -m 755 "$PROVISION_CACHE/bin/temporal" "$1/usr/bin/temporal"
