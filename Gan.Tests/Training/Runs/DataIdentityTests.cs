using System.IO.Hashing;
using System.Runtime.InteropServices;
using Gan.MLNet;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Data;
using Gan.Training.Detection;
using Gan.Training.Identification;
using Gan.Training.Tables;

namespace Gan.Tests.Training.Runs;

/// <summary>What a run knows its data by, and what it says of others.</summary>
[TestClass]
public sealed class DataIdentityTests
{
    private const string Customers = "Age,Country,Spent\n25.5,Denmark,1\n27,Norway,2\n31,Denmark,3\n40,Sweden,4\n";
    private static readonly ValueRange Range = new() { Minimum = 0, Maximum = 10_000 };

    [TestMethod]
    public void What_is_scaled_for_a_detector_is_known_by_its_own_values_and_names()
    {
        using var folder = new TestFolder();
        DataIdentity Of(string name, string text)
        {
            File.WriteAllText(folder[name], text);
            return DataIdentity.Of(ScaledColumns.Encode(Dataset.FromCsv(folder[name])));
        }

        var metres = Of("a.csv", "x,y\n1,2\n2,5\n3,3\n");
        Assert.IsNull(DataDifference.Find(metres, Of("b.csv", "x,y\n1,2\n2,5\n3,3\n")));
        Assert.IsNotNull(DataDifference.Find(metres, Of("c.csv", "x,y\n1000,2000\n2000,5000\n3000,3000\n")), "another unit");
        StringAssert.Contains(DataDifference.Find(metres, Of("d.csv", "x,z\n1,2\n2,5\n3,3\n")), "has the column 'z'");
    }

    [TestMethod]
    public void The_hash_is_xxh128_of_all_values_in_their_order()
    {
        // The specification's value for no input.
        Assert.AreEqual("99aa06d3014798d86001c324468d497f", ContentHash.Of(Array.Empty<byte>()));
        // More rows than are read at a time.
        float[] values = [.. Enumerable.Range(0, 3 * 3000).Select(i => (float)i)];
        var expected = Convert.ToHexStringLower(XxHash128.Hash(MemoryMarshal.AsBytes<float>(values)));
        Assert.AreEqual(expected, DataIdentity.Of(new Dataset("x", [3], values, null, Range)).Values);
    }

    [TestMethod]
    public void The_same_content_is_the_same_data_whatever_it_is_called_and_however_it_was_chosen()
    {
        var data = Vectors();
        AssertSame(
            data,
            new Dataset("moved", [2], data.Samples.ToArray(), [.. data.Labels!], Range, "elsewhere", labelNames: ["cat", "dog"])
        );
        AssertSame(data, data.Select([0, 1, 2, 3]));
        AssertSame(data.Select([3, 1]), data.Select([3, 2, 1]).Select([0, 2]));
        var bytes = new Dataset("b", [2], new ByteSamples([1, 2, 3, 4, 5, 6], 2), null, ByteSamples.Range);
        AssertSame(
            new Dataset("c", [2], new ByteSamples([5, 6, 1, 2], 2), null, ByteSamples.Range),
            bytes.Select([1, 2, 0]).Select([1, 2])
        );
    }

    [TestMethod]
    public void What_differs_is_said()
    {
        var run = Vectors();
        float[] values = run.Samples.ToArray();
        int[] labels = [.. run.Labels!];
        AssertDiffers(run, Vectors(values: [.. values, 9, 9], labels: [.. labels, 1]), "there are 5 rows, and the run's were 4");
        AssertDiffers(
            run,
            new Dataset("x", [4], values, null, Range),
            "there are 2 rows",
            "the shape [4], and the run's had [2]"
        );
        AssertDiffers(run, Vectors(values: [1, 2, 3, 4, 5, 6, 7, 9]), "the samples have other values, or come in another order");
        AssertDiffers(run, run.Select([1, 0, 3, 2]), "the samples have other values, or come in another order");
        AssertDiffers(run, run.WithoutLabels(), "there are no labels, and the run's had some");
        AssertDiffers(run.WithoutLabels(), run, "there are labels, and the run's had none");
        AssertDiffers(run, Vectors(labels: [0, 1, 1, 1]), "the class 'cat' has 1 rows, and the run's had 2");
        AssertDiffers(run, Vectors(labels: [0, -1, 1, 1]), "the class 'cat' has 1 rows, and the run's had 2");
        AssertDiffers(run, Vectors(labels: [1, 1, 0, 0]), "rows have other labels, as many of each class as the run's");
        AssertDiffers(
            run,
            Vectors(names: ["cat", "cow"]),
            "the data set has the class 'cow', which the run's had not, and lacks the class 'dog'"
        );
        AssertDiffers(run, Vectors(names: ["dog", "cat"]), "the data set has the run's classes in another order");
        AssertDiffers(run, Vectors(range: Range with { Maximum = 8 }), "values go from 0 to 8, and the run's from 0 to 10000");
        AssertDiffers(run, Encoded(Customers), "they are a table, and the run's were not");
        AssertDiffers(Encoded(Customers), run, "they are no table, and the run's were one");
    }

    [TestMethod]
    public void Of_a_table_the_columns_that_differ_are_named()
    {
        var run = Encoded(Customers);
        AssertSame(run, Encoded(Customers));
        AssertDiffers(
            run,
            Encoded(Customers.Replace("Norway", "Austria", StringComparison.Ordinal)),
            "the column 'Country' has the category 'Austria', which the run's had not, and lacks the category 'Norway'"
        );
        AssertDiffers(
            run,
            Encoded(Customers.Replace("31,Denmark", "31,Finland", StringComparison.Ordinal)),
            "the column 'Country' has the category 'Finland', which the run's had not"
        );
        AssertDiffers(
            run,
            Encoded(Customers.Replace("31,Denmark", "31,Norway", StringComparison.Ordinal)),
            "the column 'Country' has other values"
        );
        AssertDiffers(
            run,
            Encoded(Customers.Replace("25.5", "25.6", StringComparison.Ordinal)),
            "the column 'Age' has other values"
        );
        AssertDiffers(run, Encoded(Customers.Replace("25.5", "", StringComparison.Ordinal)), "the column 'Age' has other values");
        AssertDiffers(
            run,
            Encoded(Customers.Replace("Country", "Land", StringComparison.Ordinal)),
            "the column 'Country' is now called 'Land'"
        );
        AssertDiffers(run, Encoded(Customers + "50,Sweden,5\n"), "there are 5 rows, and the run's were 4");
        AssertDiffers(
            run,
            Encoded("Age,Country\n25.5,Denmark\n27,Norway\n31,Denmark\n40,Sweden\n"),
            "the column 'Spent' is missing"
        );
        AssertDiffers(Encoded("Age,Country\n25.5,Denmark\n27,Norway\n31,Denmark\n40,Sweden\n"), run, "the column 'Spent' is new");
        AssertDiffers(
            run,
            Encoded("Country,Age,Spent\nDenmark,25.5,1\nNorway,27,2\nDenmark,31,3\nSweden,40,4\n"),
            "the columns stand in another order"
        );
        AssertDiffers(
            run,
            Encoded(Customers, new TableOptions { CategoricalColumns = ["Spent"] }),
            "the column 'Spent' holds categories, and the run's held numbers"
        );
        AssertDiffers(
            run,
            Encoded(Customers, encoding: new EncodingOptions { SpikeShare = 2, MaximumModes = 1 }),
            "the table is the same and its rows are encoded otherwise"
        );
    }

    [TestMethod]
    public void Many_differences_are_cut_short()
    {
        var (before, now) = ("a,b,c,d,e,f\n1,2,3,4,5,6\n2,3,4,5,6,7\n", "a,b,c,d,e,f\n1,2,3,4,5,6\n3,4,5,6,7,8\n");
        AssertDiffers(Encoded(before), Encoded(now), "'d' has other values; and 2 more such differences");
    }

    [TestMethod]
    public void Pictures_are_known_by_their_files()
    {
        using var folder = new TestFolder();
        foreach (var (name, colour) in new[] { ("cat/a", 10), ("cat/b", 20), ("dog/c", 30) })
            WritePicture(folder[$"pictures/{name}.png"], (byte)colour);
        var run = Pictures(folder["pictures"]);
        // The same pictures elsewhere, and one of them called otherwise at the same place.
        Directory.Move(folder["pictures"], folder["moved"]);
        File.Move(folder["moved/cat/a.png"], folder["moved/cat/aa.png"]);
        var same = Pictures(folder["moved"]);
        AssertSame(run, same);
        AssertSame(run, DataIdentity.Of(Open(folder["moved"]).Select([0, 1, 2])));

        WritePicture(folder["moved/dog/c.png"], 31);
        AssertDiffers(run, Pictures(folder["moved"]), "pictures are others or have changed, or come in another order");
        WritePicture(folder["moved/dog/d.png"], 40);
        AssertDiffers(run, Pictures(folder["moved"]), "there are 4 rows, and the run's were 3");
        File.Delete(folder["moved/dog/d.png"]);
        WritePicture(folder["moved/dog/c.png"], 30);
        AssertSame(run, Pictures(folder["moved"]));
        AssertDiffers(
            run,
            DataIdentity.Of(Open(folder["moved"], new ImageFolderOptions { Fitting = ImageFitting.Stretch })),
            "Fitting = Stretch"
        );
        Directory.Move(folder["moved/dog"], folder["moved/cow"]);
        AssertDiffers(run, Pictures(folder["moved"]), "has the class 'cow', which the run's had not, and lacks the class 'dog'");

        var opened = Open(folder["moved"]);
        File.Delete(folder["moved/cat/b.png"]);
        var e = Assert.ThrowsExactly<GanException>(() => DataIdentity.Of(opened));
        StringAssert.Contains(e.Message, "b.png");
        StringAssert.Contains(e.Message, "Put it back");
    }

    [TestMethod]
    public void Reading_stops_when_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        Assert.ThrowsExactly<OperationCanceledException>(() => DataIdentity.Of(Vectors(), cancellation.Token));
    }

    private static Dataset Vectors(
        float[]? values = null,
        int[]? labels = null,
        string[]? names = null,
        ValueRange? range = null
    ) =>
        new(
            "x",
            [2],
            values ?? [1, 2, 3, 4, 5, 6, 7, 8],
            labels ?? [0, 0, 1, 1],
            range ?? Range,
            labelNames: names ?? ["cat", "dog"]
        );

    private static Dataset Encoded(string csv, TableOptions? options = null, EncodingOptions? encoding = null)
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder["t.csv"], csv);
        var table = Table.FromFile(folder["t.csv"], options);
        return TableEncoding.Fit(table, encoding).ToDataset(table);
    }

    private static Dataset Open(string folder, ImageFolderOptions? options = null) =>
        ImageFolder.Read(folder, options ?? new ImageFolderOptions()).Data;

    private static DataIdentity Pictures(string folder) => DataIdentity.Of(Open(folder));

    private static void WritePicture(string path, byte grey)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var image = Microsoft.ML.Data.MLImage.CreateFromPixels(
            8,
            8,
            Microsoft.ML.Data.MLPixelFormat.Bgra32,
            [.. Enumerable.Range(0, 8 * 8).SelectMany(_ => new byte[] { grey, grey, grey, 255 })]
        );
        image.Save(path);
    }

    private static void AssertSame(Dataset run, Dataset given) => AssertSame(DataIdentity.Of(run), DataIdentity.Of(given));

    private static void AssertSame(DataIdentity run, DataIdentity given) => Assert.IsNull(DataDifference.Find(run, given));

    private static void AssertDiffers(Dataset run, Dataset given, params string[] expected) =>
        AssertDiffers(DataIdentity.Of(run), DataIdentity.Of(given), expected);

    private static void AssertDiffers(DataIdentity run, DataIdentity given, params string[] expected)
    {
        var found = DataDifference.Find(run, given);
        foreach (var clause in expected)
            StringAssert.Contains(found ?? "(the same)", clause);
    }
}
