#!/usr/bin/env bash
# DIRECTORY COMMAND…: runs a command as a user without any rights, who can write to that directory and to nothing else. It has the cache,
# the temporary files and the home; nothing of it is removed here. Needs root, for another's files are not to be had otherwise.
set -euo pipefail
directory=$1 checkout=$PWD
shift

nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs)

if [ "${CACHE_ONLY:-}" != inside ]; then
    mkdir -p "$directory/home" "$directory/cache" "$directory/tmp"
    chown -R 65534:65534 "$directory"
    CACHE_ONLY=inside exec unshare --mount -- "$0" "$directory" "$@"
fi

mount --make-rprivate /
# The checkout may lie where only root can look: then what is above it is hidden here, and it alone is put back.
if ! "${nobody[@]}" test -r "$checkout/test.sh"; then
    hidden=$checkout
    while ! "${nobody[@]}" test -x "$(dirname "$hidden")"; do hidden=$(dirname "$hidden"); done
    kept=$(mktemp -d)
    mount --rbind "$checkout" "$kept"
    mount -t tmpfs -o mode=755 tmpfs "$hidden"
    mkdir -p "$checkout"
    mount --move "$kept" "$checkout"
fi
# Where anybody may write; the root itself is a mount already.
for place in / /tmp /var/tmp /run /dev/shm; do
    [ "$place" = / ] || mount --rbind "$place" "$place"
    mount -o remount,bind,ro "$place"
done
mount --bind "$directory" "$directory"
mount -o remount,bind,rw "$directory"

unset CACHE_ONLY XDG_RUNTIME_DIR XDG_CACHE_HOME
export HOME=$directory/home TMPDIR=$directory/tmp SMOLVM_CACHE=$directory/cache
cd "$checkout"
exec "${nobody[@]}" -- "$@"
