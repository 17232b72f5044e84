using System.CommandLine;
using SmolVM.Images;
using SmolVM.Qemu;
using SmolVM.Tool.Output;

namespace SmolVM.Tool.Images;

/// <summary><c>image build</c>: what the first start of an image would do.</summary>
internal static class ImageBuild
{
    public static Command Create()
    {
        var image = new Argument<string>("image")
        {
            Description = "What a machine can start from: base, debian, a directory, a container archive or a pack.",
            HelpName = "IMAGE",
        };
        image.CompletionSources.Add("base");
        var command = new Command("build", "Make an image ahead of the first machine that starts from it.") { image };
        command.Runs(async call =>
        {
            var name = call.Value(image)!;
            var root = await new QemuEngine().BuildImageAsync(name, call.Console, call.Ended);
            call.Console.Line(root.Kind == RootKind.Directory
                ? $"{name} is used as it is: there is nothing to make"
                : $"{name} -> {root.Path}");
        });
        return command;
    }
}
