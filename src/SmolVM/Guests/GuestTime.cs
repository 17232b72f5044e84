namespace SmolVM.Guests;

/// <summary>Times as the agent takes them.</summary>
static class GuestTime
{
    /// <summary>Nanoseconds since 1970.</summary>
    public static long Nanoseconds(DateTimeOffset time) =>
        (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) * TimeSpan.NanosecondsPerTick;
}
