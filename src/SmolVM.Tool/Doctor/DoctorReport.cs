namespace SmolVM.Tool.Doctor;

/// <summary>What the doctor says.</summary>
/// <param name="Usable">Whether a machine could be started now.</param>
/// <param name="Engine">The engine that would run it; null where none can.</param>
/// <param name="Findings">All that was looked at.</param>
internal sealed record DoctorReport(bool Usable, string? Engine, IReadOnlyList<Finding> Findings)
{
    /// <summary>The commands that mend what is missing, and then those that make things better; each once.</summary>
    public IReadOnlyList<string> Remedies =>
    [
        .. Findings.Where(finding => finding.State != FindingState.Ok).OrderByDescending(finding => finding.State)
            .Select(finding => finding.Remedy).OfType<string>().Distinct(),
    ];

    public string Verdict => Usable ? $"Machines can be started here, by the {Engine} engine." : "No machine can be started here.";
}
