#!/bin/sh
# Debian's programs for the tests that write on disks of other kinds, and Pandoc with WeasyPrint, which compile notes
# that cite; as root, on a machine that has apt.
#
# What cannot be installed is said and left out; the tests that need it skip, with the reason. Ends with 0.
set -u
packages="strace fuse3 libfuse2 exfat-fuse exfatprogs ntfs-3g sshfs openssh-server bindfs rclone xfsprogs btrfs-progs dosfstools pandoc weasyprint"

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "disks: not root on Debian: the tests that need Debian's programs skip where those are not here"
    exit 0
fi
missing=""
for package in $packages; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
[ -z "$missing" ] && exit 0
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq >/dev/null 2>&1
for package in $missing; do
    apt-get install -y -qq --no-install-recommends "$package" >/dev/null 2>&1 || echo "disks: $package cannot be had now: left out"
done
exit 0
