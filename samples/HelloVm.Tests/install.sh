#!/bin/sh
# Installs a command for all users, as an installer of yours would: run by InstallerTests.
set -e
mkdir -p /usr/local/bin
printf '#!/bin/sh\necho hello\n' > /usr/local/bin/hello
chmod 755 /usr/local/bin/hello
[ "$(hello)" = hello ]
