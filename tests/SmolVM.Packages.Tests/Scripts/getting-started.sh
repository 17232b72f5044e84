#!/usr/bin/env bash
# What docs/getting-started.md has its readers do, in an empty folder with a nuget.config. SMOLVM is where this repository is.
set -euo pipefail

# example: source
"$SMOLVM"/eng/pack.sh
dotnet nuget add source "$SMOLVM"/artifacts/packages --name smolvm --configfile nuget.config
# end of example

# example: tool
dotnet tool install SmolVM.Tool --prerelease --tool-path tools
tools/dotnet-smolvm doctor
# end of example

# example: run
dotnet new console -o Hello
cd Hello
dotnet add package SmolVM.Build --prerelease
dotnet run -p:SmolRun=true
# end of example

# example: pack
dotnet build -t:SmolPack
# end of example

# example: up
dotnet build -t:SmolUp
dotnet build -t:SmolExec -p:SmolCommand="uname -r && ls"
dotnet build -t:SmolDown
# end of example
cd ..

# example: test
dotnet new install SmolVM.Templates@*-*
dotnet new smolvm-test -o Machine.Tests
cd Machine.Tests
dotnet test
# end of example
