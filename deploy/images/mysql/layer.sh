# shellcheck shell=bash
# mysqld, the four clients that are of use beside it, and a POSIX shell, from Debian's packages; what none of them loads
# is left out: 350 MB become half of it.
source=$PROVISION_CACHE/debian/mysql/root
rootfs=$1
libraries=usr/lib/x86_64-linux-gnu

programs=(usr/sbin/mysqld usr/bin/mysql usr/bin/mysqladmin usr/bin/mysqlbinlog usr/bin/mysqldump)
plugins=(mysql_clone semisync_source semisync_replica mysql_no_login auth_socket component_log_sink_json
  component_validate_password component_keyring_file component_reference_cache component_query_attributes)

mkdir -p "$rootfs"/usr/{bin,sbin,lib64,lib/mysql/plugin,share} "$rootfs"/{etc,tmp,var/lib/mysql,run/mysqld} "$rootfs/$libraries"
for l in bin sbin lib lib64; do ln -s "usr/$l" "$rootfs/$l"; done # Debian's packages expect a merged /usr

for program in "${programs[@]}"; do cp "$source/$program" "$rootfs/$program"; done
for plugin in "${plugins[@]}"; do cp "$source/usr/lib/mysql/plugin/$plugin.so" "$rootfs/usr/lib/mysql/plugin/"; done
cp -a "$source/usr/share/mysql" "$source/usr/share/zoneinfo" "$rootfs/usr/share/"

# The shared libraries that these load.
loader=$source/$libraries/ld-linux-x86-64.so.2
for program in "${programs[@]}" "${plugins[@]/#/usr/lib/mysql/plugin/}"; do
  [ -e "$source/$program" ] || program=$program.so
  "$loader" --inhibit-cache --library-path "$source/$libraries" --list "$source/$program"
done | sed -n 's/.* => \(\/[^ ]*\) .*/\1/p' | sort -u | while read -r library; do
  cp -L "$library" "$rootfs/$libraries/${library##*/}"
done
cp -L "$loader" "$rootfs/$libraries/"
ln -s ../lib/x86_64-linux-gnu/ld-linux-x86-64.so.2 "$rootfs/usr/lib64/ld-linux-x86-64.so.2"

cp "$source/usr/bin/busybox" "$rootfs/usr/bin/"
for applet in $("$source/usr/bin/busybox" --list); do
  [ -e "$rootfs/usr/bin/$applet" ] || ln -s busybox "$rootfs/usr/bin/$applet"
done

chmod 1777 "$rootfs/tmp"
chmod 777 "$rootfs/run/mysqld" "$rootfs/var/lib/mysql"
printf 'root:x:0:0:root:/root:/bin/sh\nmysql:x:999:999::/var/lib/mysql:/bin/false\n' >"$rootfs/etc/passwd"
printf 'root:x:0:\nmysql:x:999:\n' >"$rootfs/etc/group"
printf 'passwd: files\ngroup: files\nhosts: files dns\n' >"$rootfs/etc/nsswitch.conf"
