# What the sidecar takes, as its image has it: memory, and time until it answers.
# shellcheck shell=bash

FOOTPRINT_USAGE='usage: playground/bench.sh footprint [--runs N]

Starts the packaged sidecar (its Java runtime, its flags, its AOT cache) N times (5) beside a real mysqld and a real API
server, and measures the time to its first answer and its memory, also after 30 s as holder of an open server. Needs root.
Exit status: 0 when the goals of docs/benchmarks.md are met.'

footprint() { # [--runs N]
  local runs=5 root=$LOCAL/footprint
  while [ $# -gt 0 ]; do
    case $1 in
      --runs) runs=${2:?$FOOTPRINT_USAGE} && shift 2 ;;
      --help) echo "$FOOTPRINT_USAGE" && return ;;
      *) die "$FOOTPRINT_USAGE" ;;
    esac
  done
  [ "$(id -u)" = 0 ] || die "the sidecar runs in its image's file system, which needs root: sudo $0 footprint"
  mkdir -p "$LOGS"
  build_package
  images_in_turn image_application_root sidecar "$root"
  (cd "$CHECKOUT" && JAVA_HOME=$(jdk_home) mvn --batch-mode --no-transfer-progress -pl sidecar -am verify -Dspotless.check.skip=true \
    -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=SidecarFootprint -Dfailsafe.failIfNoSpecifiedTests=false \
    "-Dbloodraven.footprint.root=$root" "-Dbloodraven.footprint.runs=$runs" >"$LOGS/footprint.log" 2>&1) || local status=$?
  cat "$CHECKOUT/sidecar/target/footprint.txt" || die "nothing was measured, see $LOGS/footprint.log"
  return "${status:-0}"
}
