# Only one script at a time changes a playground.
# shellcheck shell=bash


lock_setup() {
  mkdir -p "$LOCAL"
  exec 9>"$LOCAL/lock"
  flock -n 9 || die "another setup or teardown of this playground is running: wait for it to end"
}
