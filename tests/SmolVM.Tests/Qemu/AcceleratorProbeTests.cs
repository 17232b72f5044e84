using SmolVM.Errors;
using SmolVM.Machines;
using SmolVM.Qemu;

namespace SmolVM.Tests.Qemu;

/// <summary>KVM is faked here: neither a host where it works nor one where it hangs can be made in a test.</summary>
public sealed class AcceleratorProbeTests : IDisposable
{
    readonly string cache = Directory.CreateTempSubdirectory("smolvm-test-").FullName;
    int boots;

    public void Dispose() => Directory.Delete(cache, recursive: true);

    [Fact]
    public async Task A_host_without_the_device_gets_emulation_and_no_boot()
    {
        var choice = await Probe(works: true, problem: "/dev/kvm does not exist").ChooseAsync(null, "key", null, TestContext.Current.CancellationToken);

        Assert.Equal(Accelerator.Tcg, choice.Accelerator);
        Assert.Contains("/dev/kvm does not exist", choice.Reason, StringComparison.Ordinal);
        Assert.Equal(0, boots);
    }

    [Fact]
    public async Task Kvm_is_chosen_when_a_machine_boots_under_it()
    {
        var choice = await Probe(works: true).ChooseAsync(null, "key", null, TestContext.Current.CancellationToken);

        Assert.Equal(new AcceleratorChoice(Accelerator.Kvm, "KVM: a machine boots under it, and can be cloned"), choice);
    }

    [Fact]
    public async Task Kvm_is_chosen_with_cold_boots_when_machines_boot_under_it_and_do_not_clone()
    {
        var choice = await Probe(works: true, clones: false).ChooseAsync(null, "key", null, TestContext.Current.CancellationToken);

        Assert.Equal((Accelerator.Kvm, false), (choice.Accelerator, choice.Clones));
        Assert.Contains("with a boot for each machine: a clone does not work under it", choice.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_that_opens_proves_nothing()
    {
        var choice = await Probe(works: false).ChooseAsync(null, "key", null, TestContext.Current.CancellationToken);

        Assert.Equal(Accelerator.Tcg, choice.Accelerator);
        Assert.Contains("was not ready within 20 s", choice.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_verdict_is_kept_for_the_same_key(bool works)
    {
        var first = await Probe(works).ChooseAsync(null, "key", null, TestContext.Current.CancellationToken);
        var second = await Probe(works).ChooseAsync(null, "key", null, TestContext.Current.CancellationToken);

        Assert.Equal(first, second);
        Assert.Equal(1, boots);
    }

    [Fact]
    public async Task Another_kit_or_qemu_is_tried_again()
    {
        await Probe(works: true).ChooseAsync(null, "one", null, TestContext.Current.CancellationToken);
        await Probe(works: true).ChooseAsync(null, "two", null, TestContext.Current.CancellationToken);

        Assert.Equal(2, boots);
    }

    [Fact]
    public async Task A_cancelled_probe_leaves_no_verdict()
    {
        var probe = new AcceleratorProbe(cache, (_, _) => throw new OperationCanceledException(), () => null);

        await Assert.ThrowsAsync<OperationCanceledException>(() => probe.ChooseAsync(null, "key", null, TestContext.Current.CancellationToken));

        Assert.False(Directory.Exists(Path.Combine(cache, "accelerator")));
    }

    [Fact]
    public async Task What_the_user_says_is_taken_without_a_boot()
    {
        Assert.Equal(Accelerator.Tcg, (await Probe(works: true).ChooseAsync("tcg", "key", null, TestContext.Current.CancellationToken)).Accelerator);
        Assert.Equal(Accelerator.Kvm, (await Probe(works: false).ChooseAsync("kvm", "key", null, TestContext.Current.CancellationToken)).Accelerator);
        Assert.Equal(0, boots);
    }

    [Fact]
    public async Task An_unknown_accelerator_is_refused_with_the_known_ones()
    {
        var refusal = await Assert.ThrowsAsync<SmolVmException>(
            () => Probe(works: true).ChooseAsync("hvf", "key", null, TestContext.Current.CancellationToken));

        Assert.Equal("SMOLVM_ACCEL is 'hvf', which is not an accelerator. Use kvm or tcg, or unset it.", refusal.Message);
    }

    [Fact]
    public void A_device_that_does_not_exist_is_told_from_one_that_is_forbidden() =>
        Assert.Contains("does not exist", KvmDevice.Problem(Path.Combine(cache, "kvm"))!, StringComparison.Ordinal);

    [Fact]
    public async Task A_fault_that_has_nothing_to_do_with_KVM_leaves_no_verdict()
    {
        var probe = Probe(works: false, failure: new SmolVmException(ErrorCodes.NoSpace, "The disk is full."));

        await Assert.ThrowsAsync<SmolVmException>(() => probe.ChooseAsync(null, "key", null, TestContext.Current.CancellationToken));

        Assert.Equal(Accelerator.Kvm, (await Probe(works: true).ChooseAsync(null, "key", null, TestContext.Current.CancellationToken)).Accelerator);
    }

    static BootException TooSlow => new(
        "The machine 'smol-probe' was not ready within 20 s.", "More.", new BootFailure(BootPhase.Boot, TimeSpan.FromSeconds(20), [], null, "", ""));

    AcceleratorProbe Probe(bool works, bool clones = true, string? problem = null, Exception? failure = null) => new(
        cache,
        (clone, _) =>
        {
            if (clone)
                return clones ? Task.CompletedTask : throw TooSlow;
            boots++;
            return works ? Task.CompletedTask : throw (failure ?? TooSlow);
        },
        () => problem);
}
