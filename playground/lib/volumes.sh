# Volumes: folders on a disk of each node (disks.sh), offered as local persistent volumes in the StorageClass `local` (the
# default one). A volume is bound where its first pod runs and stays there; it lives as long as the playground.
# shellcheck shell=bash

VOLUMES_PER_NODE=6
VOLUME_SIZE=10Gi

volume_manifest() { # SITE NUMBER
  cat <<YAML
---
apiVersion: v1
kind: PersistentVolume
metadata: {name: $1-$2}
spec:
  capacity: {storage: $VOLUME_SIZE}
  accessModes: [ReadWriteOnce]
  persistentVolumeReclaimPolicy: Retain
  storageClassName: local
  local: {path: /var/lib/volumes/$2}
  nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: kubernetes.io/hostname, operator: In, values: [$1]}]}]}}
YAML
}

volumes_offer() { # SITE...
  local site number
  {
    cat <<YAML
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: local, annotations: {storageclass.kubernetes.io/is-default-class: "true"}}
provisioner: kubernetes.io/no-provisioner
volumeBindingMode: WaitForFirstConsumer
YAML
    for site in "$@"; do
      for number in $(seq $VOLUMES_PER_NODE); do
        volume_manifest "$site" "$number"
      done
    done
  } | kubectl apply -f - >/dev/null
}
