namespace FakeSmolvm.Packs;

/// <summary>The one key of a Smolfile that is played, <c>net</c>.</summary>
sealed record Smolfile(bool? Network)
{
    public static Smolfile Read(string? path)
    {
        var file = new Smolfile(Network: null);
        if (path is null)
            return file;
        foreach (var line in File.ReadAllLines(path).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            file = line.Replace(" ", "", StringComparison.Ordinal) switch
            {
                "net=true" => new Smolfile(true),
                "net=false" => new Smolfile(false),
                _ => throw CliException.Config("parse Smolfile", $"unknown field in '{line}'"),
            };
        }
        return file;
    }
}
