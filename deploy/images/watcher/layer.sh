# shellcheck shell=bash
# The application: its jars, how Java is to run them, and what it learned in training.
. "$CHECKOUT/deploy/images/application.sh"
. "$CHECKOUT/deploy/images/training/train.sh"
application_install watcher "$1"
application_train watcher "$1" "${CONTROL_PLANE[@]}"
