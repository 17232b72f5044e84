using SmolVM.Images;
using SmolVM.Machines;
using SmolVM.Mounts;
using SmolVM.Processes;

namespace SmolVM.Qemu.Templates;

/// <summary>Starts machines from a prepared state, which the first start makes and keeps.</summary>
internal sealed class PreparedStart(ICommandRunner runner, TemplateStore store, MachineStart start)
{
    // A memory of 512 MiB is read through in less than a second.
    static readonly TimeSpan DigDeadline = TimeSpan.FromMinutes(2);

    static readonly TimeSpan ListDeadline = TimeSpan.FromMinutes(2);

    /// <summary>Frees what a file holds of nothing but zeros: the copy of a memory was written whole.</summary>
    public static IReadOnlyList<string> DigArgv(string path) => ["fallocate", "--dig-holes", path];

    /// <param name="state">What is wanted.</param>
    /// <param name="ground">The machine, whose options are the state's.</param>
    /// <param name="progress">Gets a line when the state is made, and warnings.</param>
    /// <param name="cancellationToken">Ends the start; nothing is left.</param>
    /// <exception cref="PreparationException">A command failed.</exception>
    public async Task<QemuMachine> StartAsync(
        PreparedState state, MachineGround ground, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var key = await KeyAsync(state, ground, cancellationToken);
        try
        {
            var template = await store.GetOrAddAsync(key, ground.PreparedBytes, MakeAsync, progress, cancellationToken);
            return await start.CloneAsync(template, ground, cancellationToken);
        }
        catch (Exception e) when (MachineStart.Mends(e, ground.Timeout) && !cancellationToken.IsCancellationRequested)
        {
            progress?.Report(
                $"Warning: the state '{state.Name}' is prepared in this machine alone, for it could not be kept or loaded: {MachineStart.FirstLine(e)}");
            if (MachineStart.Doubts(e))
                await store.DiscardAsync(key, DateTime.UtcNow, cancellationToken);
        }
        return await PrepareAsync(state, ground, progress, cancellationToken);

        async Task MakeAsync(TemplateFiles files, CancellationToken token)
        {
            progress?.Report($"Preparing the state '{state.Name}' (once, until something changes that it is made of).");
            await using var machine = await PrepareAsync(state, ground, progress, token);
            await start.FreezeAsync(ground, machine, files, token);
            (await runner.RunAsync(new Command(DigArgv(files.Memory)) { Timeout = DigDeadline }, token)).EnsureSuccess();
        }
    }

    /// <summary>Starts a machine and runs the commands in it.</summary>
    public async Task<QemuMachine> PrepareAsync(
        PreparedState state, MachineGround ground, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var backend = await start.StartAsync(ground, progress, cancellationToken);
        await state.RunAsync(new Machine(ground.Options.Name!, ground.Options, backend), cancellationToken);
        return backend;
    }

    async Task<string> KeyAsync(PreparedState state, MachineGround ground, CancellationToken cancellationToken)
    {
        var trees = new List<string>();
        foreach (var mount in state.Options.Mounts)
            trees.Add(await ListAsync(mount, cancellationToken));
        return ContentHash.Of(
        [
            "prepared", (await MachineStart.ShapeAsync(ground, cancellationToken)).Key, state.Name, .. OptionsText.Of(ground.Options), .. trees,
            .. state.Commands.SelectMany(OptionsText.Of),
        ]);
    }

    async Task<string> ListAsync(WorkspaceMount mount, CancellationToken cancellationToken)
    {
        var list = new Command(TreeListing.Argv(mount.HostPath)) { CaptureLimit = int.MaxValue, Timeout = ListDeadline };
        return TreeListing.Parse((await runner.RunAsync(list, cancellationToken)).EnsureSuccess().StandardOutput).Hash;
    }
}
