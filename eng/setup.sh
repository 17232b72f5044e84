#!/usr/bin/env bash
# Installs what building and running machines needs, where it is missing. Says what and why. Safe to run again and again.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Debian and Ubuntu name all of these alike.
packages=(
    "qemu-system-x86  the hypervisor that machines run on"
    "qemu-utils       qemu-img lays a machine's disk over that of the frozen machine it is cloned from"
    "erofs-utils      mkfs.erofs makes the read-only image of a root file system"
    "fakeroot         keeps the owners that packages say, without being root"
    "e2fsprogs        mke2fs formats the disk that a machine writes to"
    "zstd             compresses and reads packs, and unpacks kernels"
    "xz-utils         unpacks kernels and modules"
    "lz4              unpacks kernels"
    "openssh-client   logs into a machine, and makes the keys for it"
    "util-linux       setsid and setpriv tie a machine's life to its owner's"
    "musl-tools       builds the small static agent that runs in the guest"
    "gcc              the compiler behind musl-tools"
    "ca-certificates  lets downloads be checked"
)

# With --tests: what only the tests use.
if [ "${1:-}" = --tests ]; then
    packages+=(
        "cpio             reads back, in a test, the archives that we write"
        "dropbear-bin     an SSH server for the tests of the SSH channel; no service is started"
        "skopeo           writes container images in its formats, for tests of what we read"
        "umoci            the same, with layers as container builders make them"
        "docker-registry  a registry on loopback, from which a test takes its base image; no service is started"
        "zsh              completes the words of the tool in a test, as a person has it"
        "fish             the same"
    )
    # Debian has it in two packages that exclude each other.
    command -v busybox >/dev/null || packages+=("busybox-static   the shell and the tar that guests have, for tests of what we send them")
fi

dotnet_page=https://learn.microsoft.com/dotnet/core/install/linux

fail() {
    printf 'setup: %s\n' "$*" >&2
    exit 1
}

check_system() {
    [ "$(uname -s)" = Linux ] && [ "$(uname -m)" = x86_64 ] ||
        fail "this is $(uname -s) on $(uname -m), and machines run on Linux x86_64 only so far."
    # OS_RELEASE names another file in a test.
    local release=${OS_RELEASE:-/etc/os-release} system
    [ -r "$release" ] || release=/dev/null
    system=$(. "$release" && echo "${ID:-linux}-${VERSION_ID:-} ${PRETTY_NAME:-${ID:-a Linux without a name}}")
    case "${system%% *}" in
        debian-12 | debian-13 | ubuntu-24.04) ;;
        *) fail "this is ${system#* }, and packages are known for Debian 12, Debian 13 and Ubuntu 24.04. Run it on one of those." ;;
    esac
}

check_dotnet() {
    command -v dotnet >/dev/null ||
        fail "the .NET SDK 10 is not installed. See $dotnet_page."
    dotnet --list-sdks | grep -q '^10\.' ||
        fail "of the .NET SDKs here ($(dotnet --list-sdks | cut -d ' ' -f 1 | paste -sd ' ')) none is version 10. See $dotnet_page."
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        env DEBIAN_FRONTEND=noninteractive "$@"
    else
        sudo env DEBIAN_FRONTEND=noninteractive "$@"
    fi
}

install_missing() {
    local missing=() entry name
    for entry in "${packages[@]}"; do
        name=${entry%% *}
        if [ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null || true)" != installed ]; then
            missing+=("$name")
            printf 'setup: needs %s\n' "$entry"
        fi
    done
    if [ ${#missing[@]} -eq 0 ]; then
        echo "setup: everything is installed."
        return
    fi
    [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null ||
        fail "this needs root or sudo. As root, run: apt-get install --no-install-recommends ${missing[*]}"
    # A broken third-party source must not stop us as long as the packages themselves are found.
    as_root apt-get update -qq </dev/null || echo "setup: apt-get update had errors; going on with the lists that there are." >&2
    # This package starts a service that listens on every address, and the tests start a registry of their own.
    case " ${missing[*]} " in
        *" docker-registry "*) as_root systemctl --quiet mask docker-registry.service 2>/dev/null || true ;;
    esac
    local log
    log=$(mktemp)
    echo "setup: installing (a minute or two)"
    if ! as_root apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null >"$log" 2>&1; then
        cat "$log" >&2
        rm -f "$log"
        fail "apt-get could not install: ${missing[*]}. What it said stands above."
    fi
    rm -f "$log"
}

check_system
check_dotnet
install_missing
