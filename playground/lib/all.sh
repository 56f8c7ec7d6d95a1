# Everything that a script of the playground may need.
# shellcheck shell=bash
# shellcheck source=/dev/null
for lib in log versions playground help debian go-tools provision tools cgroups process pki network control-plane node disks volumes \
  temporal forward cluster build images image-store preconditions state bloodraven addresses context status links one-way expectations faults footprint \
  lock; do
  . "${BASH_SOURCE[0]%/*}/$lib.sh"
done
unset lib
