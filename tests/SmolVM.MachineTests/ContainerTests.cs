using SmolVM.Guests;
using SmolVM.Machines;
using SmolVM.Packs;

namespace SmolVM.MachineTests;

public sealed class ContainerTests : IDisposable
{
    const string Process = """
        {
          "User": "app:media", "WorkingDir": "/srv/app", "Env": ["GREETING=hello", "LATER=image"], "ExposedPorts": { "8080/tcp": {} },
          "Entrypoint": ["/bin/sh", "-c", "echo $GREETING $LATER $1; id; pwd", "sh"], "Cmd": ["by default"]
        }
        """;

    readonly TemporaryDirectory folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact(Timeout = 300_000)]
    public async Task A_container_image_boots_and_its_program_runs_as_the_image_says_and_a_pack_of_it_carries_that_on()
    {
        SmallContainer.Write(folder["app.tar"], Process);
        var options = new MachineOptions { Image = folder["app.tar"], Environment = new Dictionary<string, string> { ["LATER"] = "machine" } };
        // example: container
        await using var machine = await Engine.StartAsync(options, Token);
        var program = await machine.ExecAsync(machine.Program!, null, Token);
        // end of example
        var asRoot = await machine.ExecAsync(new GuestCommand("/bin/id", "-u") { User = "root", WorkingDirectory = "/" }, null, Token);
        await machine.PackAsync(folder["app.smolmachine"], Token);
        var manifest = await SmolMachineFile.ReadManifestAsync(folder["app.smolmachine"], Token);

        Assert.Equal(
            "hello machine by default\nuid=1654(app) gid=44(media) groups=44(media)\n/srv/app\n", program.EnsureSuccess().StandardOutput);
        Assert.Equal("0\n", asRoot.EnsureSuccess().StandardOutput);
        Assert.Equal([8080], machine.Options.Ports);
        Assert.Equal(["/bin/sh", "-c", "echo $GREETING $LATER $1; id; pwd", "sh"], manifest.Entrypoint);
        Assert.Equal(["by default"], manifest.Command);
        Assert.Equal("/srv/app", manifest.WorkingDirectory);
        Assert.Contains("GREETING=hello", manifest.Environment);
    }
}
