namespace SmolVM.Xunit.Tests.Verbs;

/// <summary>The machine that the tests of verbs share: booting one for each class would show nothing more.</summary>
static class VerbMachine
{
    public const string Name = "verbs";

    /// <summary>The project's own directory.</summary>
    public const string Mount = "Verbs/shared";
}
