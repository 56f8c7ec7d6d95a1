# Bloodraven itself: compiled by Maven, unless what it is made from has not changed since. Tests are not compiled here;
# that is why the modules' own jars are made by `jar`, for Maven would want the tests' jars too.
# shellcheck shell=bash

BUILD_MODULES=(watcher worker sidecar playground)

# A module and those of ours that it stands on.
module_closure() { # MODULE
  case $1 in
    watcher) echo watcher workflows api ;;
    worker) echo worker activities workflows api ;;
    sidecar) echo sidecar api ;;
  esac
}

# A JDK 25: JAVA_HOME if it is one, else from where systems put them (BLOODRAVEN_JDKS: another such folder).
jdk_home() {
  local home
  for home in "${JAVA_HOME:-}" "${BLOODRAVEN_JDKS:-/usr/lib/jvm}"/* /opt/java/* "$HOME"/.sdkman/candidates/java/*; do
    if grep -qs '^JAVA_VERSION="25' "$home/release" && [ -x "$home/bin/jlink" ]; then
      echo "$home"
      return
    fi
  done
  return 1
}

# The sources, by content: what git knows, what it would know and what is still there, without the tests.
build_fingerprint() {
  (cd "$CHECKOUT" && git ls-files -co --exclude-standard -- '*pom.xml' '*/src/main/*' 2>/dev/null || find . -path '*/src/main/*' -type f -o -name pom.xml) |
    LC_ALL=C sort | (cd "$CHECKOUT" && while read -r source; do [ ! -e "$source" ] || sha256sum "$source"; done) | sha256sum | cut -d' ' -f1
}

# The command of one of the playground's own Java programs, which run on this machine; it goes into the array PROGRAM.
# The watcher on its class path brings a log configuration too, so theirs has a name of its own.
playground_program() { # MAIN_CLASS JAVA_OPTION...
  local main=$1
  shift
  PROGRAM=("$(jdk_home)/bin/java" -Dlogback.configurationFile=playground-logback.xml --enable-native-access=ALL-UNNAMED "$@" -cp
    "$PLAYGROUND/target/classes:$CHECKOUT/workflows/target/classes:$CHECKOUT/sidecar/target/classes:$CHECKOUT/watcher/target/classes:$CHECKOUT/api/target/classes:$PLAYGROUND/target/lib/*"
    "io.bloodraven.playground.$main")
}

build_is_current() {
  local module
  for module in "${BUILD_MODULES[@]}"; do [ -d "$CHECKOUT/$module/target/lib" ] || return 1; done
  [ "$(cat "$CHECKOUT/playground/target/packaged" 2>/dev/null)" = "$(build_fingerprint)" ]
}

build_package() {
  local modules
  build_is_current && return
  modules=$(IFS=, && echo "${BUILD_MODULES[*]}")
  (cd "$CHECKOUT" && rm -rf "${BUILD_MODULES[@]/%//target/lib}" && JAVA_HOME=$(jdk_home) mvn --batch-mode --no-transfer-progress -q -Dmaven.test.skip=true -Dspotless.check.skip=true -pl "$modules" -am \
    test-compile dependency:copy-dependencies -DincludeScope=runtime -DexcludeGroupIds=io.bloodraven -DoutputDirectory=target/lib) >"$LOGS/maven.log" 2>&1 ||
    { tail -n 20 "$LOGS/maven.log" >&2 && die "Maven could not build Bloodraven, see $LOGS/maven.log"; }
  build_fingerprint >"$CHECKOUT/playground/target/packaged"
}
