#!/usr/bin/env bash
# What docs/tool.md shows of doctor, image, kit and completion, in a folder with a directory 'rootfs'.
set -euo pipefail

# example: doctor
dotnet smolvm doctor
# end of example

# example: image
dotnet smolvm image build ./rootfs
dotnet smolvm image ls
dotnet smolvm image prune --older-than 7d
# end of example

# example: export
dotnet smolvm kit export debian.kit
# end of example

# example: import
dotnet smolvm kit import debian.kit
# end of example

# example: completion
source <(dotnet-smolvm completion bash)
# end of example
complete -p dotnet-smolvm
