using SmolVM.Errors;
using SmolVM.Run;

// Exit codes that no test platform and few programs use: the run itself failed, and nobody reads the output any more.
const int Failed = 125;
const int BrokenPipe = 141;

try
{
    return await new MachineRun(RunArgv.Parse(args)).RunAsync();
}
catch (SmolVmException e)
{
    Console.Error.WriteLine($"{e.Code}: {e.Message}");
    return Failed;
}
catch (IOException e) when (e.HResult == DescriptorStream.BrokenPipe)
{
    return BrokenPipe;
}
