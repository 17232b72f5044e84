using System.Globalization;
using System.Reflection;
using Xunit;
using Xunit.v3;

namespace SmolVM.Xunit;

// What xunit asks of the attribute. It makes a new instance at each question, so that an instance is data and nothing more.
public sealed partial class SmolVmFixtureAttribute
    : ICollectionAttribute, IAssemblyFixtureAttribute, IBeforeAfterTestAttribute, ITraitAttribute
{
    // xunit has no way for an attribute to give a class a fixture; but one may choose the collection, and its type brings fixtures.
    string ICollectionAttribute.Name => CollectionName;

    Type? ICollectionAttribute.Type => Share is null ? typeof(OwnMachine) : typeof(SharedMachine);

    Type IAssemblyFixtureAttribute.AssemblyFixtureType => typeof(SmolVm);

    internal string CollectionName => Share is null
        ? Name ?? string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(file)}:{line} (SmolVm)")
        : $"SmolVm '{Share}'";

    IReadOnlyCollection<KeyValuePair<string, string>> ITraitAttribute.GetTraits() => [new("Category", "SmolVm")];

    void IBeforeAfterTestAttribute.Before(MethodInfo methodUnderTest, IXunitTest test) =>
        SmolVm.Current?.TestStarting(test, methodUnderTest.ReflectedType!);

    void IBeforeAfterTestAttribute.After(MethodInfo methodUnderTest, IXunitTest test) => SmolVm.Current?.TestFinished(test);

    sealed class OwnMachine : IClassFixture<SmolVm>;

    sealed class SharedMachine : ICollectionFixture<SmolVm>;
}
