namespace SmolVM.Tests.Smolvm;

/// <summary>A clock on which every wait is over at once, and took as long as it was to take.</summary>
sealed class JumpingTime : TimeProvider
{
    long ticks;

    public TimeSpan Elapsed => TimeSpan.FromTicks(Interlocked.Read(ref ticks));

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero)
            Interlocked.Add(ref ticks, dueTime.Ticks);
        return System.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.Zero : dueTime, period);
    }
}
