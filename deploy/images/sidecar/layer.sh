# shellcheck shell=bash
# The application: its jars, and how Java is to run them.
. "$CHECKOUT/deploy/images/application.sh"
application_install sidecar "$1"
