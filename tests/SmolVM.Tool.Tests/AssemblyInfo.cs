// Machines of the qemu engine run on Linux only.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
