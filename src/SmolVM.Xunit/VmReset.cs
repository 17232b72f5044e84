namespace SmolVM.Xunit;

/// <summary>What tests see of what the tests before them did to the machine.</summary>
public enum VmReset
{
    /// <summary>All of it: the tests of a fixture use one machine, one after another.</summary>
    None,

    /// <summary>Nothing: each test has a copy of the machine of its own, as it was after its provisioning commands.</summary>
    BeforeEachTest,
}
