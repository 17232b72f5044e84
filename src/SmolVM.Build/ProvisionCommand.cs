using SmolVM.Guests;

namespace SmolVM.Build;

/// <summary>A provisioning command.</summary>
/// <param name="Line">As the project wrote it.</param>
/// <param name="Command">What runs in the guest.</param>
sealed record ProvisionCommand(string Line, GuestCommand Command);
