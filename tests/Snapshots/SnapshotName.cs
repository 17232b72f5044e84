#if !USE_VERIFY
using System.Globalization;
using Xunit.v3;

namespace SmolVM.Tests.Snapshots;

/// <summary><c>{Class}.{Method}[_{parameter=value}]</c>, as Verify names its files.</summary>
static class SnapshotName
{
    public static string Of(ITestContext context)
    {
        var test = context.Test as IXunitTest ?? throw new InvalidOperationException("Verify works inside a test only.");
        var method = test.TestCase.TestMethod.Method;
        var arguments = method.GetParameters().Zip(
            test.TestMethodArguments,
            (parameter, value) => $"_{parameter.Name}={Convert.ToString(value, CultureInfo.InvariantCulture)}");
        var name = $"{method.ReflectedType!.Name}.{method.Name}{string.Concat(arguments)}";
        return string.Concat(name.Select(c => Path.GetInvalidFileNameChars().Contains(c) ? '-' : c));
    }
}
#endif
