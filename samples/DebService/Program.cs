using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text;

// A service that says its version and how often it was started to whoever connects to port 7007.
var build = Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()!;
var version = build.InformationalVersion.Split('+')[0];
var state = Path.Combine(Environment.GetEnvironmentVariable("STATE_DIRECTORY") ?? ".", "starts");
var starts = File.Exists(state) ? int.Parse(File.ReadAllText(state), CultureInfo.InvariantCulture) + 1 : 1;
File.WriteAllText(state, $"{starts}");

using var listener = new TcpListener(IPAddress.Loopback, 7007);
listener.Start();
Ready();
Console.WriteLine($"debservice {version} is ready.");
while (true)
{
    using var client = await listener.AcceptTcpClientAsync();
    await client.Client.SendAsync(Encoding.UTF8.GetBytes($"version {version}, start {starts}\n"));
}

// With Type=notify the unit is active when this has been said, and not sooner.
static void Ready()
{
    if (Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is not { Length: > 0 } path)
        return;
    using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    socket.SendTo("READY=1"u8.ToArray(), new UnixDomainSocketEndPoint(path));
}
