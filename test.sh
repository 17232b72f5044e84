#!/usr/bin/env bash
# Sets up, builds, checks the format and runs the tests; --stress runs the long ones too.
# The last line says what came out. SMOLVM_REQUIRED=1: a test that was skipped is a failure.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# What needs a smolvm of the user's own is not asked for here.
filter=(--filter-not-trait "Category=RealCli" "Category=Stress")
stress=
for argument in "$@"; do
    case "$argument" in
        --stress) stress=1 filter=(--filter-not-trait "Category=RealCli") ;;
        *)
            echo "usage: ./test.sh [--stress]" >&2
            exit 2
            ;;
    esac
done

export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# Nothing here asks anybody anything.
exec </dev/null

step() { printf '\n== %s\n' "$*"; }

# Sums one attribute over the reports of this run.
sum() {
    { grep -ho "<assembly [^>]*" "$results"/*.xml || true; } |
        sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" | awk '{ n += $1 } END { print n + 0 }'
}

# The tests of the reports that did not pass, each with the beginning of what it said: of a long run often only the end is kept.
failed_tests() {
    { cat "$results"/*.xml 2>/dev/null || true; } | awk -v RS='<test ' '
        /^[^>]* result="Fail"/ && match($0, / name="[^"]*"/) {
            name = substr($0, RSTART + 7, RLENGTH - 8)
            said = match($0, /<message><!\[CDATA\[/) ? substr($0, RSTART + RLENGTH, 600) : ""
            sub(/]]>.*/, "", said)
            gsub(/\n/, "\n    ", said)
            print name "\n    " said
        }'
}

step "Set up"
eng/setup.sh --tests

step "Build"
dotnet build SmolVM.sln --tl:off -v minimal

step "Make the packages, and build the samples with them"
eng/pack.sh
dotnet build samples/Samples.slnx --tl:off -v minimal

failures=()
step "Check the format"
# A space in the wrong place must not hide what the tests say.
for solution in SmolVM.sln samples/Samples.slnx; do
    dotnet format "$solution" --no-restore --verify-no-changes || failures+=("format (dotnet format $solution mends it)")
done

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

step "Pack samples/HelloVm, which its tests boot"
dotnet build samples/HelloVm -t:SmolPack --tl:off -v minimal || failures+=("the pack of samples/HelloVm")

# PROJECT NAME FILTER…: runs the tests of a project; NAME is that of the report.
run_tests() {
    local project=$1 name=$2
    shift 2
    # 8: the filter left nothing to run.
    # Whoever starts this with signals ignored (nohup, a background shell) must not make the tests of signals fail.
    env --default-signal dotnet test --project "$project" --no-build --results-directory "$results" --report-xunit --report-xunit-filename "$name.xml" \
        --max-parallel-test-modules 1 --ignore-exit-code 8 "$@" || failures+=("$project ($name)")
    [ -f "$results/$name.xml" ] || failures+=("$project ($name: no report)")
}

# The same as a user who can write to the cache alone: what fails as such a user fails as root too, and not the other way round.
run_tests_as_nobody() {
    local project=$1 name=$2 place
    shift 2
    place=$(mktemp -d)
    chmod 755 "$place"
    # The program itself: dotnet test would have to write into the checkout.
    env --default-signal eng/cache-only.sh "$place" "$project/bin/Debug/net10.0/$(basename "$project")" --results-directory "$place/tmp" \
        --report-xunit --report-xunit-filename "$name.xml" --ignore-exit-code 8 --no-progress "$@" || failures+=("$project ($name)")
    cp "$place/tmp/$name.xml" "$results" || failures+=("$project ($name: no report)")
    rm -rf "$place"
}

# What of the machine tests needs root; with --stress the others run without it.
root=Category=Root

# The fast ones first; projects with machines one after another, since each machine wants the processors for itself.
for project in tests/SmolVM.Tests tests/SmolVM.Smolvm.Tests tests/SmolVM.Tool.Tests tests/SmolVM.Build.Tests tests/SmolVM.MachineTests tests/SmolVM.Xunit.Tests \
    tests/SmolVM.Packages.Tests samples/HelloVm.Tests samples/ServiceTests; do
    step "Test $project"
    if [ "$stress" ] && [ "$project" = tests/SmolVM.MachineTests ] && [ "$(id -u)" = 0 ]; then
        run_tests "$project" MachineTests-root --filter-trait "$root"
        # Its image takes minutes to make, and each user has a cache of his own.
        run_tests "$project" MachineTests-debian --filter-namespace SmolVM.MachineTests.Debian
        run_tests_as_nobody "$project" MachineTests-nobody "${filter[@]}" "$root" --filter-not-namespace SmolVM.MachineTests.Debian
    else
        run_tests "$project" "$(basename "$project")" "${filter[@]}"
    fi
done

# Without KVM the image that it needs takes minutes to make.
if [ -n "$stress" ]; then
    step "Test samples/DebService.Tests"
    run_tests samples/DebService.Tests DebService.Tests "${filter[@]}"
fi

# Unpacked, not installed: what this host has stays as it is.
if [ -n "$stress" ]; then
    step "Test tests/SmolVM.MachineTests with the QEMU and the kernel of Debian 13"
    kit=$results/debian-13.kit
    if tools=$(dotnet tests/SmolVM.Tests.Host/bin/Debug/net10.0/SmolVM.Tests.Host.dll prepare-other-host "$kit"); then
        PATH="$tools:$PATH" SMOLVM_KIT="$kit" run_tests tests/SmolVM.MachineTests MachineTests-debian-13 \
            --filter-not-trait "Category=RealCli" "Category=Stress" "Category=Network"
    else
        failures+=("QEMU and the kernel of Debian 13 (not prepared)")
    fi
fi

passed=$(sum passed)
failed=$(sum failed)
errors=$(sum errors)
skipped=$(sum skipped)

status=0
if [ ${#failures[@]} -gt 0 ] || [ $((failed + errors)) -gt 0 ]; then
    status=1
    printf '\nFailed:\n'
    printf '  %s\n' "${failures[@]:-see above}"
    failed_tests | sed 's/\\\?&quot;/"/g; s/^/    /'
    find tests -name '*.received.*' -printf 'received snapshot: %p\n'
fi
if [ "${SMOLVM_REQUIRED:-}" = 1 ] && [ "$skipped" -gt 0 ]; then
    status=1
    printf '\nTests were skipped, and SMOLVM_REQUIRED=1 makes that a failure.\n'
fi

printf '\n%s passed, %s failed, %s skipped\n' "$passed" "$((failed + errors))" "$skipped"
exit "$status"
