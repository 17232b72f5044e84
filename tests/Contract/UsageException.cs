namespace SmolVM.Tests.Contract;

/// <summary>Ends the parsing of an argument list that is refused; it never leaves <see cref="ContractParser"/>.</summary>
sealed class UsageException(string message) : Exception(message);
