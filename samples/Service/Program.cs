var app = WebApplication.CreateSlimBuilder(args).Build();

app.MapGet("/", () => "Hello from the service.");
app.MapGet("/kernel", () => File.ReadAllText("/proc/sys/kernel/osrelease").Trim());
app.MapPost("/notes/{name}", async (string name, HttpRequest request) =>
{
    using var body = new StreamReader(request.Body);
    await File.WriteAllTextAsync(Path.Combine("/var/notes", Path.GetFileName(name)), await body.ReadToEndAsync());
});

app.Run();
