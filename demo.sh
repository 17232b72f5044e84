#!/usr/bin/env bash
# The main job, from nothing: sets up what is missing, makes the packages, packs samples/HelloVm into a machine, boots that, and runs the
# program in it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

step() { printf '\n== %s\n' "$*"; }

# A build node that stays would keep the tasks of an older build.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

step "Set up"
eng/setup.sh

step "Make the packages that the samples are built with: eng/pack.sh"
eng/pack.sh

step "Pack: dotnet build samples/HelloVm -t:SmolPack"
dotnet build samples/HelloVm -t:SmolPack --tl:off </dev/null

step "Run: boot the pack and start the program in it, with nothing mounted"
pack=samples/HelloVm/bin/Debug/net10.0/smolpack/HelloVm.smolmachine
dotnet run --project samples/RunPack -- "$pack" /opt/hellovm/HelloVm </dev/null
