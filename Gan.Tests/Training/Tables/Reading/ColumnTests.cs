using System.Globalization;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Data;
using Gan.Training.Tables;

namespace Gan.Tests.Training.Tables.Reading;

/// <summary>What a column is: numbers, categories as they are written, missing values, codes.</summary>
[TestClass]
public sealed class ColumnTests
{
    [TestMethod]
    [DataRow("NA")]
    [DataRow("N/A")]
    [DataRow("#N/A")]
    [DataRow("null")]
    [DataRow("None")]
    [DataRow("nan")]
    [DataRow("-")]
    [DataRow("?")]
    [DataRow("#DIV/0!")]
    [DataRow("")]
    [DataRow("\"\"")]
    public void Words_for_missing_do_not_make_categories_of_numbers(string word)
    {
        foreach (var first in new[] { false, true })
        {
            var table = Read(Numbers(100, word, first ? 0 : 50));
            var column = table.Column("x");
            Assert.IsFalse(column.IsCategorical);
            Assert.AreEqual(1, column.MissingCount);
            Assert.IsTrue(double.IsNaN(column.Values[first ? 0 : 50]));
            Assert.AreEqual(word.Trim('"').Length > 0 ? 1 : 0, table.Description!.Columns[0].MissingWords.Count);
        }
    }

    [TestMethod]
    [DataRow("inf")]
    [DataRow("1e400")]
    [DataRow("twelve")]
    [DataRow("1,5")]
    public void Another_text_among_numbers_is_named_by_its_line(string word)
    {
        foreach (var row in new[] { 0, 50 })
        {
            var text = Numbers(100, $"\"{word}\"", row);
            var e = Assert.ThrowsExactly<GanException>(() => Read(text));
            StringAssert.Contains(e.Message, $"Column 'x' has '{word}' in line {row + 2}, which is no finite number");
            StringAssert.Contains(e.Message, nameof(TableOptions.MissingTexts));
            Assert.AreEqual(1, Read(text, new TableOptions { MissingTexts = [word] }).Column("x").MissingCount);
            Assert.IsTrue(Read(text, new TableOptions { CategoricalColumns = ["x"] }).Column("x").IsCategorical);
        }
    }

    [TestMethod]
    public void A_few_numbers_among_texts_are_categories()
    {
        var column = Read("size\n36\n38\nM\n36\n40\nL\n").Column("size");
        CollectionAssert.AreEqual(new[] { "36", "38", "40", "L", "M" }, column.Categories!.ToArray());
        CollectionAssert.AreEqual(new double[] { 0, 1, 4, 0, 2, 3 }, column.Values);
    }

    [TestMethod]
    public void Words_that_may_be_categories_are_categories_among_texts()
    {
        var column = Read("garage\nNone\nshed\nnone\n-\nNA\n?\n").Column("garage");
        CollectionAssert.AreEqual(new[] { "-", "None", "none", "shed" }, column.Categories!.ToArray());
        Assert.AreEqual(2, column.MissingCount, "NA and ?");
        var all = Read("garage\nNone\nNA\n\"\"\n", new TableOptions { HasUsualMissingTexts = false }).Column("garage");
        CollectionAssert.AreEqual(new[] { "NA", "None" }, all.Categories!.ToArray());
        Assert.AreEqual(1, all.MissingCount);
        var named = Read("garage\nNone\nshed\n", new TableOptions { MissingTexts = ["None"] }).Column("garage");
        CollectionAssert.AreEqual(new[] { "shed" }, named.Categories!.ToArray());
    }

    [TestMethod]
    public void Codes_are_categories_as_they_are_written()
    {
        var table = Read("zip,x\n02116,1\n2116,2\n10115,3\n02116,4\n");
        CollectionAssert.AreEqual(new[] { "02116", "10115", "2116" }, table.Column("zip").Categories!.ToArray());
        StringAssert.Contains(string.Join('\n', table.Description!.Notes), "column 'zip' has codes such as 02116");
        var late = Read("zip\n2116\n10115\n02116\n").Column("zip");
        CollectionAssert.AreEqual(new[] { "02116", "10115", "2116" }, late.Categories!.ToArray());
        var numbers = Read("zip\n02116\n2116\n", new TableOptions { NumericColumns = ["zip"] }).Column("zip");
        CollectionAssert.AreEqual(new double[] { 2116, 2116 }, numbers.Values);
        var accounts = Read("id\n123456789012345678\n123456789012345679\n").Column("id");
        Assert.HasCount(2, accounts.Categories!);
    }

    [TestMethod]
    public void Categories_of_numbers_are_texts_unless_they_are_plain_numbers()
    {
        var options = new TableOptions { CategoricalColumns = ["a", "b", "c"] };
        var table = Read("a,b,c\n1,1.0,123456789\n2,2.0,123456790\n1,1.0,123456789\n", options);
        Assert.AreEqual(TableColumnType.Single, table.Column("a").Type);
        Assert.AreEqual(TableColumnType.Text, table.Column("b").Type);
        CollectionAssert.AreEqual(new[] { "1.0", "2.0" }, table.Column("b").Categories!.ToArray());
        Assert.AreEqual(TableColumnType.Text, table.Column("c").Type, "no numbers of 32 bits");
        CollectionAssert.AreEqual(new[] { "123456789", "123456790" }, table.Column("c").Categories!.ToArray());
    }

    [TestMethod]
    public void Numbers_keep_their_digits()
    {
        var values = Read("x\n1704045669\n123456789.25\n0.1\n").Column("x").Values;
        CollectionAssert.AreEqual(new[] { 1704045669, 123456789.25, 0.1 }, values);
    }

    [TestMethod]
    public void A_column_without_a_value_is_left_out_and_said()
    {
        var table = Read("x,note,y\n1,,2\n3,NA,4\n");
        Assert.AreEqual("x|y", string.Join('|', table.Columns.Select(c => c.Name)));
        CollectionAssert.Contains(table.Description!.LeftOut.ToArray(), "note");
        var e = Assert.ThrowsExactly<GanException>(() => Read("x,y\n\"\",\n,NA\n"));
        StringAssert.Contains(e.Message, "has no value in any column");
    }

    [TestMethod]
    public void A_key_column_names_the_rows()
    {
        var table = Read("id,x\nC1,1\nC2,2\n007,3\n", new TableOptions { KeyColumn = "id" });
        Assert.AreEqual("x", table.Columns.Single().Name);
        Assert.AreEqual("id", table.Keys!.Column);
        CollectionAssert.AreEqual(new[] { "C1", "C2", "007" }, table.Keys.Values.ToArray());
        CollectionAssert.AreEqual(new[] { "007", "C1" }, table.Select([2, 0]).Keys!.Values.ToArray());
        var data = TableEncoding.Fit(table).ToDataset(table);
        Assert.AreEqual("C2", data.RowNames!.Values[1]);
        Assert.AreEqual("C2", data.Select([1]).RowNames!.Values[0]);
    }

    [TestMethod]
    public void Spreadsheet_numbers_are_numbers()
    {
        var european = Read("Alter;Umsatz\n65;1.048,3\n51;39,4\n");
        CollectionAssert.AreEqual(new[] { 1048.3, 39.4 }, european.Column("Umsatz").Values);
        var english = Read("Age,Amount\n76,\"1,326.08\"\n50,\"2,237.45\"\n41,900\n");
        CollectionAssert.AreEqual(new[] { 1326.08, 2237.45, 900 }, english.Column("Amount").Values);
    }

    [TestMethod]
    public void Quotes_within_a_value_belong_to_it()
    {
        var table = Read("n,item,kind\n3,5\" pipe,p\n1,hose,p\n2,\"6\"\" pipe\",q\n4,ends with \",q\n");
        CollectionAssert.AreEqual(
            new[] { "5\" pipe", "6\" pipe", "ends with \"", "hose" },
            table.Column("item").Categories!.ToArray()
        );
    }

    [TestMethod]
    public void Too_many_categories_are_refused_with_an_example()
    {
        var text = "day\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"2024-{i / 28 + 1:00}-{i % 28 + 1:00}\n"));
        var e = Assert.ThrowsExactly<GanException>(() =>
            Read(text, new TableOptions { MaximumCategories = 30, HasDates = false })
        );
        StringAssert.Contains(e.Message, "40 different values such as '2024-01-01'");
    }

    [TestMethod]
    public void Labels_may_be_texts()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder["a.csv"], "5.1,setosa\n4.9,virginica\n4.7,setosa\n");
        var data = Dataset.FromCsv(folder["a.csv"], new CsvDatasetOptions { HasLabel = true });
        CollectionAssert.AreEqual(new[] { "setosa", "virginica" }, data.ClassNames!.ToArray());
        CollectionAssert.AreEqual(new[] { 0, 1, 0 }, data.Labels!.ToArray());
    }

    [TestMethod]
    public void Files_of_numbers_are_read_like_tables()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder["a.csv"], "id;a;b;note\nA1;1,5;NA;x\nA2;2,5;1e300;y\n");
        var options = new CsvDatasetOptions
        {
            AllowsMissing = true,
            Table = new TableOptions { KeyColumn = "id", IgnoredColumns = ["note"] },
        };
        var data = Dataset.FromCsv(folder["a.csv"], options);
        CollectionAssert.AreEqual(new[] { 1.5f, float.NaN, 2.5f, float.MaxValue }, data.Samples.ToArray());
        CollectionAssert.AreEqual(new[] { "A1", "A2" }, data.RowNames!.Values.ToArray());
        Assert.AreEqual(
            "'NA' 1",
            string.Join(", ", data.Description!.Columns[1].MissingWords.Select(w => $"'{w.Key}' {w.Value}"))
        );
        var e = Assert.ThrowsExactly<GanException>(() =>
            Dataset.FromCsv(folder["a.csv"], options with { Table = new TableOptions { IgnoredColumns = ["note"] } })
        );
        StringAssert.Contains(e.Message, "'A1' in line 2, column 'id', which is no finite number");
    }

    private static string Numbers(int rows, string odd, int at) =>
        "x\n"
        + string.Concat(
            Enumerable.Range(0, rows).Select(i => i == at ? odd + "\n" : (i * 1.25).ToString(CultureInfo.InvariantCulture) + "\n")
        );

    private static Table Read(string text, TableOptions? options = null)
    {
        using var folder = new TestFolder();
        // An empty cell of one column is a blank row, which is none, but for the quotes.
        File.WriteAllText(folder["a.csv"], text.Replace("\n\n", "\n\"\"\n"));
        return Table.FromFile(folder["a.csv"], options);
    }
}
