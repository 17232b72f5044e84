#!/usr/bin/env bash
# What docs/tool.md shows of machines, in a folder with a script 'build.sh'.
set -euo pipefail

# example: machine
dotnet smolvm machine create --name dev --mount .
dotnet smolvm machine start --name dev
dotnet smolvm machine ssh --name dev ls /workspace
dotnet smolvm machine exec --name dev -- sh /workspace/build.sh
dotnet smolvm machine fork --golden dev --name dev-2
dotnet smolvm machine ls
dotnet smolvm machine stop --name dev
dotnet smolvm machine delete --name dev -f
# end of example
dotnet smolvm machine exec --name dev-2 -- cat /root/built
dotnet smolvm machine delete --name dev-2 -f
