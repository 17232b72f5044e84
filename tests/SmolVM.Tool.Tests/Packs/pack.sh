#!/bin/sh
# Run by PackMachineTests, in a directory with ./root.
set -e
# example: pack
dotnet smolvm pack create --image ./root --entrypoint /bin/sh -o app
dotnet smolvm pack inspect app.smolmachine
./app run -- /bin/busybox uname -r
# end of example
