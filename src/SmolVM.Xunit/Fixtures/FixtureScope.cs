using System.Reflection;
using SmolVM.Errors;
using Xunit;

namespace SmolVM.Xunit.Fixtures;

/// <summary>For whom a fixture is being made, and what they said of their machine.</summary>
/// <param name="Settings">What was said; the defaults where nothing was.</param>
/// <param name="Assembly">The assembly of the tests.</param>
/// <param name="Kind">Who uses the machine.</param>
internal sealed record FixtureScope(SmolVmFixtureAttribute Settings, Assembly Assembly, FixtureScopeKind Kind)
{
    /// <summary>Reads xunit's context, as it is while a fixture is initialised.</summary>
    /// <exception cref="SmolVmException">Classes share the machine and say different things of it.</exception>
    public static FixtureScope Of(ITestContext context)
    {
        var assembly = TestTypes.Of(context.TestAssembly!);
        if (context.TestClass is { } testClass)
            return new(OfClass(TestTypes.Of(testClass, assembly)), assembly, FixtureScopeKind.Class);
        if (context.TestCollection is not { } collection)
            return new(assembly.GetCustomAttribute<SmolVmFixtureAttribute>() ?? new(), assembly, FixtureScopeKind.Assembly);
        return new(Shared(assembly.GetTypes(), collection.TestCollectionDisplayName), assembly, FixtureScopeKind.Collection);
    }

    static SmolVmFixtureAttribute OfClass(Type type)
    {
        var settings = type.GetCustomAttribute<SmolVmFixtureAttribute>() ?? new();
        // Two machines of one class would also wait for each other's memory.
        return settings.Share is null ? settings : throw new SmolVmException(
            ErrorCodes.Option,
            $"The class {type.FullName} shares the machine '{settings.Share}' and asks for one of its own by "
            + $"IClassFixture<{nameof(SmolVm)}>. Remove one of the two.");
    }

    /// <summary>What all the classes of a collection say.</summary>
    internal static SmolVmFixtureAttribute Shared(IEnumerable<Type> types, string collection)
    {
        var users = (from type in types
                     // A base class is no user: only what xunit would run is.
                     where !type.IsAbstract
                     let attribute = type.GetCustomAttribute<SmolVmFixtureAttribute>()
                     where attribute?.CollectionName == collection
                     orderby type.FullName
                     select (Type: type, Attribute: attribute)).ToList();
        if (users.Count == 0)
            return new();
        foreach (var (type, attribute) in users.Skip(1))
        {
            if (SettingsDifference.Between(users[0].Attribute, attribute) is { } difference)
                throw new SmolVmException(
                    ErrorCodes.Option,
                    $"The classes {users[0].Type.FullName} and {type.FullName} share the machine '{attribute.Share}' and differ in "
                    + $"{difference}. Give both the same settings, or another name to share.");
        }
        return users[0].Attribute;
    }
}

/// <summary>Who uses a fixture's machine.</summary>
internal enum FixtureScopeKind
{
    /// <summary>One class.</summary>
    Class,

    /// <summary>The classes of a collection, one after another.</summary>
    Collection,

    /// <summary>All classes of the assembly, side by side.</summary>
    Assembly,
}
