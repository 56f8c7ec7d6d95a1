# Programs built from Go modules. Each lands in DIR under its own name.
# shellcheck shell=bash

go_minimum_met() {
  local have
  have=$(go env GOVERSION 2>/dev/null) || return 1
  [ "$(printf '%s\n%s\n' "go$GO_MINIMUM" "$have" | sort -V | head -n 1)" = "go$GO_MINIMUM" ]
}

go_install() { # DIR PACKAGE@VERSION
  (cd "$1" && GOFLAGS='' GOBIN=$1 go install -ldflags '-s -w' "$2")
}

# Kubernetes' commands cannot be installed by version, for its go.mod replaces the staging modules by folders. They are
# published too, as v0.X.Y of the same release: a small module that says so builds all the commands.
kubernetes_module() { # DIR
  local dir=$1 staging=v0.${KUBERNETES_VERSION#1.} gomod
  gomod=$(cd / && go mod download -json "k8s.io/kubernetes@v$KUBERNETES_VERSION" | sed -n 's/.*"GoMod": "\(.*\)",/\1/p')
  [ -r "$gomod" ] || die "cannot fetch the module k8s.io/kubernetes@v$KUBERNETES_VERSION: is the Go module proxy reachable?"
  mkdir -p "$dir"
  {
    printf 'module local/kube\n\ngo 1.26.0\n\nrequire k8s.io/kubernetes v%s\n\nreplace (\n' "$KUBERNETES_VERSION"
    sed -n '/^replace/,/^)/p' "$gomod" | awk -v v="$staging" '/=>/ { print "\t" $1 " => " $1 " " v }'
    printf ')\n'
  } >"$dir/go.mod.new"
  mv "$dir/go.mod.new" "$dir/go.mod"
}

kubernetes_build() { # DIR COMMAND MODULE_DIR
  local dir=$1 command=$2 module=$3 version=k8s.io/component-base/version
  kubernetes_module "$module"
  (cd "$module" && GOFLAGS='' go build -mod=mod -o "$dir/" -ldflags "-s -w -X $version.gitVersion=v$KUBERNETES_VERSION \
-X $version.gitMajor=1 -X $version.gitMinor=$(cut -d. -f2 <<<"$KUBERNETES_VERSION")" "k8s.io/kubernetes/cmd/$command")
}
