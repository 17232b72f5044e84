using System.Reflection;
using Xunit.Sdk;

namespace SmolVM.Xunit.Fixtures;

/// <summary>
/// The types behind xunit's descriptions of tests, found by name: xunit 4 has moved the members that hand them out to other interfaces,
/// where what was compiled against xunit 3 does not find them.
/// </summary>
internal static class TestTypes
{
    public static Assembly Of(ITestAssembly tests) =>
        AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(loaded => !loaded.IsDynamic && loaded.Location == tests.AssemblyPath)
        ?? throw new InvalidOperationException($"The test assembly '{tests.AssemblyPath}' is not loaded from there. Run it where it lies.");

    public static Type Of(ITestClass testClass, Assembly assembly) =>
        assembly.GetType(testClass.TestClassName, throwOnError: true)!;
}
