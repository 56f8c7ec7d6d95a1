# How an application gets into its image; read by the layer.sh of each.
# shellcheck shell=bash

# The class path is spelled out: with a wildcard its order would be that of the folder, which an AOT cache does not forgive.
application_install() { # MODULE ROOTFS
  local module=$1 app=$2/app ours jar class_path='' LC_ALL=C # one order of names everywhere
  mkdir -p "$app/lib"
  for ours in $MODULES; do
    "$JDK/bin/jar" --create --date=2026-01-01T00:00:00Z --file="$app/lib/$ours-$VERSION.jar" -C "$CHECKOUT/$ours/target/classes" .
    class_path+=/app/lib/$ours-$VERSION.jar:
  done
  for jar in "$CHECKOUT/$module"/target/lib/*.jar; do
    cp "$jar" "$app/lib/"
    class_path+=/app/lib/${jar##*/}:
  done
  { cat "$CHECKOUT/deploy/images/$module/java.options" && printf -- '-cp\n%s\n' "${class_path%:}"; } >"$app/java.options"
  chmod -R a+rX "$2"
}
