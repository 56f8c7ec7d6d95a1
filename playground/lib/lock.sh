# Only one script at a time changes a playground. It leaves its process's identity in a file, rather than holding a lock
# that whatever it starts would inherit: when it is killed, the way is free at once.
# shellcheck shell=bash

lock_is_held() { process_in "$LOCAL/lock.holder" >/dev/null; }

lock_setup() {
  mkdir -p "$LOCAL"
  (
    flock 9
    ! lock_is_held || exit 1
    process_identity $$ >"$LOCAL/lock.holder"
  ) 9>"$LOCAL/lock" || die "another setup or teardown of this playground is running: wait for it to end"
}
