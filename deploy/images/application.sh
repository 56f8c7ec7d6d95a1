# How an application gets into its image; read by the layer.sh of each.
# shellcheck shell=bash

# The class path is spelled out: with a wildcard its order would be that of the folder, which an AOT cache does not forgive.
application_install() { # MODULE ROOTFS
  local module=$1 app=$2/app jar class_path=''
  mkdir -p "$app/lib"
  cp "$CHECKOUT/$module/target/$module-$VERSION.jar" "$CHECKOUT/$module/target/lib"/*.jar "$app/lib/"
  for jar in "$app/lib/$module-$VERSION.jar" $(LC_ALL=C ls "$app"/lib/*.jar); do
    [[ :$class_path: == *":/app/lib/${jar##*/}:"* ]] || class_path+="${class_path:+:}/app/lib/${jar##*/}"
  done
  { cat "$CHECKOUT/deploy/images/$module/java.options" && printf -- '-cp\n%s\n' "$class_path"; } >"$app/java.options"
  chmod -R a+rX "$2"
}
