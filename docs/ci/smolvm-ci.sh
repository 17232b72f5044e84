#!/usr/bin/env bash
# What a build server does for tests and builds that use machines. Copy it into your repository, as ci/smolvm-ci.sh.
#   packages   prints the distribution packages that machines need
#   setup      installs them, then lets the user of this job open /dev/kvm
#   keys       prints names for caches: kit=… and templates=…
#   test …     runs dotnet test with these arguments; what explains a failure is in artifacts/smolvm afterwards
set -euo pipefail

packages=(qemu-system-x86 qemu-utils erofs-utils fakeroot e2fsprogs zstd xz-utils lz4 openssh-client)
evidence=artifacts/smolvm

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

install_packages() {
    local missing=() name
    for name in "${packages[@]}"; do
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null || true)" = installed ] || missing+=("$name")
    done
    if [ ${#missing[@]} -eq 0 ]; then
        echo "smolvm-ci: every package is installed."
        return
    fi
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes -qq --no-install-recommends "${missing[@]}"
}

# After the packages: QEMU's brings a rule of its own for the device, and applies it when it is installed.
open_kvm() {
    local device=${SMOLVM_CI_KVM:-/dev/kvm}
    if [ ! -e "$device" ]; then
        echo "smolvm-ci: there is no $device, so machines run under emulation, many times slower."
    elif ! command -v udevadm >/dev/null; then
        echo "smolvm-ci: there is no udevadm, so $device stays as it is: $(stat -c '%A %U %G' "$device")."
    else
        local rule='KERNEL=="kvm", GROUP="kvm", MODE="0666", OPTIONS+="static_node=kvm"'
        echo "$rule" | as_root tee /etc/udev/rules.d/99-kvm4all.rules >/dev/null
        as_root udevadm control --reload-rules
        as_root udevadm trigger --name-match=kvm
        as_root udevadm settle
        echo "smolvm-ci: $device may be opened by everybody."
    fi
}

hash() { sha256sum | cut -c 1-16; }

# A name that says too little costs time and nothing else: all in the cache is itself named by what it was made from.
print_keys() {
    local host made processor
    host=$(. /etc/os-release && echo "$ID-$VERSION_ID")-$(uname -m)
    made=$({
        dpkg-query -W -f='${Package} ${Version}\n' "${packages[@]}" 2>/dev/null || true
        find . \( -name bin -o -name obj -o -name .git \) -prune -o \( -name '*.*proj' -o -name '*.props' \) -exec grep -h SmolVM {} + |
            LC_ALL=C sort
    } | hash)
    # A frozen machine wakes up on the processor that it knows.
    processor=$(grep -E '^(model name|flags)' /proc/cpuinfo | LC_ALL=C sort -u | hash)
    echo "kit=smolvm-kit-$host-$made"
    echo "templates=smolvm-templates-$host-$made-$processor"
}

run_tests() {
    mkdir -p "$evidence"
    {
        uname -a
        grep -m 1 'model name' /proc/cpuinfo || true
        grep -E 'MemTotal|MemAvailable' /proc/meminfo
        stat -c '%n %A %U %G' "${SMOLVM_CI_KVM:-/dev/kvm}" 2>&1 || true
        dpkg-query -W "${packages[@]}" 2>&1 || true
        dotnet --version
    } >"$evidence/host.txt"
    # A test that cannot have its machine is a failure, not one that nobody misses.
    SMOLVM_REQUIRED=1 dotnet test --results-directory "$evidence/results" --report-xunit-trx "$@"
}

case "${1:-}" in
    packages) echo "${packages[@]}" ;;
    setup)
        install_packages
        open_kvm
        ;;
    keys) print_keys ;;
    test)
        shift
        run_tests "$@"
        ;;
    *)
        echo "usage: smolvm-ci.sh packages | setup | keys | test [ARGUMENT…]" >&2
        exit 2
        ;;
esac
