using System.Globalization;
using System.Text;
using SmolVM.Images;

namespace SmolVM.Tests.Images;

/// <summary>Reads newc as strictly as the kernel's <c>init/initramfs.c</c>: fixed owners, time and numbering are asserted.</summary>
static class CpioReader
{
    public static IReadOnlyList<CpioEntry> Read(byte[] archive)
    {
        var entries = new List<CpioEntry>();
        for (var at = 0; ;)
        {
            Assert.Equal(0, at % 4);
            Assert.Equal("070701", Encoding.ASCII.GetString(archive, at, 6));
            var fields = Enumerable.Range(0, 13).Select(index => Field(archive, at + 6 + 8 * index)).ToArray();
            var name = Encoding.UTF8.GetString(archive, at + 110, (int)fields[11] - 1);
            Assert.Equal(0, archive[at + 110 + (int)fields[11] - 1]);
            var content = Pad(at + 110 + (int)fields[11]);
            if (name == "TRAILER!!!")
            {
                Assert.Equal(archive.Length, content);
                return entries;
            }
            Assert.Equal((uint)entries.Count + 1, fields[0]);
            Assert.Equal([0u, 0u], fields[2..4]);
            Assert.Equal(0u, fields[5]);
            entries.Add(new CpioEntry(name, fields[1], archive.AsMemory(content, (int)fields[6]), fields[9], fields[10]));
            at = Pad(content + (int)fields[6]);
        }
    }

    static uint Field(byte[] archive, int at) =>
        uint.Parse(Encoding.ASCII.GetString(archive, at, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    static int Pad(int at) => (at + 3) & ~3;
}
