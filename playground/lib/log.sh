# What the scripts say to the person at the screen. Everything goes to stderr: stdout is for results only.
# shellcheck shell=bash

LOG_STARTED=$(date +%s%N)

# Seconds with one decimal since the script began.
log_elapsed() {
  local tenths=$((($(date +%s%N) - LOG_STARTED) / 100000000))
  printf '%d.%d' $((tenths / 10)) $((tenths % 10))
}

log() { printf '%7ss  %s\n' "$(log_elapsed)" "$*" >&2; }

log_warn() { printf 'warning: %s\n' "$*" >&2; }

# One clear line that names what is wrong and what to do about it, then the end.
die() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# 135 -> 2:15
minutes() { printf '%d:%02d' $(($1 / 60)) $(($1 % 60)); }

epoch_millis() {
  local now=$EPOCHREALTIME
  echo $((${now/[.,]/} / 1000))
}
