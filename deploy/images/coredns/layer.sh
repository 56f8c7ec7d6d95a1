# shellcheck shell=bash
# A static program, nothing else is needed.
install -m 755 "$PROVISION_CACHE/bin/coredns" "$1/coredns"
