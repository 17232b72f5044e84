namespace FakeSmolvm;

/// <summary>What a version does otherwise than its neighbours, apart from the shapes of its arguments: one fact a line.</summary>
sealed class Drift(Version version)
{
    public Version Version => version;

    // State.
    public bool OneCallAtATime => Until(0, 5, 20);
    public TimeSpan DatabaseWait => Until(0, 5, 12) ? TimeSpan.Zero : TimeSpan.FromSeconds(Until(0, 5, 20) ? 4 : Until(0, 7, 0) ? 5 : 15);
    public bool DirectoriesHavePlainNames => Until(0, 5, 14);
    public int LongestName => Until(0, 5, 14) ? 40 : 128;
    public bool MissingIsNoError => Until(0, 8, 0);
    public bool DeleteOrphansTheProcess => Until(0, 8, 0);
    public bool ForkBaseIsGuarded => Since(1, 7, 0);
    public bool ForkBaseIsFrozen => Since(1, 3, 0);
    public bool ForksMoreThanOnce => Since(1, 7, 6);
    public bool AlreadyExistsIsOrBeingCreated => Since(1, 0, 0);
    public bool StatusTextHasTheState => Since(1, 0, 0);
    public bool BootsShareAMarker => Until(1, 2, 4);
    public bool FailedStartIsTornDown => Since(1, 7, 0);
    public bool EphemeralDiesWithTheCli => Since(1, 8, 0);

    // Exec.
    public bool BareNamesTakeHostVariables => Since(0, 8, 1);
    public bool BareMachineHidesSignals => Until(0, 8, 0);
    public bool LongOutputIsCut => Until(0, 9, 0);
    public bool StreamIsCapped => Since(1, 3, 8);
    public bool ImageTimeoutIsIgnored => Since(1, 4, 1) && Until(1, 6, 13);
    public bool ImageExecOutlivesTheCli => Since(1, 4, 1) && Until(1, 6, 13);
    public bool LongOutputBreaksTheGuest => Until(0, 5, 20);

    // Copy.
    public bool CopyLandsUnderMounts(long bytes) => Until(1, 7, 2) || (Until(1, 8, 3) && bytes > 1 << 20);

    // Network and mounts.
    public bool EgressWithFromIsDropped => Until(1, 7, 7);
    public bool TsiRefusesPolicies => Since(1, 1, 3);
    public bool VirtioNetRefusesPolicies => Until(1, 0, 1);
    public bool PortsNeedVirtioNet => Since(1, 0, 2) && Until(1, 0, 3);
    public bool PullNeedsNetworkAtCreate => Since(1, 7, 3);
    public bool LaterVolumeWins => Until(0, 8, 0);
    public bool TakesLocalImages => Since(1, 1, 0);

    // Workload.
    public bool CommandReplacesThePacks => Since(1, 6, 4);
    public bool ShareDefaultForRun => Until(0, 5, 20);
    public bool HasShiftedFlagsNote => Since(1, 9, 2);

    // Packs.
    public uint PackVersionWritten => Until(0, 5, 12) ? 3u : 1u;
    public bool SidecarIsReadAtEachStart => Until(0, 9, 0);
    public bool SuffixedOutputIsRefused => Since(1, 7, 0);
    public bool ImagePacksFail => Since(0, 5, 18) && Until(0, 5, 18);
    public bool ImageChangesAreLost => Until(0, 5, 13);
    public bool DefaultDisksCannotBePacked => Since(1, 1, 0) && Until(1, 2, 1);
    public bool DiskPacksBoot => Since(1, 2, 2);
    public bool PacksHaveSeveralLayers => Until(1, 6, 10);
    public bool LayersAreOrderedByName => Until(1, 2, 3);
    public bool LayerNamesAreShort => Until(1, 3, 3);
    public bool LayersOfThePackAreKept => Since(1, 3, 4);
    public bool ImageEnvironmentIsPacked => Since(1, 8, 0);
    public bool SecretRefsAreRefused => Since(1, 0, 0);
    public bool ArchitectureIsChecked => Since(1, 2, 2);
    public bool HostPlatformIsChecked => Since(0, 8, 0);
    public bool NeverStartedIsSaidPlainly => Since(1, 7, 0);
    public bool ForkClonesCannotBePacked => Since(1, 7, 0);

    public bool ReadsPackVersion(uint number) => Until(0, 5, 12) ? number == 3 : Until(1, 7, 1) ? number == 1 : number is >= 1 and <= 3;

    // Keys of `ls --json`.
    public bool JsonHasForkpoint => Since(1, 7, 2);
    public bool JsonHasLabels => Since(1, 8, 0);

    bool Since(int major, int minor, int patch) => version >= new Version(major, minor, patch);

    bool Until(int major, int minor, int patch) => version <= new Version(major, minor, patch);
}
