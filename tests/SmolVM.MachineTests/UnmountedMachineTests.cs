namespace SmolVM.MachineTests;

/// <summary>The classes that take turns with <see cref="UnmountedMachine"/>.</summary>
[CollectionDefinition]
public sealed class UnmountedMachineTests : ICollectionFixture<UnmountedMachine>;
