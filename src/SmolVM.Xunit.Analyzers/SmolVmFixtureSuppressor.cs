using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SmolVM.Xunit.Analyzers;

/// <summary>
/// Silences xUnit1041 ("fixture argument has no fixture source") for parameters of the type SmolVm, and for no others: the rule knows
/// the attributes of xunit only, and the source of a SmolVm is <c>[SmolVmFixture]</c>.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SmolVmFixtureSuppressor : DiagnosticSuppressor
{
    const string Fixture = "SmolVM.Xunit.SmolVm";
    const string Attribute = "SmolVM.Xunit.SmolVmFixtureAttribute";

    static readonly SuppressionDescriptor Rule = new("SMOLSPR001", "xUnit1041", "[SmolVmFixture] is the source of SmolVm.");

    /// <summary>The one suppression.</summary>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions => [Rule];

    /// <summary>Looks at the reported parameters.</summary>
    /// <param name="context">The compiler's.</param>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        if (context.Compilation.GetTypeByMetadataName(Fixture) is not { } fixture
            || context.Compilation.GetTypeByMetadataName(Attribute) is not { } attribute)
            return;
        foreach (var diagnostic in context.ReportedDiagnostics)
        {
            if (ParameterOf(diagnostic, context) is { } parameter
                && SymbolEqualityComparer.Default.Equals(parameter.Type, fixture)
                && HasSource(parameter.ContainingType, context.Compilation, attribute))
                context.ReportSuppression(Suppression.Create(Rule, diagnostic));
        }
    }

    static IParameterSymbol? ParameterOf(Diagnostic diagnostic, SuppressionAnalysisContext context)
    {
        if (diagnostic.Location.SourceTree is not { } tree)
            return null;
        var node = tree.GetRoot(context.CancellationToken).FindNode(diagnostic.Location.SourceSpan);
        return context.GetSemanticModel(tree).GetDeclaredSymbol(node, context.CancellationToken) as IParameterSymbol;
    }

    static bool HasSource(INamedTypeSymbol? testClass, Compilation compilation, INamedTypeSymbol attribute)
    {
        for (var type = testClass; type is not null; type = type.BaseType)
        {
            if (Has(type, attribute))
                return true;
        }
        return Has(compilation.Assembly, attribute);
    }

    static bool Has(ISymbol symbol, INamedTypeSymbol attribute) =>
        symbol.GetAttributes().Any(data => SymbolEqualityComparer.Default.Equals(data.AttributeClass, attribute));
}
