#!/usr/bin/env bash
# Makes the packages of this checkout in artifacts/packages; does nothing where they are there already.
#   eng/pack.sh                                         with a version of their own, for as long as nothing changes
#   eng/pack.sh --version 1.2.3 --output DIRECTORY      to publish them
#   eng/pack.sh --check                                 fails where they are not those of this checkout
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

fail() {
    printf 'pack: %s\n' "$*" >&2
    exit 1
}

output=artifacts/packages version='' check=''
while [ $# -gt 0 ]; do
    case "$1" in
        --version) version=${2:?} && shift 2 ;;
        --output) output=${2:?} && shift 2 ;;
        --check) check=1 && shift ;;
        *) fail "'$1' is not known. Usage: eng/pack.sh [--version VERSION] [--output DIRECTORY] | --check" ;;
    esac
done

# Another content is another version, so that no cache of packages holds an older one under the same name.
content() {
    find src guest build buildMultiTargeting docs eng Directory.*.props global.json LICENSE \
        \( -name bin -o -name obj \) -prune -o -type f -print0 |
        LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c 1-12
}

before=$(content)
[ -n "$version" ] || version=$(sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' Directory.Build.props)-dev-$before

# Written last: who finds it finds the packages.
made=$output/SmolVM.Packages.props
[ -z "$check" ] || {
    grep -qsF ">$version<" "$made" || fail "the packages in $output are not made from what this checkout holds now. Run: eng/pack.sh"
    exit 0
}

mkdir -p "$(dirname "$output")"
exec 9>"$output.lock"
flock 9
if grep -qsF ">$version<" "$made"; then
    echo "pack: $output has the packages of version $version."
    exit 0
fi

# It is replaced as a whole.
[ ! -e "$output" ] || [ -e "$made" ] || rmdir "$output" 2>/dev/null ||
    fail "$output holds other things than packages made here. Name a directory that is not there yet."

# The guest agent is part of the packages: with another C library its licence would be another one too.
command -v musl-gcc >/dev/null || fail "musl-gcc, which builds the guest agent, is not installed. Run: eng/setup.sh"

# A commit makes the same bytes whenever and wherever it is packed. What is not committed carries the time at which it was.
if [ -z "${SOURCE_DATE_EPOCH:-}" ]; then
    if [ -z "$(git status --porcelain 2>&1)" ]; then
        SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
    else
        SOURCE_DATE_EPOCH=$(date +%s)
    fi
fi
export SOURCE_DATE_EPOCH

# Nothing of ours is taken for whole unless it was renamed into place.
new=$(mktemp -d "$output.XXXXXX")
trap 'rm -rf "$new"' EXIT
chmod 755 "$new"
dotnet pack eng/Packages.slnf --configuration Release --output "$new" -p:Version="$version" --tl:off -v quiet </dev/null
[ "$(content)" = "$before" ] || fail "files changed while they were packed. Run it again."
printf '<Project>\n  <PropertyGroup>\n    <SmolVMPackages>%s</SmolVMPackages>\n  </PropertyGroup>\n</Project>\n' "$version" \
    >"$new/$(basename "$made")"
rm -rf "$output"
mv "$new" "$output"
# What the samples had of older ones.
rm -rf artifacts/restored/smolvm*
echo "pack: made the packages of version $version in $output."
