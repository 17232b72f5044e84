using SmolVM.Guests;

namespace SmolVM.Images.Debian;

/// <summary>What is done in the machine that configures the packages of a tree.</summary>
internal static class Configuration
{
    // What it does is progress; what it runs says its own on standard error, which is shown when it fails.
    // Packages that were only unpacked have not run what comes before that; of a first installation base-passwd's alone does anything.
    // Nothing is started: there is no init. What apt and dpkg would do by themselves later, they shall not do in a throw-away machine.
    const string Script =
        """
        set -e
        exec 3>&1 1>&2
        step() { echo "$*" >&3; }
        printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d
        chmod 755 /usr/sbin/policy-rc.d
        for package in base-passwd $(ls /var/lib/dpkg/info | sed -n 's/\.preinst$//p'); do
          DPKG_MAINTSCRIPT_NAME=preinst DPKG_MAINTSCRIPT_PACKAGE="${package%:*}" DPKG_MAINTSCRIPT_ARCH=amd64 \
            DPKG_MAINTSCRIPT_PACKAGE_REFCOUNT=1 "/var/lib/dpkg/info/$package.preinst" install < /dev/null
        done
        step "Configuring $(grep -c ^Package: /var/lib/dpkg/status) packages."
        dpkg --force-unsafe-io --configure --pending < /dev/null
        step "Tidying up."
        for timer in apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer; do systemctl --quiet disable "$timer"; done
        systemctl --quiet mask getty.target
        rm -rf /usr/sbin/policy-rc.d /var/log/journal /var/log/*.log /var/log/apt /var/lib/dpkg/*-old /var/cache/debconf/*-old
        dpkg --audit
        step "Reading the configured root."
        """;

    public static GuestCommand Command { get; } = GuestCommand.Shell(Script) with
    {
        Environment = new Dictionary<string, string>
        {
            ["DEBIAN_FRONTEND"] = "noninteractive",
            ["DEBCONF_NONINTERACTIVE_SEEN"] = "true",
            ["LC_ALL"] = "C.UTF-8",
        },
        WorkingDirectory = "/",
        // The image's own deadline ends it. On a busy host without KVM this alone takes most of that.
        Timeout = Timeout.InfiniteTimeSpan,
    };
}
