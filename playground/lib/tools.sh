# The provisioned programs, by the names that the other files use.
# shellcheck shell=bash

KUBE_BIN=$PROVISION_CACHE/bin
NODE_ROOT=$PROVISION_CACHE/debian/node/root
NODE_BIN=$PROVISION_CACHE/debian/node/bin
CTR=$NODE_ROOT/usr/bin/ctr
ETCD_BIN=$PROVISION_CACHE/debian/etcd/bin
KUBECTL=$(provision_where kubectl)
HELM=$(provision_where helm)
