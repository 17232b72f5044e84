using SmolVM.Errors;

namespace SmolVM.Qemu;

/// <summary>QEMU refused a command of its machine protocol, or its socket ended.</summary>
internal sealed class QmpException(string message, Exception? inner = null) : SmolVmException(ErrorCodes.MachineLost, message, inner);
