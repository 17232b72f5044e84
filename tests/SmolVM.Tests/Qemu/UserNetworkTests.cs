using System.Net;
using SmolVM.Qemu;

namespace SmolVM.Tests.Qemu;

public sealed class UserNetworkTests
{
    const string Printed =
        "Hub -1 (net0):\r\n"
        + "  Protocol[State]    FD  Source Address  Port   Dest. Address  Port RecvQ SendQ\r\n"
        + "  TCP[HOST_FORWARD]  11       127.0.0.1 41253       10.0.2.15    22     0     0\r\n"
        + "  TCP[HOST_FORWARD]  12       127.0.0.1 41255       10.0.2.15  8080     0     0\r\n"
        + "  TCP[ESTABLISHED]   19       127.0.0.1 41253       10.0.2.15    22     0     0\r\n";

    [Fact]
    public void Forwards_are_read_by_the_guests_port()
    {
        var forwards = UserNetwork.ParseForwards(Printed);

        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 41255), forwards[8080]);
        Assert.Equal([22, 8080], forwards.Keys.Order());
    }

    [Theory]
    [InlineData("")]
    [InlineData("TCP[HOST_FORWARD]")]
    [InlineData("TCP[HOST_FORWARD] 11 nowhere 1 10.0.2.15 22 0 0")]
    [InlineData("TCP[HOST_FORWARD] 11 127.0.0.1 99999 10.0.2.15 22 0 0")]
    public void Lines_that_are_no_forwards_are_passed_over(string text) => Assert.Empty(UserNetwork.ParseForwards(text));
}
