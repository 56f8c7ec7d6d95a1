# Every version the playground provisions. Change one here and only what it concerns is made again.
# shellcheck shell=bash

KUBERNETES_VERSION=1.36.2
TEMPORAL_VERSION=v1.5.1 # later tags carry a replace directive, which `go install` refuses
HELM_VERSION=v3.22.0
COREDNS_VERSION=v1.15.0
GO_MINIMUM=1.26

# Debian's sid moves on by itself; what it must still be is checked after the download.
MYSQL_SERIES=9.7
ETCD_SERIES=3.5
DEBIAN_SUITE=sid
