using System.Runtime.InteropServices;

Console.WriteLine("Hello from inside the machine.");
Console.WriteLine($"runtime: {RuntimeInformation.FrameworkDescription} ({RuntimeInformation.RuntimeIdentifier})");
Console.WriteLine($"kernel:  {File.ReadAllText("/proc/sys/kernel/osrelease").Trim()}");
