using SmolVM.Machines;

namespace SmolVM.Tests.Machines;

public sealed class ListeningPortsTests
{
    const string Text = """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1234 1 0 100 0 0 10 0
           1: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1235 1 0 100 0 0 10 0
           2: 0F02000A:0016 0202000A:D2A2 01 00000000:00000000 00:00000000 00000000     0        0 1236 1 0 100 0 0 10 0
          sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt
           0: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000
           1: 00000000000000000000000001000000:0051 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000
        """;

    [Fact]
    public void Sockets_that_take_connections_are_read_and_no_others() => Assert.Equal(
        ["127.0.0.1:8080", "0.0.0.0:22", "[::]:80", "[::1]:81"], ListeningPorts.Parse(Text).Select(port => port.ToString()));

    [Fact]
    public void They_are_told_in_the_order_of_their_ports() => Assert.Equal(
        "listening on 0.0.0.0:22, [::]:80, [::1]:81, 127.0.0.1:8080", ListeningPorts.Describe(ListeningPorts.Parse(Text)));

    [Fact]
    public void None_is_told_too() => Assert.Equal("nothing listens", ListeningPorts.Describe(ListeningPorts.Parse("")));
}
