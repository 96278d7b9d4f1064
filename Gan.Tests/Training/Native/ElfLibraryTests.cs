using Gan.Training.Native;

namespace Gan.Tests.Training.Native;

[TestClass]
public sealed class ElfLibraryTests
{
    private const string Unused = "GLIBCXX_3.4.32";

    [TestMethod]
    public void One_field_of_sixteen_bits_changes()
    {
        var library = Library();
        var weakened = ElfLibrary.Weaken(library, Unused);

        var changed = Enumerable.Range(0, library.Length).Where(i => library[i] != weakened[i]).ToArray();
        Assert.HasCount(1, changed);
        Assert.AreEqual(0, library[changed[0]]);
        Assert.AreEqual(2, weakened[changed[0]], "VER_FLG_WEAK");
        CollectionAssert.AreEqual(weakened, ElfLibrary.Weaken(weakened, Unused), "a second time changes nothing");
    }

    [TestMethod]
    [DataRow("GLIBCXX_3.4.21", "uses what GLIBCXX_3.4.21 brings")]
    [DataRow("GLIBC_2.14", "uses what GLIBC_2.14 brings")]
    [DataRow("GLIBCXX_9.9", "does not ask for GLIBCXX_9.9")]
    public void What_the_library_uses_or_does_not_ask_for_stays(string version, string expected) =>
        Assert.AreEqual(
            expected,
            Assert.ThrowsExactly<InvalidDataException>(() => ElfLibrary.Weaken(Library(), version)).Message
        );

    [TestMethod]
    public void What_is_no_library_is_refused()
    {
        foreach (var bytes in new[] { [], "\u007fELF"u8.ToArray(), "#!/bin/sh\n"u8.ToArray(), new byte[1000] })
            Assert.AreEqual(
                "is no 64-bit Linux library",
                Assert.ThrowsExactly<InvalidDataException>(() => ElfLibrary.Weaken(bytes, Unused)).Message
            );
    }

    [TestMethod]
    public void A_truncated_library_is_refused_wherever_it_ends()
    {
        var library = Library();
        // The tables it is read from lie in the first and the last part of the file; what is cut off behind them changes nothing.
        var whole = ElfLibrary.Weaken(library, Unused);
        for (var length = 64; length < library.Length; length += library.Length / 97)
        {
            var part = library[..length];
            try
            {
                CollectionAssert.AreEqual(whole[..length], ElfLibrary.Weaken(part, Unused));
                Assert.IsGreaterThan(library.Length / 2, length);
            }
            catch (InvalidDataException)
            {
                // Refused, as it should be.
            }
        }
    }

    [TestMethod]
    public void A_damaged_library_is_refused_or_read_and_nothing_else()
    {
        var library = Library();
        var random = new Random(1);
        for (var i = 0; i < 300; i++)
        {
            var damaged = (byte[])library.Clone();
            // Header and program headers, then anywhere.
            for (var k = 0; k < 4; k++)
                damaged[random.Next(16, i % 2 == 0 ? 600 : damaged.Length)] = (byte)random.Next(256);
            try
            {
                ElfLibrary.Weaken(damaged, Unused);
            }
            catch (InvalidDataException e)
            {
                Assert.AreNotEqual("", e.Message);
            }
        }
    }

    private static byte[] Library()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Inconclusive("The package has this library for Linux only.");
        return AppCopy.Library;
    }
}
