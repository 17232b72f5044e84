using SmolVM.Build.Tests.Infra;
using SmolVM.Images;
using SmolVM.Machines;
using SmolVM.Processes;
using SmolVM.Qemu;

namespace SmolVM.Build.Tests.Containers;

/// <summary>A project's own container image as the base of its pack; the SDK takes the base image from a registry on loopback.</summary>
public sealed class ContainerPackTests : IDisposable
{
    const string Properties = """
        <SmolUseContainer>true</SmolUseContainer>
        <PublishSelfContained>true</PublishSelfContained>
        <ContainerUser>1654:44</ContainerUser>
        <ContainerWorkingDirectory>/srv/app/</ContainerWorkingDirectory>
        """;

    const string Items = """
        <ContainerEnvironmentVariable Include="GREETING" Value="from the image" />
        <ContainerPort Include="8080" Type="tcp" />
        <SmolProvision Include="mark" Command="id -u > /etc/provisioned; ls /srv/app/$SMOL_ASSEMBLY_NAME >> /etc/provisioned" />
        """;

    const string Program = """
        System.Console.WriteLine(
            $"Hello {System.Environment.GetEnvironmentVariable("GREETING")} in {System.Environment.CurrentDirectory}");
        """;

    readonly TemporaryDirectory folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact(Timeout = 900_000)]
    [Trait("Category", "Stress")]
    public async Task A_project_is_packed_with_its_container_image_and_the_pack_runs_its_program()
    {
        await using var registry = await Registry.StartAsync(folder, Token);
        var baseImage = await PushBaseAsync(registry);
        using var project = new TestProject(Items, $"{Properties}<ContainerBaseImage>{baseImage}</ContainerBaseImage>");
        project.Write("Program.cs", Program);

        var build = await project.BuildAsync("-t:SmolPack", "-v:normal");
        build.EnsureSuccess();
        var again = await project.BuildAsync("-t:SmolPack", "-v:normal");
        again.EnsureSuccess();
        var changed = await project.BuildAsync("-t:_SmolPublish;_SmolContainer", "-p:ContainerUser=0", "-v:normal");
        changed.EnsureSuccess();
        var (engine, _) = await MachineEngines.ChooseAsync("qemu", cancellationToken: Token);
        await using var machine = await engine.StartAsync(new MachineOptions { Image = project.Pack }, null, Token);
        var program = await machine.ExecAsync(machine.Program!, null, Token);
        var provisioned = await machine.ExecAsync("cat /etc/provisioned", Token);

        Assert.Equal("Hello from the image in /srv/app\n", program.EnsureSuccess().StandardOutput);
        Assert.Equal("0\n/srv/app/app\n", provisioned.EnsureSuccess().StandardOutput);
        Assert.Contains("Skipping target \"_SmolPublishContainer\" because all output files are up-to-date", again.Output);
        Assert.Contains("Skipping target \"_SmolPackCore\" because all output files are up-to-date", again.Output);
        Assert.DoesNotContain("Skipping target \"_SmolPublishContainer\"", changed.Output);
    }

    /// <summary>The userland of <c>base</c> as a container image, pushed to the registry.</summary>
    async Task<string> PushBaseAsync(Registry registry)
    {
        var engine = new QemuEngine(new CommandRunner(), SmolCache.Open(), "tcg");
        var root = await engine.Images.GetAsync("base", null, Token);
        var image = $"{folder["layout"]}:v1";
        var name = $"{registry.Address}/smolvm/base:v1";
        await RunAsync("fsck.erofs", $"--extract={folder["base"]}", "--preserve-perms", "--no-preserve-owner", root.Path);
        await RunAsync("umoci", "init", "--layout", folder["layout"]);
        await RunAsync("umoci", "new", "--image", image);
        await RunAsync("umoci", "insert", "--rootless", "--image", image, folder["base"], "/");
        await RunAsync("skopeo", "--insecure-policy", "copy", "--dest-tls-verify=false", $"oci:{image}", $"docker://{name}");
        return name;
    }

    static async Task RunAsync(params string[] argv) => (await new CommandRunner().RunAsync(new Command(argv), Token)).EnsureSuccess();
}
