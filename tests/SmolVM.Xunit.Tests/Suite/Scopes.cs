using SmolVM.Xunit;
using Xunit;

namespace Suite.Scopes;

/// <summary>Where tests wait for each other, which they can only if they run at once.</summary>
static class Meeting
{
    public static readonly TaskCompletionSource First = new(TaskCreationOptions.RunContinuationsAsynchronously);
    public static readonly TaskCompletionSource Second = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

[SmolVmFixture]
public sealed class FirstOwn(SmolVm vm)
{
    [Fact(Timeout = 120_000)]
    public async Task Meets_the_other_class()
    {
        Record.Machine("first own", vm);
        Meeting.First.SetResult();
        await Meeting.Second.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Has_the_machine_of_its_class() => Record.Machine("first own", vm);
}

[SmolVmFixture(Name = "a name for reports")]
public sealed class SecondOwn(SmolVm vm)
{
    [Fact(Timeout = 120_000)]
    public async Task Meets_the_other_class()
    {
        Record.Machine("second own", vm);
        Record.Line("collection", TestContext.Current.TestCollection!.TestCollectionDisplayName);
        Meeting.Second.SetResult();
        await Meeting.First.Task.WaitAsync(TestContext.Current.CancellationToken);
    }
}

[SmolVmFixture(Share = "shared", Environment = ["WHO=shared"])]
public sealed class FirstShared(SmolVm vm)
{
    [Fact]
    public async Task Has_the_settings() => Assert.Equal("shared\n", (await vm.SucceedAsync("echo $WHO")).StandardOutput);

    [Fact]
    public void Records() => Record.Machine("shared", vm);
}

[SmolVmFixture(Share = "shared", Environment = ["WHO=shared"])]
public sealed class SecondShared(SmolVm vm)
{
    [Fact]
    public void Records() => Record.Machine("shared", vm);
}

public sealed class Plain(SmolVm vm) : IClassFixture<SmolVm>
{
    [Fact]
    public async Task Runs()
    {
        Record.Machine("plain", vm);
        Assert.Same(vm, SmolVm.Current);
        await vm.SucceedAsync("true");
    }
}

[SmolVmFixture(Environment = ["WHO=base class"])]
public abstract class Base(SmolVm vm)
{
    [Fact]
    public async Task Has_the_settings_of_the_base_class()
    {
        Record.Machine("inherited", vm);
        Assert.Equal("base class\n", (await vm.SucceedAsync("echo $WHO")).StandardOutput);
    }
}

public sealed class FirstDerived(SmolVm vm) : Base(vm);

public sealed class SecondDerived(SmolVm vm) : Base(vm);

[SmolVmFixture(Reset = VmReset.BeforeEachTest, Mount = ".", Provision = ["echo prepared > /etc/prepared"], MachineName = "fresh")]
public sealed class Fresh(SmolVm vm) : IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await vm.SucceedAsync("[ ! -e /etc/touched ] && touch /etc/touched");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public Task Sees_a_prepared_machine() => SeesPreparedMachine();

    [Fact]
    public Task Sees_another_prepared_machine() => SeesPreparedMachine();

    async Task SeesPreparedMachine()
    {
        Assert.Equal("prepared\n", await vm.ReadTextAsync("/etc/prepared"));
        Assert.Equal("from the project\n", await vm.ReadTextAsync("/workspace/data.txt"));
        await vm.SucceedAsync("[ -e /etc/touched ] && rm /etc/prepared");
        Record.Line("fresh", (await vm.SucceedAsync("cat /proc/sys/kernel/random/uuid")).StandardOutput.Trim());
    }
}

[SmolVmFixture(Reset = VmReset.BeforeEachTest, Image = "host", Provision = ["echo prepared > /etc/prepared"])]
public sealed class FreshHost(SmolVm vm)
{
    [Fact]
    public async Task Runs_on_the_root_of_the_host()
    {
        Assert.Equal("prepared\n", await vm.ReadTextAsync("/etc/prepared"));
        Assert.False(File.Exists("/etc/prepared"));
    }
}
