using SmolVM.Guests;
using SmolVM.Mounts;

namespace SmolVM.MachineTests;

/// <summary>What machines are told.</summary>
static class Wakes
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public static WakeRequest Of(params WorkspaceMount[] mounts) => new()
    {
        Identity = Guid.NewGuid(),
        Time = DateTimeOffset.UtcNow,
        Entropy = new byte[64],
        HostName = "woken",
        Mounts = MountList.Tagged(mounts),
    };
}
