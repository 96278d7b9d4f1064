using Gan.Onnx;
using Gan.Training.Tables;
using Gan.Training.Tables.Reading;
using Parquet;
using Parquet.Schema;

namespace Gan.Tests.Training.Tables.Reading;

[TestClass]
public sealed class ParquetTests
{
    [TestMethod]
    public async Task Columns_of_every_type_are_read_across_row_groups()
    {
        using var folder = new TestFolder();
        var fields = new DataField[]
        {
            new DataField<double>("d"),
            new DataField<double?>("nd"),
            new DataField<int>("i"),
            new DataField<long?>("nl"),
            new DataField<string>("s"),
            new DataField<bool>("b"),
            new DataField<DateTime>("t"),
        };
        await using (var stream = File.Create(folder["a.dat"]))
        {
            await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream);
            for (var group = 0; group < 2; group++)
            {
                using var rows = writer.CreateRowGroup();
                await rows.WriteAsync<double>(fields[0], new[] { 0.1 + group, double.NaN });
                await rows.WriteAsync<double>(fields[1], new double?[] { null, 2.5 });
                await rows.WriteAsync<int>(fields[2], new[] { 7, -7 });
                await rows.WriteAsync<long>(fields[3], new long?[] { 5, null });
                await rows.WriteAsync(fields[4], ["x,y", "z\""]);
                await rows.WriteAsync<bool>(fields[5], new[] { true, false });
                await rows.WriteAsync<DateTime>(fields[6], new[] { new DateTime(2024, 1, 2), new DateTime(2024, 1, 2, 3, 4, 5) });
            }
        }

        var lines = new List<string>();
        var table = TableReader.Read(folder["a.dat"], new TableOptions(), lines);
        Assert.AreEqual("Parquet", table.Description!.Format);
        CollectionAssert.AreEqual(new[] { 0.1, double.NaN, 1.1, double.NaN }, table.Column("d").Values);
        CollectionAssert.AreEqual(new[] { double.NaN, 2.5, double.NaN, 2.5 }, table.Column("nd").Values);
        CollectionAssert.AreEqual(new double[] { 7, -7, 7, -7 }, table.Column("i").Values);
        CollectionAssert.AreEqual(new[] { 5, double.NaN, 5, double.NaN }, table.Column("nl").Values);
        CollectionAssert.AreEqual(new[] { "x,y", "z\"" }, table.Column("s").Categories!.ToArray());
        CollectionAssert.AreEqual(new[] { "false", "true" }, table.Column("b").Categories!.ToArray());
        CollectionAssert.AreEqual(new[] { "2024-01-02", "2024-01-02T03:04:05" }, table.Column("t").Categories!.ToArray());
        Assert.AreEqual("0.1,,7,5,\"x,y\",true,2024-01-02", lines[1]);
    }

    [TestMethod]
    public void A_damaged_file_is_refused()
    {
        using var folder = new TestFolder();
        File.WriteAllBytes(folder["a.parquet"], [.. "PAR1"u8, 1, 2, 3, 4, 5, 6, 7, 8]);
        var e = Assert.ThrowsExactly<GanException>(() => Table.FromFile(folder["a.parquet"]));
        StringAssert.Contains(e.Message, "cannot be read as Parquet");
    }
}
