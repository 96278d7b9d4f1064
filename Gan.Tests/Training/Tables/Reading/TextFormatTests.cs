using System.IO.Compression;
using System.Text;
using Gan.Onnx;
using Gan.Training.Tables;
using Gan.Training.Tables.Reading;

namespace Gan.Tests.Training.Tables.Reading;

/// <summary>How a file is written is recognised, and can be said.</summary>
[TestClass]
public sealed class TextFormatTests
{
    [TestMethod]
    [DataRow("a,b\n1,2\n", ',')]
    [DataRow("Alter;Umsatz;Land\n65;48,3;Bayern\n51;39,4;Bayern\n", ';')]
    [DataRow("x;y\n7,5;7,8\n1,5;5,3\n", ';')]
    [DataRow("a\tb\n1\t2,5\n", '\t')]
    [DataRow("a|b|c\n1|x,y|2\n3|z|4\n", '|')]
    [DataRow("name;note\n\"Smith, J\";\"a;b\"\n\"Lee; K\";\"c,d,e\"\n", ';')]
    [DataRow("name,note\n\"two\nlines; x\",\"a;b\"\n", ',')]
    [DataRow("just one column\n1\n2\n", ',')]
    [DataRow("", ',')]
    public void Separators_are_those_that_give_every_row_as_many_values(string text, char expected) =>
        Assert.AreEqual(expected, Recognise(Encoding.UTF8.GetBytes(text)).Separator);

    [TestMethod]
    [DataRow("x;y\n48,3;1\n", true, false, DisplayName = "a comma with one digit behind")]
    [DataRow("x;y\n1.234,50;1\n", true, false, DisplayName = "thousands and decimals")]
    [DataRow("x;y\n1.234.567;1\n", true, false, DisplayName = "two groups by points")]
    [DataRow("x;y\n0,125;1\n", true, false, DisplayName = "no thousands begin with a zero")]
    [DataRow("x,y\n\"1,234.50\",1\n", false, false, DisplayName = "thousands by commas")]
    [DataRow("x,y\n\"1,234,567\",1\n", false, false, DisplayName = "two groups by commas")]
    [DataRow("x;y\n48.3;1\n", false, false, DisplayName = "decimal points between semicolons")]
    [DataRow("x;y\n1,234;2,345\n", true, true, DisplayName = "either way, between semicolons")]
    [DataRow("x,y\n\"1,234\",1\n", false, true, DisplayName = "either way, between commas")]
    [DataRow("x;y\n31.12.2024;1\n", false, false, DisplayName = "a date is no number")]
    [DataRow("x;y\n1,5;a\n2,5;b\n3;1.2\n", true, false, DisplayName = "more commas than points")]
    public void Decimal_commas_are_told_by_numbers_that_can_be_read_in_one_way(string text, bool commas, bool guessed)
    {
        var format = Recognise(Encoding.UTF8.GetBytes(text));
        Assert.AreEqual((commas, guessed), (format.HasDecimalCommas, format.IsDecimalGuessed));
    }

    [TestMethod]
    public void Encodings_are_told_by_their_bytes()
    {
        const string text = "Name,Age\nJosé,1\nÅse,2\n";
        var western = Encoding.Latin1;
        (byte[] Bytes, string Name)[] cases =
        [
            (Encoding.UTF8.GetBytes(text), "UTF-8"),
            ([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)], "UTF-8"),
            ([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)], "UTF-16"),
            ([.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(text)], "UTF-16 (big-endian)"),
            (Encoding.Unicode.GetBytes(text), "UTF-16"),
            (Encoding.BigEndianUnicode.GetBytes(text), "UTF-16 (big-endian)"),
            (western.GetBytes(text), "Windows-1252"),
        ];
        using var folder = new TestFolder();
        foreach (var (bytes, name) in cases)
        {
            File.WriteAllBytes(folder["a.csv"], bytes);
            var table = Table.FromFile(folder["a.csv"]);
            StringAssert.StartsWith(table.Description!.Format, name + ",");
            CollectionAssert.AreEqual(new[] { "José", "Åse" }, table.Column("Name").Categories!.ToArray(), name);
        }
    }

    [TestMethod]
    public void What_is_said_counts_for_more_than_what_is_seen()
    {
        using var folder = new TestFolder();
        File.WriteAllBytes(folder["a.csv"], Encoding.UTF8.GetBytes("x;y\n1,234;a\n2,345;b\n"));
        Assert.AreEqual(1.234, Table.FromFile(folder["a.csv"]).Column("x").Values[0]);
        var points = Table.FromFile(folder["a.csv"], new TableOptions { DecimalSeparator = '.' });
        Assert.AreEqual(1234, points.Column("x").Values[0]);
        var commas = Table.FromFile(folder["a.csv"], new TableOptions { Separator = '|', HasHeader = false });
        Assert.AreEqual("x;y", commas.Column("column1").Categories![^1], "a header that is said to be none");
        var e = Assert.ThrowsExactly<GanException>(() =>
            Table.FromFile(folder["a.csv"], new TableOptions { Encoding = "utf-9" })
        );
        StringAssert.Contains(e.Message, "no encoding 'utf-9'");
        File.WriteAllBytes(folder["c.csv"], [.. "x\n"u8, 0xE9, (byte)'\n']);
        foreach (var marked in new[] { false, true })
        {
            if (marked)
                File.WriteAllBytes(folder["c.csv"], [.. Encoding.UTF8.Preamble, .. "x\n"u8, 0xE9, (byte)'\n']);
            e = Assert.ThrowsExactly<GanException>(() =>
                Table.FromFile(folder["c.csv"], new TableOptions { Encoding = marked ? null : "utf-8" })
            );
            StringAssert.Contains(e.Message, "that are none of UTF-8");
        }

        File.WriteAllBytes(folder["b.csv"], [.. "x\n"u8, 0xD0, 0xCF, (byte)'\n', 0xD0, 0xCF, (byte)'\n']);
        var koi = Table.FromFile(folder["b.csv"], new TableOptions { Encoding = "koi8-r" });
        CollectionAssert.AreEqual(new[] { "по" }, koi.Column("x").Categories!.ToArray());
    }

    [TestMethod]
    public void Bytes_of_another_encoding_past_what_was_looked_at_are_read_in_the_western_one()
    {
        using var folder = new TestFolder();
        var plain = Encoding.UTF8.GetBytes("name,x\n" + string.Concat(Enumerable.Repeat("abc,1\n", 200_000)));
        File.WriteAllBytes(folder["a.csv"], [.. plain, .. Encoding.Latin1.GetBytes("José,2\n")]);
        var table = Table.FromFile(folder["a.csv"]);
        CollectionAssert.AreEqual(new[] { "José", "abc" }, table.Column("name").Categories!.ToArray());
        StringAssert.StartsWith(table.Description!.Format, "Windows-1252");
    }

    [TestMethod]
    public void A_line_that_says_what_the_separator_is_is_no_row()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder["a.csv"], "sep=;\r\na;b\r\n1;2\r\n3;x;4\r\n");
        var e = Assert.ThrowsExactly<GanException>(() => Table.FromFile(folder["a.csv"]));
        StringAssert.Contains(e.Message, "3 values in line 4; its columns are 2");
    }

    [TestMethod]
    public void Files_that_are_no_text_are_refused()
    {
        using var folder = new TestFolder();
        File.WriteAllBytes(folder["a.csv"], [1, 2, 3, 4, 0, 0, 0, 0, 1, 2, 0, 0, 0]);
        var e = Assert.ThrowsExactly<GanException>(() => Table.FromFile(folder["a.csv"]));
        StringAssert.Contains(e.Message, "it is no text");
        File.WriteAllBytes(folder["a.xlsx"], [0x50, 0x4B, 3, 4, 0, 0, 0, 0, 1, 2, 0, 0, 0]);
        e = Assert.ThrowsExactly<GanException>(() => Table.FromFile(folder["a.xlsx"]));
        StringAssert.Contains(e.Message, "Save the sheet as CSV");
    }

    [TestMethod]
    public void Packed_files_are_recognised_by_what_is_in_them()
    {
        using var folder = new TestFolder();
        using (var zip = new GZipStream(File.Create(folder["a.bin"]), CompressionMode.Compress))
            zip.Write(Encoding.Unicode.GetBytes("a;b\n1,5;x\n2,5;y\n"));
        var table = Table.FromFile(folder["a.bin"]);
        CollectionAssert.AreEqual(new[] { 1.5, 2.5 }, table.Column("a").Values);
    }

    private static TextFormat Recognise(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return TextFormat.Recognise(stream, "test.csv", new TableOptions());
    }
}
