#!/bin/bash
# Boots a systemd that is alone with the service: in namespaces of its own, on top of this system's
# files. Everything that it could touch is made private first; nothing but the service's own target is
# started, no clean-up of /tmp, no settings of the kernel.
#
#     unshare --mount --pid --fork --cgroup --ipc --uts --kill-child systemd_boot.sh PROGRAM
set -e
mount --make-rprivate /
# Open before /tmp, where it may be, is another one.
exec 3<"$1"
for dir in /tmp /var/tmp /run /var/log; do mount -t tmpfs -o mode=0755 none "$dir"; done
chmod 1777 /tmp /var/tmp
mount -t proc proc /proc
mount --bind /proc/sys /proc/sys
mount -o remount,bind,ro /proc/sys
umount --recursive --lazy /sys/fs/cgroup
mount -t cgroup2 none /sys/fs/cgroup
mkdir -p /run/systemd/system /run/etc /run/work
mount -t overlay -o lowerdir=/etc,upperdir=/run/etc,workdir=/run/work none /etc
for dir in /etc/systemd/system /usr/lib/systemd/system-generators /usr/local/bin /var/lib; do
  mount -t tmpfs -o mode=0755 none "$dir"
done
# A file system of its own for homes, and one of somebody else in it.
mount -t tmpfs -o mode=0755,size=10m homes /home
mkdir /home/alice
mount -t tmpfs -o mode=0700,size=20m alices /home/alice
mkdir /run/test
cat <&3 >/run/test/hostvitals
exec 3<&-
chmod 755 /run/test/hostvitals

# The unit as it is written, but that nothing else is started before it.
mkdir /run/systemd/system/hostvitals.service.d
printf '[Unit]\nDefaultDependencies=no\n' >/run/systemd/system/hostvitals.service.d/alone.conf
for unit in sysinit.target basic.target systemd-tmpfiles-setup.service; do
  ln -s /dev/null "/run/systemd/system/$unit"
done
printf '[Unit]\nDefaultDependencies=no\n' >/run/systemd/system/alone.target
container="test" exec /usr/lib/systemd/systemd --system --unit=alone.target --show-status=no
