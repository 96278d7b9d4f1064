using System.IO.Compression;
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
        CollectionAssert.AreEqual(new[] { 0, double.NaN }, table.Column("City").Values);
        CollectionAssert.AreEqual(new[] { "Rome" }, table.Column("City").Categories!.ToArray());
        CollectionAssert.AreEqual(new[] { "0", "1" }, table.Column("Member").Categories!.ToArray());
        CollectionAssert.AreEqual(new[] { 1.0, 0 }, table.Column("Member").Values);
        CollectionAssert.AreEqual(new[] { 1.5, double.NaN }, table.Column("Income").Values);
        CollectionAssert.AreEqual(new[] { 30.0, -1 }, table.Column("Age").Values);
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
        CollectionAssert.AreEqual(new[] { 1, double.NaN, 0 }, city.Values);
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
        var table = Table.FromFile(folder["a.csv"], new TableOptions { CategoricalColumns = ["code"] });
        CollectionAssert.AreEqual(new[] { "Lee", "Smith, \"J\"" }, table.Column("name").Categories!.ToArray());
        CollectionAssert.AreEqual(new[] { 1, double.NaN, 0 }, table.Column("name").Values);
        CollectionAssert.AreEqual(new[] { 1.5, double.NaN, 3 }, table.Column("size").Values);
        CollectionAssert.AreEqual(new[] { "01", "1", "2.0" }, table.Column("code").Categories!.ToArray());
        File.WriteAllText(folder["b.csv"], "a,b\n1,2\n3\n");
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => Table.FromFile(folder["b.csv"])).Message,
            "1 values in line 3; its columns are 2"
        );
        File.WriteAllText(folder["c.csv"], "a,b\n");
        StringAssert.Contains(Assert.ThrowsExactly<GanException>(() => Table.FromFile(folder["c.csv"])).Message, "holds no rows");
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
        var table = Table.FromFile(folder["a.arff"]);
        CollectionAssert.AreEqual(new[] { "0<=X", "no" }, table.Column("a b").Categories!.ToArray());
        CollectionAssert.AreEqual(new[] { 1.5, double.NaN }, table.Column("size").Values);
        CollectionAssert.AreEqual(new[] { "1", "2" }, table.Column("grade").Categories!.ToArray());
    }

    [TestMethod]
    public void Arff_values_are_quoted_and_escaped_in_every_way_of_the_format()
    {
        using var folder = new TestFolder();
        File.WriteAllText(
            folder["a.arff"],
            """
            @relation 'two words'
            @attribute "it's" {"a,b", 'c \'d\'', e}
            @attribute 'note' string
            @attribute x real
            @data
            "a,b" , 'x\ty', 1.5
            'c \'d\'',"say ""no""\\",?
            e,don't,-2
            """
        );
        var table = Table.FromFile(folder["a.arff"]);
        CollectionAssert.AreEqual(new[] { "a,b", "c 'd'", "e" }, table.Column("it's").Categories!.ToArray());
        CollectionAssert.AreEqual(new[] { 0.0, 1, 2 }, table.Column("it's").Values);
        CollectionAssert.AreEqual(new[] { "don't", "say \"no\"\\", "x\ty" }, table.Column("note").Categories!.ToArray());
        CollectionAssert.AreEqual(new[] { 1.5, double.NaN, -2 }, table.Column("x").Values);
    }

    [TestMethod]
    public void Rows_of_arff_in_braces_leave_out_what_is_0()
    {
        using var folder = new TestFolder();
        File.WriteAllText(
            folder["a.arff"],
            "@attribute x numeric\n@attribute class {no, 'yes, indeed'}\n@attribute y numeric\n@attribute note string\n@data\n"
                + "{0 1.5, 1 'yes, indeed', 3 a}\n{ }\n{2 ?,0 -3}\n{}\n"
        );
        var table = Table.FromFile(folder["a.arff"]);
        CollectionAssert.AreEqual(new[] { 1.5, 0, -3, 0 }, table.Column("x").Values);
        CollectionAssert.AreEqual(new[] { "no", "yes, indeed" }, table.Column("class").Categories!.ToArray());
        CollectionAssert.AreEqual(new[] { 1.0, 0, 0, 0 }, table.Column("class").Values);
        CollectionAssert.AreEqual(new[] { 0, 0, double.NaN, 0 }, table.Column("y").Values);
        CollectionAssert.AreEqual(new[] { 0, double.NaN, double.NaN, double.NaN }, table.Column("note").Values);
    }

    [TestMethod]
    [DataRow("@attribute x numeric\n@data\n1,2\n", "has 2 values in line 3; its columns are 1")]
    [DataRow("@attribute x numeric\n@data\n'1\n", "a mistake in line 3: The quote ' before '1' is never closed")]
    [DataRow("@attribute x numeric\n@data\n'1' 2\n", "a mistake in line 3: A comma belongs after the value '1'")]
    [DataRow("@attribute x numeric\n@data\n{1 2}\n", "a mistake in line 3: '1' is not the place of a column, 0 to 0")]
    [DataRow(
        "@attribute x numeric\n@data\n{0 2}, {5}\n",
        "After the value '2' a comma or the row's end belongs; rows with weights are not read"
    )]
    [DataRow("@attribute x numeric\n@data\n{0 2\n", "a mistake in line 3: A row that begins with a brace must end with one")]
    [DataRow("@attribute x\n@data\n1\n", "a mistake in line 1: A column needs a name and a type")]
    [DataRow("@attribute x {a,b\n@data\na\n", "a mistake in line 1: The categories of column 'x' do not end")]
    [DataRow("@attribute x numeric\n@data\n", "holds no rows")]
    public void A_bad_arff_file_is_refused_by_its_line(string text, string expected)
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder["a.arff"], text);
        var e = Assert.ThrowsExactly<GanException>(() => Table.FromFile(folder["a.arff"]));
        StringAssert.Contains(e.Message, expected);
        StringAssert.Contains(e.Message, folder["a.arff"]);
    }

    [TestMethod]
    public void A_damaged_packed_table_is_named()
    {
        using var folder = new TestFolder();
        foreach (var (name, header) in new[] { ("a.csv.gz", "x\n"), ("a.arff", "@attribute x numeric\n@data\n") })
        {
            using var packed = new MemoryStream();
            using (var zip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            using (var writer = new StreamWriter(zip))
                writer.Write(header + string.Join('\n', Enumerable.Range(0, 5000).Select(i => i * 7919L % 10007)));
            var bytes = packed.ToArray();
            File.WriteAllBytes(folder[name], bytes);
            Assert.AreEqual(5000, Read(folder[name]).RowCount);
            File.WriteAllBytes(folder[name], bytes[..(bytes.Length / 2)]);
            var e = Assert.ThrowsExactly<GanException>(() => Read(folder[name]));
            StringAssert.Contains(e.Message, folder[name]);
        }

        static Table Read(string path) =>
            path.EndsWith(".arff", StringComparison.Ordinal) ? Table.FromFile(path) : Table.FromFile(path);
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
