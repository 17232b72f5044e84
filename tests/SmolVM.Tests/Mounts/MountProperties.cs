using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using SmolVM.Mounts;

namespace SmolVM.Tests.Mounts;

/// <summary>What holds for every text, tried with texts made of the characters that matter.</summary>
public sealed class MountProperties
{
    static readonly string[] Pieces =
        ["a", "'", "\"", "\\", "$(id)", "`", " ", "\n", "\t", ",", ":", "/", "..", ".", "*", "!", "ü", "🐧", "-"];

    static readonly Arbitrary<string> Texts = Gen.Elements(Pieces).ListOf().Select(string.Concat).ToArbitrary();

    [Fact]
    public void A_guest_path_is_normal_after_one_normalisation_and_has_no_part_that_leads_elsewhere() =>
        Prop.ForAll(Texts, text =>
        {
            if (Normalise("/" + text) is not { } normal)
                return;
            Assert.Equal(normal, GuestPath.Normalise(normal));
            Assert.StartsWith("/", normal);
            Assert.DoesNotContain(normal.Split('/').Skip(1), part => part is "" or "." or "..");
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_normal_guest_path_names_what_the_text_names() =>
        Prop.ForAll(Texts, text =>
        {
            if (Normalise("/" + text) is { } normal)
                Assert.Equal(Path.TrimEndingDirectorySeparator(Path.GetFullPath("/" + text)), normal);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_spec_gives_back_the_host_and_guest_path_that_it_was_made_of() =>
        Prop.ForAll(Texts, text =>
        {
            var guest = "/g" + text.Replace(":", "");
            if (Normalise(guest) is { } normal)
                Assert.Equal(("/usr", normal), Show(MountSpec.Parse([$"/usr:{guest}"])[0]));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_text_as_a_spec_is_a_mount_or_refused_with_a_sentence() =>
        Prop.ForAll(Texts, text =>
        {
            try
            {
                Assert.True(Directory.Exists(MountSpec.Parse([text])[0].HostPath));
            }
            catch (MountException e)
            {
                Assert.EndsWith(".", e.Message);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void QEMU_reads_an_escaped_value_back() =>
        Prop.ForAll(Texts, text => Assert.Equal([text, "next=1"], SplitLikeQemu($"{QemuOption.Escape(text)},next=1")))
            .QuickCheckThrowOnFailure();

    [Theory(Timeout = 60_000)]
    [InlineData("sh")]
    [InlineData("busybox", "sh")]
    public async Task A_shell_reads_quoted_words_back(params string[] shell)
    {
        string[] words = [.. Texts.Generator.Sample(500, 30), "", "\n", "a\n\n"];
        var start = new ProcessStartInfo(shell[0]) { RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var argument in shell.Skip(1))
            start.ArgumentList.Add(argument);
        // On standard input, because it is longer than one argument may be.
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync($"printf '%s\\0' {ShellQuote.Join(words)}\n");
        process.StandardInput.Close();

        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(words, output.Split('\0')[..^1]);
    }

    [Fact]
    public void A_word_with_a_nul_character_cannot_be_quoted() => Assert.Throws<ArgumentException>(() => ShellQuote.Quote("a\0"));

    static string? Normalise(string path)
    {
        try
        {
            return GuestPath.Normalise(path);
        }
        catch (MountException)
        {
            return null;
        }
    }

    static (string, string) Show(WorkspaceMount mount) => (mount.HostPath, mount.GuestPath);

    // QEMU's get_opt_value: a comma ends the value, two are one.
    static List<string> SplitLikeQemu(string options)
    {
        List<string> values = [""];
        for (var i = 0; i < options.Length; i++)
        {
            if (options[i] == ',' && i + 1 < options.Length && options[i + 1] == ',')
                values[^1] += options[i++];
            else if (options[i] == ',')
                values.Add("");
            else
                values[^1] += options[i];
        }
        return values;
    }
}
