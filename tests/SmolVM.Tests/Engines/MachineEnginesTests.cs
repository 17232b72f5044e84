using SmolVM.Errors;
using SmolVM.Machines;
using SmolVM.Mounts;
using SmolVM.Qemu;
using SmolVM.Smolvm;

namespace SmolVM.Tests.Engines;

public sealed class MachineEnginesTests
{
    static readonly MachineOptions Mounting = new() { Mounts = [new WorkspaceMount("/usr")] };

    readonly FakeEngine plain = new("plain", EngineCapabilities.None);
    readonly FakeEngine full = new("full", EngineCapabilities.Mounts | EngineCapabilities.PortForwards | EngineCapabilities.Packs);
    readonly FakeEngine broken = new("broken", EngineCapabilities.Mounts, usable: false);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Row", "P22")]
    public async Task A_named_engine_that_cannot_mount_is_refused_before_anything_starts()
    {
        var refusal = await Assert.ThrowsAsync<MountException>(() => MachineEngines.ChooseAsync([plain], mayPass: false, Mounting, null, Token));

        Assert.Contains("only supported with the QEMU", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, plain.Probes);
    }

    [Fact]
    [Trait("Row", "P23")]
    public void Another_engine_that_cannot_mount_is_refused_the_same_way()
    {
        var refusal = Assert.Throws<MountException>(() => EngineRequirements.Ensure(new FakeEngine("libkrun", EngineCapabilities.PortForwards), Mounting));

        Assert.Contains("only supported with the QEMU", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("libkrun", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Auto_passes_over_an_engine_that_finds_out_that_it_cannot_clone()
    {
        var old = new FakeEngine("old", EngineCapabilities.Clones) { LacksAfterAll = EngineCapabilities.Clones };
        var cloning = new FakeEngine("cloning", EngineCapabilities.Clones);

        var choice = await MachineEngines.ChooseAsync([old, cloning], mayPass: true, new MachineOptions { Clonable = true }, null, Token);

        Assert.Same(cloning, choice.Engine);
        Assert.Equal(1, old.Probes);
    }

    [Fact]
    [Trait("Row", "H24")]
    public async Task Auto_passes_over_an_engine_that_cannot_mount() =>
        Assert.Same(full, (await MachineEngines.ChooseAsync([plain, full], mayPass: true, Mounting, null, Token)).Engine);

    [Fact]
    [Trait("Row", "H25")]
    public async Task Auto_with_options_that_have_mounts_chooses_by_them_whatever_the_order() =>
        Assert.Same(full, (await MachineEngines.ChooseAsync([full, plain], mayPass: true, Mounting, null, Token)).Engine);

    [Fact]
    public async Task Auto_takes_the_first_engine_that_works()
    {
        var choice = await MachineEngines.ChooseAsync([broken, plain, full], mayPass: true, new MachineOptions(), null, Token);

        Assert.Equal(new EngineChoice(plain, "engine plain: plain says True"), choice);
    }

    [Fact]
    public async Task Where_no_engine_works_the_refusal_says_what_each_is_missing()
    {
        var refusal = await Assert.ThrowsAsync<SmolVmException>(() => MachineEngines.ChooseAsync([broken, plain], mayPass: true, Mounting, null, Token));

        Assert.Equal(ErrorCodes.NoEngine, refusal.Code);
        Assert.Contains("broken: broken says False", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("plain: cannot do Mounts", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_problem_of_the_only_engine_keeps_its_code()
    {
        var alone = new FakeEngine("alone", EngineCapabilities.None, usable: false);

        var refusal = await Assert.ThrowsAsync<SmolVmException>(() => MachineEngines.ChooseAsync([alone], true, new MachineOptions(), null, Token));

        Assert.Equal(ErrorCodes.ToolMissing, refusal.Code);
    }

    [Fact]
    public async Task An_engine_that_is_not_installed_is_no_way_out_so_that_the_other_keeps_its_code()
    {
        var absent = new FakeEngine("absent", EngineCapabilities.None, usable: false);
        var denied = new FakeEngine("denied", EngineCapabilities.None, usable: false, code: ErrorCodes.HostNotSupported);

        var refusal = await Assert.ThrowsAsync<SmolVmException>(
            () => MachineEngines.ChooseAsync([absent, denied], true, new MachineOptions(), null, Token));

        Assert.Equal(ErrorCodes.HostNotSupported, refusal.Code);
    }

    [Fact]
    public async Task Auto_passes_over_an_engine_that_refuses_the_options()
    {
        var choosy = new FakeEngine("choosy", EngineCapabilities.Mounts) { Refuses = new MachineOptions { Cpus = 3 } };

        Assert.Same(full, (await MachineEngines.ChooseAsync([choosy, full], mayPass: true, choosy.Refuses, null, Token)).Engine);
        Assert.Equal(0, choosy.Probes);
    }

    [Fact]
    public async Task Auto_packs_a_container_archive_with_an_engine_that_can()
    {
        using var folder = new TemporaryDirectory();
        var options = new MachineOptions { Image = folder.Write("app.tar.gz", ""), ForPack = true };

        Assert.Same(full, (await MachineEngines.ChooseAsync([new SmolvmEngine(), full], mayPass: true, options, null, Token)).Engine);
    }

    [Fact]
    public async Task A_list_of_addresses_on_an_engine_that_cannot_keep_to_it_is_refused()
    {
        var refusal = await Assert.ThrowsAsync<SmolVmException>(
            () => MachineEngines.ChooseAsync([plain], mayPass: false, new MachineOptions { AllowCidrs = ["10.0.0.0/8"] }, null, Token));

        Assert.Equal(ErrorCodes.Egress, refusal.Code);
    }

    [Fact]
    public void A_machine_with_more_memory_than_its_host_is_refused_with_both_numbers() => Assert.Equal(
        "A machine with 4096 MiB of memory does not fit on this host, which has 2048 MiB. Give a smaller number (SmolMemory).",
        Assert.Throws<SmolVmException>(() => HostMemory.Ensure(4096, 2048)).Message);

    [Fact]
    public async Task Ports_on_an_engine_that_cannot_forward_are_refused()
    {
        var refusal = await Assert.ThrowsAsync<SmolVmException>(
            () => MachineEngines.ChooseAsync([plain], mayPass: false, new MachineOptions { Ports = [80] }, null, Token));

        Assert.Contains("80", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_engine_is_refused_with_the_known_ones()
    {
        var refusal = await Assert.ThrowsAsync<SmolVmException>(() => MachineEngines.ChooseAsync("vmware", cancellationToken: Token));

        Assert.Equal("There is no engine 'vmware'. Use one of: auto, smolvm, qemu.", refusal.Message);
    }

    [Fact]
    public async Task An_image_that_is_not_there_is_refused_before_the_engine_is_probed()
    {
        var refusal = await Assert.ThrowsAnyAsync<SmolVmException>(
            () => MachineEngines.ChooseAsync("qemu", new MachineOptions { Image = "no-such-image" }, cancellationToken: Token));

        Assert.Equal(ErrorCodes.Image, refusal.Code);
    }
}
