using System.Text.Json.Nodes;
using FakeSmolvm.Faults;
using FakeSmolvm.Machines;
using SmolVM.Tests.Contract;

namespace FakeSmolvm.Commands;

static class List
{
    public static int Run(Cli cli, AcceptedCall call)
    {
        var machines = cli.Store.All();
        if (call.Has("--json"))
        {
            var array = new JsonArray([.. machines.Select(machine => MachineJson.Of(machine, cli.Drift))]);
            Console.WriteLine(Garbled(cli, MachineJson.Print(array)));
            return 0;
        }
        Console.WriteLine(machines.Count == 0 ? "No machines found" : $"{"NAME",-20} {"STATE",-12} {"CPUS",-5} MEMORY");
        foreach (var machine in machines)
            Console.WriteLine($"{machine.Name,-20} {machine.State,-12} {machine.Cpus,-5} {machine.MemoryMiB} MiB");
        return 0;
    }

    /// <summary>The text, or what is left of it when that is to go wrong.</summary>
    public static string Garbled(Cli cli, string json) =>
        cli.Faults.Strikes(Fault.GarbageJson) ? "WARN deprecated\n" + json[..(json.Length / 2)] : json;
}
