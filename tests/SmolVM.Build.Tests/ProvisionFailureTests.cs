namespace SmolVM.Build.Tests;

public sealed class ProvisionFailureTests
{
    [Fact]
    public async Task With_a_closed_network_it_names_SmolNet() =>
        await Verify(ProvisionException.Of(
            "'curl example.org' ended with exit code 6 in the guest.", network: false, "Could not resolve host: example.org", "")
            .Message);

    [Fact]
    public async Task With_an_open_network_it_does_not() =>
        await Verify(ProvisionException.Of("'false' ended with exit code 1 in the guest.", network: true, "", "Out of memory").Message);

    [Fact]
    public void A_tail_has_the_last_lines_and_cuts_long_ones()
    {
        var tail = new TextTail();

        foreach (var line in Enumerable.Range(1, 100).Select(n => $"line {n}").Append(new string('x', 5000)))
            tail.Add(line);

        var lines = tail.ToString().Split('\n');
        Assert.Equal(30, lines.Length);
        Assert.Equal("line 72", lines[0]);
        Assert.Equal(401, lines[^1].Length);
    }
}
