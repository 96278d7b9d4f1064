using System.Globalization;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Tables;
using Gan.Training.Tables.Reading;
using Microsoft.ML;
using ParquetSharp;

namespace Gan.Tests.Training.Tables.Reading;

/// <summary>Columns of dates: which format they have, which numbers they are, and that those are the same texts again.</summary>
[TestClass]
public sealed class DateTests
{
    [TestMethod]
    [DataRow("yyyy-MM-dd", DateUnit.Day, "2024-03-01", "2023-12-31", "2024-02-29")]
    [DataRow("yyyy/M/d", DateUnit.Day, "2024/3/1", "2023/12/31")]
    [DataRow("dd.MM.yyyy", DateUnit.Day, "01.03.2024", "02.03.2024")]
    [DataRow("d.M.yyyy", DateUnit.Day, "10.10.2024", "1.3.2024")]
    [DataRow("M/d/yyyy", DateUnit.Day, "3/1/2024", "12/31/2023")]
    [DataRow("dd/MM/yyyy", DateUnit.Day, "03/01/2024", "31/12/2023")]
    [DataRow("d/M/yyyy", DateUnit.Day, "1/10/2024", "31/12/2023")]
    [DataRow("MM-dd-yyyy", DateUnit.Day, "03-01-2024", "12-31-2023")]
    [DataRow("dd-MMM-yyyy", DateUnit.Day, "01-Mar-2024", "31-Dec-2023")]
    [DataRow("d MMMM yyyy", DateUnit.Day, "1 March 2024", "31 May 2023")]
    [DataRow("MMM d, yyyy", DateUnit.Day, "Mar 1, 2024", "Dec 31, 2023")]
    [DataRow("yyyy-MM-dd HH:mm", DateUnit.Minute, "2024-03-01 09:05", "2024-03-01 00:00")]
    [DataRow("yyyy-MM-dd HH:mm:ss", DateUnit.Day, "2024-03-01 00:00:00", "2024-03-02 00:00:00")]
    [DataRow("yyyy-MM-dd HH:mm:ss", DateUnit.Hour, "2024-03-01 00:00:00", "2024-03-02 05:00:00")]
    [DataRow("yyyy-MM-dd'T'HH:mm:ss'Z'", DateUnit.Second, "2024-03-01T00:00:00Z", "2024-03-02T05:00:01Z")]
    [DataRow("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", DateUnit.Millisecond, "2024-03-01T00:00:00.000Z", "2024-03-02T05:00:01.250Z")]
    [DataRow("yyyy-MM-dd HH:mm:ss.ffffff'+02:00'", DateUnit.Microsecond, "2024-03-01 00:00:00.000001+02:00")]
    [DataRow("M/d/yyyy h:mm:ss tt", DateUnit.Second, "3/1/2024 1:05:09 PM", "12/31/2023 12:00:00 AM")]
    [DataRow("dd.MM.yyyy HH:mm:ss", DateUnit.Second, "01.03.2024 09:05:07", "13.03.2024 19:05:07")]
    public void Dates_are_numbers_that_are_written_as_they_were(string format, DateUnit unit, params string[] texts)
    {
        var column = Read(texts).Column("when");
        Assert.IsFalse(column.IsCategorical);
        Assert.AreEqual(TableColumnType.DateTime, column.Type);
        Assert.AreEqual(format, column.Date!.Format);
        Assert.AreEqual(unit, column.Date.Unit);
        Assert.IsTrue(column.Values.All(v => v >= 0 && v == Math.Floor(v)), string.Join(", ", column.Values));
        CollectionAssert.AreEqual(texts, column.Values.Select(column.Date.Text).ToArray());
    }

    [TestMethod]
    public void Numbers_count_from_the_first_day()
    {
        var column = Read("2024-03-01", "2024-02-28", "2025-02-28").Column("when");
        Assert.AreEqual(new DateTime(2024, 2, 28), column.Date!.Origin);
        CollectionAssert.AreEqual(new double[] { 2, 0, 366 }, column.Values);
        var times = Read("2024-03-01 01:30", "2024-03-02 00:10").Column("when");
        CollectionAssert.AreEqual(new double[] { 90, 1450 }, times.Values);
        Assert.AreEqual("9999-12-31", column.Date.Text(1e30), "the last day there is");
    }

    [TestMethod]
    [DataRow("2024-03-01", "01.03.2024")]
    [DataRow("2024-03-01", "2024-3-2")]
    [DataRow("2024-02-30", "2024-03-01")]
    [DataRow("03/01/24", "04/01/24")]
    [DataRow("2024-03", "2024-04")]
    [DataRow("1 mar 2024", "2 mar 2024")]
    [DataRow("2024-03-01 09:05+01:00", "2024-08-01 09:05+02:00")]
    [DataRow("12/31/2024", "31/12/2024")]
    public void What_is_not_of_one_format_is_categories(params string[] texts)
    {
        Assert.IsTrue(Read(texts).Column("when").IsCategorical);
    }

    [TestMethod]
    public void Where_the_day_could_be_the_month_it_is_said_which_is_taken_and_can_be_said_otherwise()
    {
        var slashes = Read("03/01/2024", "04/02/2024");
        Assert.AreEqual("MM/dd/yyyy", slashes.Column("when").Date!.Format);
        Assert.AreEqual(
            "the dates in column 'when' may be MM/dd/yyyy or dd/MM/yyyy and are read as MM/dd/yyyy; DateFormat says otherwise",
            slashes.Description!.Notes.Single()
        );
        Assert.AreEqual("dd-MM-yyyy", Read("03-01-2024", "04-02-2024").Column("when").Date!.Format);
        var said = Read(new TableOptions { DateFormat = "dd/MM/yyyy" }, "03/01/2024", "04/02/2024");
        CollectionAssert.AreEqual(new double[] { 0, 32 }, said.Column("when").Values);
        Assert.IsEmpty(said.Description!.Notes);
        var time = Read(new TableOptions { DateFormat = "dd/MM/yyyy" }, "03/01/2024 10:00", "04/02/2024 11:00");
        Assert.AreEqual("dd/MM/yyyy HH:mm", time.Column("when").Date!.Format);
        Assert.IsEmpty(Read("03/01/2024", "04/13/2024").Description!.Notes, "no month is the thirteenth");
    }

    [TestMethod]
    public void Another_column_says_where_the_day_stands()
    {
        var table = Text("from,to\n3/1/2024,3/2/2024\n5/6/2024,25/6/2024\n");
        Assert.AreEqual("d/M/yyyy", table.Column("from").Date!.Format);
        StringAssert.Contains(
            table.Description!.Notes.Single(),
            "'from' may be M/d/yyyy or d/M/yyyy and are read as d/M/yyyy, as dates in other columns are"
        );
        // Of another kind it says nothing.
        Assert.AreEqual("M/d/yyyy", Text("from,to\n3/1/2024,25.2.2024\n5/6/2024,1.6.2024\n").Column("from").Date!.Format);
    }

    [TestMethod]
    public void A_format_that_is_said_is_tried_first()
    {
        var years = Read(new TableOptions { DateFormat = "dd.MM.yy" }, "01.03.24", "31.12.99");
        CollectionAssert.AreEqual(
            new[] { "01.03.2024", "31.12.1999" },
            years
                .Column("when")
                .Values.Select(v => years.Column("when").Date!.DateOf(v).ToString("dd.MM.yyyy", CultureInfo.InvariantCulture))
                .ToArray()
        );
        var iso = Read(new TableOptions { DateFormat = "dd.MM.yy" }, "2024-03-01", "2024-03-02");
        Assert.AreEqual("yyyy-MM-dd", iso.Column("when").Date!.Format, "other columns are recognised as before");
        var zoned = Read(new TableOptions { DateFormat = "yyyy-MM-ddTHH:mmZ" }, "2024-03-01T10:00Z");
        Assert.AreEqual("yyyy-MM-dd'T'HH:mm'Z'", zoned.Column("when").Date!.Format);
        foreach (var wrong in new[] { "day/month", "dd/mm/yyyy", "yyyyMMdd", "MM/yyyy", "yyyy-MM-dd hh:mm", "", "d" })
            StringAssert.Contains(
                Assert.ThrowsExactly<GanException>(() => Read(new TableOptions { DateFormat = wrong }, "2024-03-01")).Message,
                $"DateFormat is '{wrong}', which is no format of dates"
            );
    }

    [TestMethod]
    [DataRow("05/25/2024", "")]
    [DataRow("05/25/2024 12:00", " 12:00")]
    [DataRow("5/25/2024", "")]
    public void A_format_that_is_said_is_not_given_up_for_a_cell_that_it_does_not_suit(string wrong, string time)
    {
        // No day is above 12, so that the month could be meant to come first.
        string[] days = [.. Enumerable.Range(0, 200).Select(i => $"{i % 12 + 1:00}/{i / 12 % 12 + 1:00}/2024{time}")];
        foreach (var count in new[] { 200, 10 })
        {
            string[] texts = [.. days[..(count - 1)], wrong];
            var e = Assert.ThrowsExactly<GanException>(() => Read(new TableOptions { DateFormat = "dd/MM/yyyy" }, texts));
            StringAssert.Contains(
                e.Message,
                $"Column 'when' has '{wrong}' in line {count + 1}, which is no date like the others (dd/MM/yyyy"
            );
        }
    }

    [TestMethod]
    public void A_format_that_is_said_holds_without_leading_zeros_too()
    {
        string[] texts = [.. Enumerable.Range(0, 30).Select(i => $"{i % 12 + 1}/{i / 12 % 12 + 10}/2024")];
        var said = new TableOptions { DateFormat = "dd/MM/yyyy" };
        Assert.AreEqual("d/M/yyyy", Read(said, texts).Column("when").Date!.Format);
        var e = Assert.ThrowsExactly<GanException>(() => Read(said, [.. texts, "5/25/2024"]));
        StringAssert.Contains(e.Message, "'5/25/2024' in line 32, which is no date like the others (d/M/yyyy)");
    }

    [TestMethod]
    public void That_no_column_has_the_format_that_is_said_is_said()
    {
        var table = Read(new TableOptions { DateFormat = "dd/MM/yyyy" }, "05/25/2024", "04/30/2024", "03/02/2024");
        Assert.AreEqual("MM/dd/yyyy", table.Column("when").Date!.Format);
        Assert.AreEqual(
            "DateFormat is 'dd/MM/yyyy', and no column holds dates that are written so",
            table.Description!.Notes.Single()
        );
    }

    [TestMethod]
    public void Dates_are_categories_where_that_is_said()
    {
        Assert.IsTrue(Read(new TableOptions { HasDates = false }, "2024-03-01", "2024-03-02").Column("when").IsCategorical);
        Assert.IsTrue(Read(new TableOptions { CategoricalColumns = ["when"] }, "2024-03-01").Column("when").IsCategorical);
    }

    [TestMethod]
    public void Words_for_missing_are_missing_among_dates()
    {
        var table = Read("2024-03-01", "NaT", "", "-", "None", "2024-03-05", "none");
        CollectionAssert.AreEqual(
            new[] { 0, double.NaN, double.NaN, double.NaN, double.NaN, 4, double.NaN },
            table.Column("when").Values
        );
        Assert.AreEqual(
            "-, NaT, None, none",
            string.Join(", ", table.Description!.Columns[0].MissingWords.Keys.Order(StringComparer.Ordinal))
        );
    }

    [TestMethod]
    public void Another_text_among_dates_is_named_by_its_line()
    {
        string[] days = [.. Enumerable.Range(0, 60).Select(i => $"2024-{i / 28 + 1:00}-{i % 28 + 1:00}")];
        foreach (var row in new[] { 0, 40 })
        {
            var texts = days.ToArray();
            texts[row] = "soon";
            var e = Assert.ThrowsExactly<GanException>(() => Read(texts));
            StringAssert.Contains(
                e.Message,
                $"Column 'when' has 'soon' in line {row + 2}, which is no date like the others (yyyy-MM-dd), and such dates in "
                    + "59 of 60 rows"
            );
            Assert.AreEqual(1, Read(new TableOptions { MissingTexts = ["soon"] }, texts).Column("when").MissingCount);
            Assert.IsTrue(Read(new TableOptions { CategoricalColumns = ["when"] }, texts).Column("when").IsCategorical);
        }

        Assert.IsTrue(Read([.. days[..15], "soon"]).Column("when").IsCategorical, "few may be categories");
    }

    [TestMethod]
    public void Thousands_of_dates_are_no_categories_too_many()
    {
        string[] texts =
        [
            .. Enumerable
                .Range(0, 6000)
                .Select(i => new DateTime(2000, 1, 1).AddHours(i * 7).ToString("s", CultureInfo.InvariantCulture)),
        ];
        var column = Read(texts).Column("when");
        CollectionAssert.AreEqual(texts, column.Values.Select(column.Date!.Text).ToArray());
    }

    [TestMethod]
    public void A_first_row_of_dates_over_dates_is_no_header()
    {
        var table = Text("2024-03-01,red\n2024-03-02,blue\n2024-03-02,red\n2024-03-02,red\n");
        Assert.AreEqual(4, table.RowCount);
        var months = Text("city,2024-03-01,2024-04-01\nBern,1,2\nOslo,3,4\n");
        Assert.AreEqual("city|2024-03-01|2024-04-01", string.Join('|', months.Columns.Select(c => c.Name)));
    }

    [TestMethod]
    public void What_was_recognised_is_told()
    {
        var description = Read("01.03.2024", "29.02.2024").Description!;
        CollectionAssert.Contains(description.Lines().ToArray(), "  dates: when (dd.MM.yyyy, 29.02.2024 to 01.03.2024)");
        var json = System.Text.Json.Nodes.JsonNode.Parse(description.ToJson())!["columns"]![0]!;
        Assert.AreEqual("dd.MM.yyyy", (string)json["dateFormat"]!);
        Assert.AreEqual("29.02.2024", (string)json["first"]!);
        Assert.AreEqual("01.03.2024", (string)json["last"]!);
        Assert.IsNull(json["minimum"]);
    }

    [TestMethod]
    public void Parquets_dates_and_times_are_dates_and_written_alike()
    {
        using var folder = new TestFolder();
        Column[] columns =
        [
            new Column<Date>("day"),
            new Column<DateTime?>("time", LogicalType.Timestamp(true, TimeUnit.Millis)),
            new Column<DateTime>("midnight"),
        ];
        using (var file = new ParquetFileWriter(folder["a.parquet"], columns))
        {
            for (var i = 0; i < 2; i++)
            {
                using var group = file.AppendRowGroup();
                Add(group, new Date(2024, 3, 1 + i), new Date(2024, 4, 1));
                // What the second row group needs is how the first is written.
                Add<DateTime?>(group, new DateTime(2024, 3, 1, 0, 0, i), null);
                Add(group, new DateTime(2024, 3, 1), new DateTime(2024, 3, 2 + i));
            }

            file.Close();
        }

        var lines = new List<string>();
        var table = TableReader.Read(folder["a.parquet"], new TableOptions(), lines);
        CollectionAssert.AreEqual(new double[] { 0, 31, 1, 31 }, table.Column("day").Values);
        CollectionAssert.AreEqual(new[] { 0, double.NaN, 1, double.NaN }, table.Column("time").Values);
        CollectionAssert.AreEqual(new double[] { 0, 1, 0, 2 }, table.Column("midnight").Values);
        Assert.AreEqual("2024-03-01,2024-03-01T00:00:00,2024-03-01", lines[1]);
        Assert.AreEqual("2024-03-02,2024-03-01T00:00:01,2024-03-01", lines[3]);
        // As text of separated values they are the same table.
        var text = Text(string.Join('\n', lines));
        foreach (var column in table.Columns)
        {
            CollectionAssert.AreEqual(column.Values, text.Column(column.Name).Values);
            Assert.AreEqual(column.Date, text.Column(column.Name).Date);
        }
    }

    private sealed class Row
    {
        public DateTime When { get; set; }
    }

    [TestMethod]
    public void Dates_of_a_view_are_dates_and_the_first_there_is_is_missing()
    {
        var ml = new MLContext(seed: 1);
        Row[] rows = [new() { When = new(2024, 3, 1, 12, 0, 0) }, new(), new() { When = new(2024, 3, 2) }];
        var view = ml.Data.LoadFromEnumerable(rows);
        var column = Table.FromDataView(view).Column("When");
        Assert.AreEqual("yyyy-MM-dd'T'HH:mm:ss", column.Date!.Format);
        CollectionAssert.AreEqual(new[] { 12, double.NaN, 24 }, column.Values);
        var texts = Table.FromDataView(view, new TableOptions { CategoricalColumns = ["When"] }).Column("When");
        CollectionAssert.AreEqual(new[] { "2024-03-01T12:00:00", "2024-03-02T00:00:00" }, texts.Categories!.ToArray());
    }

    [TestMethod]
    public void Encoded_dates_come_back_to_the_unit()
    {
        var random = new Random(3);
        string[] texts =
        [
            .. Enumerable
                .Range(0, 400)
                .Select(_ =>
                    new DateTime(2020, 1, 1).AddDays(random.Next(1000)).ToString("dd.MM.yyyy", CultureInfo.InvariantCulture)
                ),
        ];
        var table = Read(texts);
        var encoding = TableEncoding.Fit(table);
        var decoded = table.WithRows(encoding.Decode(encoding.Encode(table)));
        CollectionAssert.AreEqual(texts, decoded.Column("when").Values.Select(decoded.Column("when").Date!.Text).ToArray());
    }

    private static void Add<T>(RowGroupWriter group, params T[] values)
    {
        using var column = group.NextColumn().LogicalWriter<T>();
        column.WriteBatch(values);
    }

    private static Table Read(params string[] texts) => Read(new TableOptions(), texts);

    private static Table Read(TableOptions options, params string[] texts) =>
        Text("when\n" + string.Concat(texts.Select(t => $"\"{t}\"\n")), options);

    private static Table Text(string text, TableOptions? options = null)
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder["a.csv"], text);
        return Table.FromFile(folder["a.csv"], options);
    }
}
