using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Tables;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.Training.Tables;

[TestClass]
public sealed class TableReadingTests
{
    private readonly MLContext _ml = new(seed: 1);

    private sealed class Row
    {
        public string City { get; set; } = "";

        public bool Member { get; set; }

        public float Income { get; set; }

        public int Age { get; set; }

        public byte Rooms { get; set; }

        [VectorType(2)]
        public float[] Place { get; set; } = [1, 2];
    }

    private IDataView View(params Row[] rows) => _ml.Data.LoadFromEnumerable(rows);

    private IDataView TwoRows =>
        View(
            new Row
            {
                City = "Rome",
                Member = true,
                Income = 1.5f,
                Age = 30,
                Rooms = 3,
            },
            new Row
            {
                City = "",
                Income = float.NaN,
                Age = -1,
                Rooms = 200,
            }
        );

    [TestMethod]
    public void Columns_of_a_view_keep_their_types()
    {
        var table = Table.FromDataView(TwoRows, new TableOptions { IgnoredColumns = ["Place"], CategoricalColumns = ["Rooms"] });
        CollectionAssert.AreEqual(
            new[]
            {
                TableColumnType.Text,
                TableColumnType.Boolean,
                TableColumnType.Single,
                TableColumnType.Int32,
                TableColumnType.Byte,
            },
            table.Columns.Select(c => c.Type).ToArray()
        );
        CollectionAssert.AreEqual(new[] { 0, float.NaN }, table.Column("City").Values);
        CollectionAssert.AreEqual(new[] { "Rome" }, table.Column("City").Categories!.ToArray());
        CollectionAssert.AreEqual(new[] { "0", "1" }, table.Column("Member").Categories!.ToArray());
        CollectionAssert.AreEqual(new[] { 1f, 0 }, table.Column("Member").Values);
        CollectionAssert.AreEqual(new[] { 1.5f, float.NaN }, table.Column("Income").Values);
        CollectionAssert.AreEqual(new[] { 30f, -1 }, table.Column("Age").Values);
        CollectionAssert.AreEqual(new[] { "3", "200" }, table.Column("Rooms").Categories!.ToArray());
    }

    [TestMethod]
    public void Keys_keep_the_names_and_the_order_of_their_values()
    {
        var keyed = _ml
            .Transforms.Conversion.MapValueToKey("City")
            .Fit(View(new Row { City = "Rome" }, new Row { City = "Bern" }))
            .Transform(View(new Row { City = "Bern" }, new Row { City = "Paris" }, new Row { City = "Rome" }));
        var city = Table.FromDataView(keyed, new TableOptions { IgnoredColumns = ["Place"] }).Column("City");
        Assert.AreEqual(TableColumnType.Key, city.Type);
        CollectionAssert.AreEqual(new[] { "Rome", "Bern" }, city.Categories!.ToArray());
        CollectionAssert.AreEqual(new[] { 1, float.NaN, 0 }, city.Values);
    }

    [TestMethod]
    public void What_no_table_holds_is_refused_by_the_columns_name()
    {
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Table.FromDataView(TwoRows)).Message,
            "'Place'"
        );
        StringAssert.Contains(
            Assert
                .ThrowsExactly<ArgumentOutOfRangeException>(() =>
                    Table.FromDataView(TwoRows, new TableOptions { IgnoredColumns = ["Plaice"] })
                )
                .Message,
            "'Plaice'"
        );
        var empty = new TableOptions { IgnoredColumns = ["Place"] };
        StringAssert.Contains(
            Assert
                .ThrowsExactly<GanException>(() => Table.FromDataView(View(new Row { City = "a", Income = float.NaN }), empty))
                .Message,
            "Column 'Income' has no value in any row"
        );
        StringAssert.Contains(
            Assert
                .ThrowsExactly<GanException>(() =>
                    Table.FromDataView(
                        View([.. "abc".Select(c => new Row { City = $"{c}" })]),
                        empty with
                        {
                            MaximumCategories = 2,
                        }
                    )
                )
                .Message,
            "Column 'City' has 3 different values"
        );
    }

    [TestMethod]
    public void Csv_files_are_read_with_quotes_and_missing_values()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder["a.csv"], "name,size,code\n\"Smith, \"\"J\"\"\",1.5,1\n?,NA,2.0\nLee,3,01\n");
        var table = Table.FromCsv(folder["a.csv"], new TableOptions { CategoricalColumns = ["code"] });
        CollectionAssert.AreEqual(new[] { "Lee", "Smith, \"J\"" }, table.Column("name").Categories!.ToArray());
        CollectionAssert.AreEqual(new[] { 1, float.NaN, 0 }, table.Column("name").Values);
        CollectionAssert.AreEqual(new[] { 1.5f, float.NaN, 3 }, table.Column("size").Values);
        CollectionAssert.AreEqual(new[] { "1", "2" }, table.Column("code").Categories!.ToArray());
        File.WriteAllText(folder["b.csv"], "a,b\n1,2\n3\n");
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => Table.FromCsv(folder["b.csv"])).Message,
            "1 values in line 3; its columns are 2"
        );
        File.WriteAllText(folder["c.csv"], "a,b\n");
        StringAssert.Contains(Assert.ThrowsExactly<GanException>(() => Table.FromCsv(folder["c.csv"])).Message, "holds no rows");
    }

    [TestMethod]
    public void Arff_files_are_read_as_declared()
    {
        using var folder = new TestFolder();
        File.WriteAllText(
            folder["a.arff"],
            "% a comment\n@relation x\n@attribute 'a b' {'0<=X',no}\n@ATTRIBUTE size numeric\n@attribute grade "
                + "{1,2}\n@data\n'0<=X',1.5,1\nno,?,2\n"
        );
        var table = Table.FromArff(folder["a.arff"]);
        CollectionAssert.AreEqual(new[] { "0<=X", "no" }, table.Column("a b").Categories!.ToArray());
        CollectionAssert.AreEqual(new[] { 1.5f, float.NaN }, table.Column("size").Values);
        CollectionAssert.AreEqual(new[] { "1", "2" }, table.Column("grade").Categories!.ToArray());
    }

    [TestMethod]
    public void A_stratified_split_shares_no_row_and_keeps_the_classes_shares()
    {
        var table = SampleTables.Customers(500);
        var (training, test) = table.Split(0.3, seed: 2, stratifyBy: "city");
        Assert.AreEqual(500, training.RowCount + test.RowCount);
        for (var k = 0; k < 3; k++)
        {
            var all = table.Columns[0].Values.Count(v => v == k);
            Assert.AreEqual((int)Math.Round(all * 0.3), test.Columns[0].Values.Count(v => v == k));
        }

        var (first, second) = table.Split(0.3, seed: 2, stratifyBy: "city");
        CollectionAssert.AreEqual(training.Columns[2].Values, first.Columns[2].Values);
        CollectionAssert.AreEqual(test.Columns[2].Values, second.Columns[2].Values);
    }
}
