using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Tests.Training.Tables;
using Gan.Training.Data;
using Gan.Training.Tables;

namespace Gan.Tests.Training;

[TestClass]
public sealed class DatasetTests
{
    private static readonly ValueRange Unit = new() { Minimum = 0, Maximum = 1 };

    [TestMethod]
    public void The_digits_are_all_there()
    {
        var digits = Dataset.Digits();
        Assert.AreEqual(1797, digits.Count);
        CollectionAssert.AreEqual(new[] { 1, 8, 8 }, digits.Shape.ToArray());
        // How often each digit occurs in the published file.
        int[] expected = [178, 182, 177, 183, 181, 182, 181, 179, 174, 180];
        CollectionAssert.AreEqual(expected, digits.Labels!.CountBy(l => l).OrderBy(c => c.Key).Select(c => c.Value).ToArray());
        CollectionAssert.AreEqual(new float[] { 0, 0, 5, 13, 9, 1, 0, 0 }, digits.Sample(0)[..8].ToArray());
        Assert.AreEqual(561718, digits.Samples.ToArray().Sum(v => (double)v));
    }

    [TestMethod]
    public void A_table_without_labels_is_still_a_table()
    {
        var table = SampleTables.Customers(50);
        var data = TableEncoding.Fit(table).ToDataset(table).WithoutLabels();
        // Its samples would else be learned as plain numbers.
        Assert.AreSame(table, data.Table?.Table);
    }

    [TestMethod]
    public void A_split_shares_no_row_and_loses_none()
    {
        var data = new Dataset("numbers", [1], [.. Enumerable.Range(0, 100).Select(i => i / 100f)], null, Unit);
        var (training, test) = data.Split(0.25, seed: 3);
        Assert.AreEqual(25, test.Count);
        float[] all = [.. training.Samples.Span, .. test.Samples.Span];
        CollectionAssert.AreEquivalent(data.Samples.ToArray(), all);
        CollectionAssert.AreEqual(test.Samples.ToArray(), data.Split(0.25, seed: 3).Test.Samples.ToArray());
        CollectionAssert.AreNotEqual(test.Samples.ToArray(), data.Split(0.25, seed: 4).Test.Samples.ToArray());
    }

    [TestMethod]
    public void Names_of_rows_go_with_their_rows()
    {
        float[] values = [.. Enumerable.Range(0, 10).Select(i => i / 10f)];
        var data = new Dataset("numbers", [1], values, [.. Enumerable.Range(0, 10)], Unit)
        {
            RowNames = new RowNames("file", [.. values.Select(v => $"{v}.png")]),
        };
        var (training, test) = data.Split(0.3, seed: 1);
        foreach (var some in new[] { training, test, data.Where(l => l % 3 == 1), data.Select([9, 2, 2]), data.WithoutLabels() })
        {
            Assert.AreEqual("file", some.RowNames!.Column);
            CollectionAssert.AreEqual(some.Samples.ToArray().Select(v => $"{v}.png").ToArray(), some.RowNames.Values.ToArray());
        }

        Assert.IsNull(new Dataset("numbers", [1], values, null, Unit).Select([1]).RowNames);
    }

    [TestMethod]
    public void Rows_are_chosen_by_label()
    {
        var data = new Dataset("pairs", [2], [0, 0.1f, 0.2f, 0.3f, 0.4f, 0.5f], [7, 8, 7], Unit);
        var sevens = data.Where(label => label == 7);
        CollectionAssert.AreEqual(new[] { 0, 0.1f, 0.4f, 0.5f }, sevens.Samples.ToArray());
        CollectionAssert.AreEqual(new[] { 7, 7 }, sevens.Labels!.ToArray());
    }

    [TestMethod]
    public void A_value_that_is_no_number_is_named_by_row_and_column()
    {
        var e = Assert.ThrowsExactly<GanException>(() => new Dataset("d", [2], [0, 1, 0.5f, float.NaN], null, Unit));
        StringAssert.Contains(e.Message, "NaN in row 2, column 2");
    }

    [TestMethod]
    [DataRow("1,2,3,0\n4,5,x,0\n", "'x' in line 2, column 'column3', which is no finite number")]
    [DataRow("1,2,NaN,0\n", "no value in line 1, column 'column3'")]
    [DataRow("1,2,Infinity,0\n", "'Infinity' in line 1, column 'column3', which is no finite number")]
    [DataRow("1,2,99,0\n", "'99' in line 1, column 'column3', which lies outside the range 0 to 16")]
    [DataRow("1,2,3\n", "3 columns; 4 are needed (3 values and a label)")]
    [DataRow("1,2,3,4,5\n", "5 columns; 4 are needed")]
    [DataRow("", "holds no rows")]
    public void A_bad_file_is_refused_in_a_sentence(string text, string expected)
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder["data.csv"], text);
        var e = Assert.ThrowsExactly<GanException>(() => Read(folder["data.csv"]));
        StringAssert.Contains(e.Message, expected);
        StringAssert.Contains(e.Message, folder["data.csv"]);
    }

    [TestMethod]
    public void A_missing_file_is_named()
    {
        var e = Assert.ThrowsExactly<GanException>(() => Read("/nowhere/data.csv"));
        StringAssert.Contains(e.Message, "'/nowhere/data.csv' does not exist");
    }

    [TestMethod]
    public void A_truncated_gzip_file_is_refused()
    {
        using var folder = new TestFolder();
        using (var file = File.Create(folder["data.csv.gz"]))
        using (var zip = new System.IO.Compression.GZipStream(file, System.IO.Compression.CompressionLevel.Optimal))
        using (var writer = new StreamWriter(zip))
        {
            var random = new Random(1);
            for (var i = 0; i < 5000; i++)
                writer.WriteLine($"{random.Next(17)},{random.Next(17)},{random.Next(17)},{random.Next(10)}");
        }

        Assert.AreEqual(5000, Read(folder["data.csv.gz"]).Count);
        var bytes = File.ReadAllBytes(folder["data.csv.gz"]);
        foreach (var kept in new[] { bytes.Length / 2, bytes.Length - 30, 20 })
        {
            File.WriteAllBytes(folder["data.csv.gz"], bytes[..kept]);
            var e = Assert.ThrowsExactly<GanException>(() => Read(folder["data.csv.gz"]), $"{kept} of {bytes.Length} bytes");
            StringAssert.Contains(e.Message, folder["data.csv.gz"]);
        }
    }

    private static Dataset Read(string path) =>
        Dataset.FromCsv(
            path,
            new CsvDatasetOptions
            {
                Shape = [3],
                Range = new ValueRange { Minimum = 0, Maximum = 16 },
                HasLabel = true,
            }
        );
}
