namespace SmolVM.Tests.Contract;

/// <summary>What holds between the arguments of one call.</summary>
static class ArgumentRules
{
    /// <exception cref="UsageException">Two exclude each other, or one is missing.</exception>
    public static void Check(ContractCommand command, IReadOnlySet<string> given)
    {
        foreach (var argument in command.Arguments.Where(argument => given.Contains(argument.Name)))
        {
            if (argument.Conflicts.FirstOrDefault(given.Contains) is { } other)
                throw new UsageException($"the argument '{argument.Name}' cannot be used with '{other}'");
        }
        var missing = Missing(command, given).Distinct().ToList();
        if (missing.Count > 0)
            throw new UsageException("the following required arguments were not provided: " + string.Join(", ", missing));
    }

    static IEnumerable<string> Missing(ContractCommand command, IReadOnlySet<string> given)
    {
        foreach (var argument in command.Arguments)
        {
            if (given.Contains(argument.Name))
            {
                foreach (var needed in argument.Requires.Where(needed => !given.Contains(needed)))
                    yield return needed;
            }
            else if (argument.Required || (argument.RequiredUnless.Count > 0 && !argument.RequiredUnless.Any(given.Contains)))
            {
                yield return argument.Name;
            }
        }
        if (command.AnyOf.Count > 0 && !command.AnyOf.Any(given.Contains))
            yield return string.Join("|", command.AnyOf);
    }
}
