namespace SmolVM.Machines;

/// <summary>One look at what is waited for.</summary>
/// <param name="Value">What was found, or null while it has not come.</param>
/// <param name="State">What was seen instead, for the message of a wait in vain.</param>
internal readonly record struct Look<T>(T? Value, string State)
    where T : class;
