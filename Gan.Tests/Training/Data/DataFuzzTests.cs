using System.IO.Compression;
using System.Text;
using Gan.Onnx;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Methods;
using Gan.Training.Tables;

namespace Gan.Tests.Training.Data;

/// <summary>Files of data and of runs that were changed at random are refused with a sentence, or read as what they now say;
/// nothing else happens. SVHN's and Parquet's have tests of their own.</summary>
[TestClass]
public sealed class DataFuzzTests
{
    private const int Rounds = 1_500;

    private static readonly string[] Snippets =
    [
        "",
        "\"",
        "\"\"\"",
        ",",
        ";",
        "\t",
        "\n",
        "\r",
        "\0",
        "\uFEFF",
        "NaN",
        "-1e999",
        "1e38",
        "'",
        "@data",
        "@attribute a numeric",
        "{a,b}",
        "%",
        "2026-13-45",
        "9999999999999999999999",
    ];

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Idx(bool packed)
    {
        byte[] whole = [0, 0, 8, 3, 0, 0, 0, 6, 0, 0, 0, 4, 0, 0, 0, 5, .. Enumerable.Range(0, 120).Select(i => (byte)i)];
        Try(packed ? "a-idx3-ubyte.gz" : "a-idx3-ubyte", packed ? Packed(whole) : whole, path => Check(Dataset.FromIdx(path)));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Cifar10(bool packed)
    {
        var whole = new byte[3 * 3073];
        new Random(1).NextBytes(whole);
        (whole[0], whole[3073], whole[2 * 3073]) = (3, 9, 0);
        Try(packed ? "a.bin.gz" : "a.bin", packed ? Packed(whole) : whole, path => Check(Dataset.FromCifar10(path)));
    }

    [TestMethod]
    [DataRow("a.csv", "name;size;day\n\"x;\"\"y\"\"\";1,5;2024-01-02\nz;;2024-02-03\n\"a\nb\";-7;\n")]
    [DataRow("a.tsv", "name\tsize\nx\t1.5\ny\t2\n")]
    [DataRow("a.arff", "@relation r\n@attribute a numeric\n@attribute 'b c' {x,'y z'}\n@data\n1,x\n2,'y z'\n?,x\n")]
    public void Tables(string name, string text) => Try(name, Encoding.UTF8.GetBytes(text), path => Table.FromFile(path));

    [TestMethod]
    public void Packed_tables() =>
        Try("a.csv.gz", Packed(Encoding.UTF8.GetBytes("a,b\n1,x\n2,y\n3,z\n")), path => Table.FromFile(path));

    [TestMethod]
    public void Numbers() =>
        Try("a.csv", Encoding.UTF8.GetBytes("a,b\n1,2\n3,4.5\n-1e3,0\n"), path => Check(Dataset.FromCsv(path)));

    [TestMethod]
    public void Checkpoints()
    {
        using var folder = new TestFolder();
        var recipe = new MlpGanRecipe
        {
            Hidden = [4],
            LatentSize = 2,
            BatchSize = 8,
        };
        using var trainer = new GanTrainer(recipe, Dataset.Digits(), new TrainingSettings { Device = "cpu" });
        trainer.TrainUntil(2);
        trainer.SaveCheckpoint(folder["step-2.zip"]);
        Try("changed.zip", File.ReadAllBytes(folder["step-2.zip"]), trainer.LoadCheckpoint, rounds: 600);
        Try("changed.zip", new Random(2), random => WithPartChanged(folder["step-2.zip"], random), trainer.LoadCheckpoint, 1_000);
        trainer.LoadCheckpoint(folder["step-2.zip"]);
        Assert.AreEqual(2, trainer.Step);
    }

    /// <summary>The zip's own checksums are right: what is behind them is tried.</summary>
    private static byte[] WithPartChanged(string file, Random random)
    {
        using var changed = new MemoryStream();
        changed.Write(File.ReadAllBytes(file));
        using (var zip = new ZipArchive(changed, ZipArchiveMode.Update, leaveOpen: true))
        {
            var part = zip.Entries[random.Next(zip.Entries.Count)];
            using var whole = new MemoryStream();
            using (var stream = part.Open())
                stream.CopyTo(whole);
            var name = part.FullName;
            part.Delete();
            using var again = zip.CreateEntry(name).Open();
            again.Write(Changed(whole.ToArray(), random));
        }

        return changed.ToArray();
    }

    private static void Check(Dataset data)
    {
        var (minimum, maximum) = (data.Range.Minimum, data.Range.Maximum);
        for (var row = 0; row < data.Count; row++)
            Assert.IsTrue(data.Sample(row).ToArray().All(v => v >= minimum && v <= maximum), $"row {row}");
    }

    private static void Try(string name, byte[] whole, Action<string> read, int rounds = Rounds) =>
        Try(name, new Random(1), random => Changed(whole, random), read, rounds);

    private static void Try(string name, Random random, Func<Random, byte[]> change, Action<string> read, int rounds)
    {
        using var folder = new TestFolder();
        var (readable, refused) = (0, 0);
        for (var round = 0; round < rounds; round++)
        {
            File.WriteAllBytes(folder[name], change(random));
            try
            {
                read(folder[name]);
                readable++;
            }
            catch (GanException e)
            {
                Assert.IsFalse(e.Message.Any(c => char.IsControl(c) && c != '\n'), e.Message);
                refused++;
            }
            catch (Exception e) when (e is not UnitTestAssertException)
            {
                Assert.Fail($"round {round}: {e}");
            }
        }

        Assert.IsGreaterThan(0, refused, "nothing was refused");
        Console.WriteLine($"{name}: {readable} read, {refused} refused");
    }

    /// <summary>One to three changes: a byte, a bit, a cut, a piece that is doubled, left out or put in.</summary>
    private static byte[] Changed(byte[] whole, Random random)
    {
        List<byte> changed = [.. whole];
        for (var count = random.Next(1, 4); count > 0 && changed.Count > 1; count--)
        {
            var place = random.Next(changed.Count);
            var length = random.Next(1, Math.Min(40, changed.Count - place) + 1);
            switch (random.Next(7))
            {
                case 0:
                    changed[place] = (byte)random.Next(256);
                    break;
                case 1:
                    changed[place] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    changed.RemoveRange(place, changed.Count - place);
                    break;
                case 3:
                    changed.InsertRange(place, changed.GetRange(place, length));
                    break;
                case 4:
                    changed.RemoveRange(place, length);
                    break;
                case 5:
                    changed.InsertRange(place, Encoding.UTF8.GetBytes(Snippets[random.Next(Snippets.Length)]));
                    break;
                default:
                    var extreme = (byte)(random.Next(2) * 0xFF);
                    for (var i = place; i < place + Math.Min(4, length); i++)
                        changed[i] = extreme;
                    break;
            }
        }

        return [.. changed];
    }

    private static byte[] Packed(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Fastest))
            stream.Write(content);
        return packed.ToArray();
    }
}
