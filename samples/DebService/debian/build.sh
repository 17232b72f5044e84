#!/bin/sh
# build.sh VERSION PROGRAM-DIRECTORY FILE: makes the package. Needs no root.
set -eu
version=$1 program=$2 file=$3
here=$(dirname "$0")
mkdir -p "$(dirname "$file")"
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
mkdir -p "$tree/DEBIAN" "$tree/usr/lib/debservice" "$tree/lib/systemd/system"
sed "s/@VERSION@/$version/" "$here/control" >"$tree/DEBIAN/control"
install -m 755 "$here/postinst" "$here/prerm" "$here/postrm" "$tree/DEBIAN"
install -m 644 "$here/debservice.service" "$tree/lib/systemd/system"
cp -r "$program/." "$tree/usr/lib/debservice"
chmod -R u=rwX,go=rX "$tree"
# Not compressed: a machine without hardware virtualisation would take its time to unpack it.
dpkg-deb --root-owner-group -Znone --build "$tree" "$file.new" >/dev/null
mv "$file.new" "$file"
