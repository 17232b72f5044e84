#!/usr/bin/env bash
# Sets up, builds, checks the format and runs the tests; --stress runs the long ones too.
# The last line says what came out. SMOLVM_REQUIRED=1: a test that was skipped is a failure.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# What needs a smolvm of the user's own is not asked for here.
filter=(--filter-not-trait "Category=RealCli" "Category=Stress")
for argument in "$@"; do
    case "$argument" in
        --stress) filter=(--filter-not-trait "Category=RealCli") ;;
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

step "Set up"
eng/setup.sh --tests

step "Build"
dotnet build SmolVM.sln --tl:off -v minimal

failures=()
step "Check the format"
# A space in the wrong place must not hide what the tests say.
dotnet format SmolVM.sln --no-restore --verify-no-changes || failures+=("format (dotnet format SmolVM.sln mends it)")

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

step "Pack samples/HelloVm, which its tests boot"
dotnet build samples/HelloVm -t:SmolPack --tl:off -v minimal || failures+=("the pack of samples/HelloVm")

# The fast ones first; projects with machines one after another, since each machine wants the processors for itself.
for project in tests/SmolVM.Tests tests/SmolVM.Smolvm.Tests tests/SmolVM.Build.Tests tests/SmolVM.MachineTests tests/SmolVM.Xunit.Tests \
    samples/HelloVm.Tests samples/ServiceTests; do
    step "Test $project"
    name=$(basename "$project")
    # 8: the filter left nothing to run.
    # Whoever starts this with signals ignored (nohup, a background shell) must not make the tests of signals fail.
    env --default-signal dotnet test --project "$project" --no-build --results-directory "$results" --report-xunit --report-xunit-filename "$name.xml" \
        --max-parallel-test-modules 1 --ignore-exit-code 8 "${filter[@]}" || failures+=("$project")
    [ -f "$results/$name.xml" ] || failures+=("$project (no report)")
done

passed=$(sum passed)
failed=$(sum failed)
errors=$(sum errors)
skipped=$(sum skipped)

status=0
if [ ${#failures[@]} -gt 0 ] || [ $((failed + errors)) -gt 0 ]; then
    status=1
    printf '\nFailed:\n'
    printf '  %s\n' "${failures[@]:-see above}"
    find tests -name '*.received.*' -printf 'received snapshot: %p\n'
fi
if [ "${SMOLVM_REQUIRED:-}" = 1 ] && [ "$skipped" -gt 0 ]; then
    status=1
    printf '\nTests were skipped, and SMOLVM_REQUIRED=1 makes that a failure.\n'
fi

printf '\n%s passed, %s failed, %s skipped\n' "$passed" "$((failed + errors))" "$skipped"
exit "$status"
