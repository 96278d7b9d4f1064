using System.Globalization;
using Gan.Onnx;
using Gan.Training.Tables;
using Gan.Training.Tables.Reading;
using ParquetSharp;

namespace Gan.Tests.Training.Tables.Reading;

[TestClass]
public sealed class ParquetTests
{
    [TestMethod]
    public void Columns_of_every_type_are_read_across_row_groups()
    {
        using var folder = new TestFolder();
        Write(folder["a.dat"]);
        var lines = new List<string>();
        var table = TableReader.Read(folder["a.dat"], new TableOptions(), lines);
        Assert.AreEqual("Parquet", table.Description!.Format);
        CollectionAssert.AreEqual(new[] { 0.1, double.NaN, 1.1, double.NaN }, table.Column("d").Values);
        CollectionAssert.AreEqual(new[] { double.NaN, 2.5, double.NaN, 2.5 }, table.Column("nd").Values);
        CollectionAssert.AreEqual(new double[] { 7, -7, 7, -7 }, table.Column("i").Values);
        CollectionAssert.AreEqual(new[] { 5, double.NaN, 5, double.NaN }, table.Column("nl").Values);
        CollectionAssert.AreEqual(new[] { 1.25, 2, 1.25, 2 }, table.Column("m").Values);
        CollectionAssert.AreEqual(new[] { "x,y", "z\"" }, table.Column("s").Categories!.ToArray());
        CollectionAssert.AreEqual(new[] { "false", "true" }, table.Column("b").Categories!.ToArray());
        CollectionAssert.AreEqual(new[] { 0, 11045.0, 0, 11045 }, table.Column("t").Values);
        Assert.AreEqual("yyyy-MM-dd'T'HH:mm:ss", table.Column("t").Date!.Format);
        Assert.AreEqual("0.1,,7,5,1.25,\"x,y\",true,2024-01-02T00:00:00", lines[1]);
    }

    [TestMethod]
    public void Damaged_files_are_read_or_refused_in_a_sentence_and_at_once()
    {
        using var folder = new TestFolder();
        Write(folder["good.parquet"]);
        var good = File.ReadAllBytes(folder["good.parquet"]);
        var random = new Random(1);
        var refused = 0;
        for (var i = 0; i < 400; i++)
        {
            var bytes = (byte[])good.Clone();
            if (i % 2 == 0)
            {
                // A footer of noise, of any length.
                random.NextBytes(bytes.AsSpan(4, bytes.Length - 12));
                BitConverter.TryWriteBytes(bytes.AsSpan(bytes.Length - 8), 16 + i % 150);
            }
            else
                bytes[4 + random.Next(bytes.Length - 8)] = (byte)random.Next(256);
            File.WriteAllBytes(folder["bad.parquet"], bytes);
            try
            {
                Table.FromFile(folder["bad.parquet"]);
            }
            catch (GanException e)
            {
                refused++;
                Assert.IsFalse(e.Message.Contains('\n'), e.Message);
                // Names of types as the library's compiler writes them are nobody's words.
                Assert.IsFalse(e.Message.Contains("N7parquet", StringComparison.Ordinal), e.Message);
                Assert.IsFalse(e.Message.Contains("message:", StringComparison.Ordinal), e.Message);
            }
        }

        Assert.IsTrue(refused > 200, refused.ToString(CultureInfo.InvariantCulture));
    }

    private static void Write(string path)
    {
        Column[] columns =
        [
            new Column<double>("d"),
            new Column<double?>("nd"),
            new Column<int>("i"),
            new Column<long?>("nl"),
            new Column<decimal>("m", LogicalType.Decimal(10, 2)),
            new Column<string>("s"),
            new Column<bool>("b"),
            new Column<DateTime>("t"),
        ];
        using var file = new ParquetFileWriter(path, columns);
        for (var i = 0; i < 2; i++)
        {
            using var group = file.AppendRowGroup();
            Add<double>(group, 0.1 + i, double.NaN);
            Add<double?>(group, null, 2.5);
            Add<int>(group, 7, -7);
            Add<long?>(group, 5, null);
            Add<decimal>(group, 1.25m, 2m);
            Add<string>(group, "x,y", "z\"");
            Add<bool>(group, true, false);
            Add<DateTime>(group, new DateTime(2024, 1, 2), new DateTime(2024, 1, 2, 3, 4, 5));
        }

        file.Close();
    }

    private static void Add<T>(RowGroupWriter group, params T[] values)
    {
        using var column = group.NextColumn().LogicalWriter<T>();
        column.WriteBatch(values);
    }
}
