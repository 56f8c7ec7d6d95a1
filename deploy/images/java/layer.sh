# shellcheck shell=bash
# What the three applications run on: libc, a shell, nft (for the sidecar's network guard), and a Java runtime with just
# the modules they need.
rootfs=$1
source=$PROVISION_CACHE/debian/javabase/root

modules=(
  java.base java.logging java.xml java.naming java.sql java.management java.instrument java.net.http java.desktop
  java.security.jgss java.security.sasl jdk.crypto.ec jdk.httpserver jdk.management jdk.unsupported jdk.zipfs jdk.jfr
)

mkdir -p "$rootfs"/{etc,tmp,opt}
cp -a "$source/." "$rootfs/"
rm -rf "$rootfs"/usr/share/{doc,man,locale,bug,lintian}
for link in bin sbin lib lib64; do [ -e "$rootfs/$link" ] || ln -s "usr/$link" "$rootfs/$link"; done # a merged /usr
for applet in $("$rootfs/usr/bin/busybox" --list); do
  [ -e "$rootfs/usr/bin/$applet" ] || ln -s busybox "$rootfs/usr/bin/$applet"
done

"$JDK/bin/jlink" --add-modules "$(IFS=, && echo "${modules[*]}")" --strip-debug --no-header-files --no-man-pages \
  --generate-cds-archive --output "$rootfs/opt/java"

chmod 1777 "$rootfs/tmp"
printf 'root:x:0:0:root:/:/bin/sh\nbloodraven:x:65532:65532::/:/bin/false\n' >"$rootfs/etc/passwd"
printf 'root:x:0:\nbloodraven:x:65532:\n' >"$rootfs/etc/group"
printf 'passwd: files\ngroup: files\nhosts: files dns\n' >"$rootfs/etc/nsswitch.conf"
