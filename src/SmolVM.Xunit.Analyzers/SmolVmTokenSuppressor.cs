using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SmolVM.Xunit.Analyzers;

/// <summary>
/// Silences xUnit1051 ("pass the test's cancellation token") for calls of SmolVm's members, and for no others: they take that token by
/// themselves.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SmolVmTokenSuppressor : DiagnosticSuppressor
{
    const string Fixture = "SmolVM.Xunit.SmolVm";

    static readonly SuppressionDescriptor Rule = new(
        "SMOLSPR002", "xUnit1051", "SmolVm takes the test's cancellation token where it is given none.");

    /// <summary>The one suppression.</summary>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions => [Rule];

    /// <summary>Looks at the reported calls.</summary>
    /// <param name="context">The compiler's.</param>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        if (context.Compilation.GetTypeByMetadataName(Fixture) is not { } fixture)
            return;
        foreach (var diagnostic in context.ReportedDiagnostics)
        {
            if (SymbolEqualityComparer.Default.Equals(CalledType(diagnostic, context), fixture))
                context.ReportSuppression(Suppression.Create(Rule, diagnostic));
        }
    }

    static INamedTypeSymbol? CalledType(Diagnostic diagnostic, SuppressionAnalysisContext context)
    {
        if (diagnostic.Location.SourceTree is not { } tree)
            return null;
        var node = tree.GetRoot(context.CancellationToken).FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        return node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } call
            ? context.GetSemanticModel(tree).GetSymbolInfo(call, context.CancellationToken).Symbol?.ContainingType
            : null;
    }
}
