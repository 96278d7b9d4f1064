using System.Globalization;
using System.IO.Compression;
using System.Text;
using Gan.Cli.Commands;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Data;
using Gan.Training.Tables;
using Gan.Training.Tables.Reading;

namespace Gan.Tests.Training.Data;

[TestClass]
public sealed class CsvReaderTests
{
    private static readonly TableOptions Commas = new() { Separator = ',' };

    [TestMethod]
    [DataRow("a,b\n1,2\n", "1:a|b 2:1|2")]
    [DataRow("a,b\r\n1,2", "1:a|b 2:1|2")]
    [DataRow("a,b\r\r1,2\r", "1:a|b 3:1|2")]
    [DataRow("\n  \na\n", "3:a")]
    [DataRow("\"x\ny\",\"p\"\"q\"\n1,2\n", "1:x/y|p\"q 3:1|2")]
    [DataRow("\"x\r\ny\",\"s,t\"\r\n1,2\r\n", "1:x//y|s,t 3:1|2")]
    [DataRow(" a , \" b \" ,c\n", "1:a| b |c")]
    [DataRow("\"\"\n\"\"\"\"\n", "1: 2:\"")]
    [DataRow("5\" pipe\",2\n", "1:5\" pipe\"|2")]
    public void Rows_are_split_as_they_were_put_together(string text, string expected) =>
        Assert.AreEqual(expected, Read(Encoding.UTF8.GetBytes(text)));

    [TestMethod]
    public void Packed_files_and_byte_order_marks_are_understood()
    {
        byte[] text = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes("é,b\n")];
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
            zip.Write(text);
        Assert.AreEqual("1:é|b", Read(text));
        Assert.AreEqual("1:é|b", Read(packed.ToArray()));
        Assert.AreEqual("1:é|b", Read([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("é,b\n")]));
    }

    [TestMethod]
    public void A_quote_that_is_never_closed_is_named_by_its_line()
    {
        var e = Assert.ThrowsExactly<GanException>(() => Read("a,b\n1,\"2\n3,4\n"u8.ToArray()));
        StringAssert.Contains(e.Message, "'test.csv' has a quote in or after line 2 that is never closed");
    }

    [TestMethod]
    public void A_row_without_end_is_refused_in_a_sentence()
    {
        var e = Assert.ThrowsExactly<GanException>(() => Read(Encoding.UTF8.GetBytes("a,b\n\"" + new string('x', 17_000_000))));
        StringAssert.Contains(e.Message, "longer than 16 million characters");
    }

    [TestMethod]
    public void A_rows_text_is_as_it_stands_in_the_file()
    {
        using var stream = new MemoryStream("\"x\r\ny\", 1.50 ,\"\"\r2,3,4"u8.ToArray());
        using var reader = new CsvReader(stream, "test.csv", TextFormat.Recognise(stream, "test.csv", Commas));
        Assert.IsTrue(reader.Read());
        Assert.AreEqual("\"x\r\ny\", 1.50 ,\"\"", reader.Text);
        Assert.AreEqual("x\r\ny", reader[0].ToString());
        Assert.IsTrue(reader.Read());
        Assert.AreEqual("2,3,4", reader.Text);
        Assert.IsFalse(reader.Read());
    }

    [TestMethod]
    public void What_is_written_is_read_back()
    {
        string[][] rows =
        [
            ["name", "note", "x"],
            ["Smith, \"J\"", "two\r\nlines", CsvFile.Text(0.1f)],
            [" blanks ", "\ttab", CsvFile.Text(float.Epsilon)],
            ["\r", "\"", CsvFile.Text(-1e20f)],
            ["", "", ""],
        ];
        using var folder = new TestFolder();
        CsvFile.Write(folder["a.csv"], rows[0], rows[1..]);
        using (var file = File.OpenRead(folder["a.csv"]))
        using (var reader = new CsvReader(file, "a.csv", TextFormat.Recognise(file, "a.csv", Commas)))
        {
            foreach (var row in rows)
            {
                Assert.IsTrue(reader.Read());
                CollectionAssert.AreEqual(row, Enumerable.Range(0, reader.Count).Select(i => reader[i].ToString()).ToArray());
            }

            Assert.IsFalse(reader.Read());
        }

        CsvFile.Write(
            folder["b.csv"],
            [],
            [
                [""],
                ["x"],
            ]
        );
        CollectionAssert.AreEqual(new[] { "\"\"", "x" }, File.ReadAllLines(folder["b.csv"]));
    }

    [TestMethod]
    public void The_culture_plays_no_part()
    {
        var culture = CultureInfo.CurrentCulture;
        using var folder = new TestFolder();
        try
        {
            var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            commas.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = commas;
            CsvFile.Write(
                folder["a.csv"],
                ["x", "y"],
                [
                    [CsvFile.Text(1.5f), "0,5"],
                ]
            );
            Assert.AreEqual("x,y/1.5,\"0,5\"/", File.ReadAllText(folder["a.csv"]).ReplaceLineEndings("/"));
            File.WriteAllText(folder["b.csv"], "x\n1.5\n2.5\n");
            CollectionAssert.AreEqual(new[] { 1.5, 2.5 }, Table.FromFile(folder["b.csv"]).Column("x").Values);
            var range = new ValueRange { Minimum = 0, Maximum = 2 };
            var e = Assert.ThrowsExactly<GanException>(() =>
                Dataset.FromCsv(folder["b.csv"], new CsvDatasetOptions { Range = range })
            );
            StringAssert.Contains(e.Message, "'2.5' in line 3, column 'x', which lies outside the range 0 to 2");
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [TestMethod]
    public void Data_sets_are_read_with_quotes_and_every_line_end()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder["a.csv"], "\"a\nb\",c,label\r\"1.5\", 2 ,0\r3,\"4\",1\r");
        var data = Dataset.FromCsv(folder["a.csv"], new CsvDatasetOptions { HasLabel = true });
        CollectionAssert.AreEqual(new[] { 1.5f, 2, 3, 4 }, data.Samples.ToArray());
        Assert.AreEqual((1.5, 4.0), (data.Range.Minimum, data.Range.Maximum));
        CollectionAssert.AreEqual(new[] { 0, 1 }, data.Labels!.ToArray());
    }

    /// <summary>Each row's line and cells; a slash stands for a CR or LF.</summary>
    private static string Read(byte[] content)
    {
        using var stream = new MemoryStream(content);
        using var reader = new CsvReader(stream, "test.csv", TextFormat.Recognise(stream, "test.csv", Commas));
        var rows = new List<string>();
        while (reader.Read())
        {
            var cells = Enumerable.Range(0, reader.Count).Select(i => reader[i].ToString());
            rows.Add($"{reader.Line}:{string.Join('|', cells)}");
        }

        return string.Join(' ', rows).Replace('\r', '/').Replace('\n', '/');
    }
}
