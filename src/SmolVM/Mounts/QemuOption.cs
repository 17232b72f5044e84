namespace SmolVM.Mounts;

/// <summary>Values inside QEMU's <c>key=value,key=value</c> options.</summary>
static class QemuOption
{
    /// <summary>Doubles each comma, which would end the value otherwise.</summary>
    public static string Escape(string value) => value.Replace(",", ",,", StringComparison.Ordinal);
}
