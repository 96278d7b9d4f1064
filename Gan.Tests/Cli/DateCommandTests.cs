using System.Globalization;
using Gan.MLNet;
using Gan.Onnx.Bundles;
using Gan.Tests.MLNet;
using Gan.Tests.Training;
using Gan.Training.Tables;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.Cli;

/// <summary>Dates from a file to generated rows that have them again, in the file's own format.</summary>
[TestClass]
public sealed class DateCommandTests
{
    private static readonly DateTime First = new(2024, 1, 3);
    private static TestFolder _folder = null!;

    [ClassInitialize]
    public static void Train(TestContext context)
    {
        _folder = new TestFolder();
        var random = new Random(1);
        File.WriteAllLines(
            _folder["orders.csv"],
            Enumerable
                .Range(0, 200)
                .Select(i =>
                {
                    var day = First.AddDays(i == 0 ? 0 : random.Next(200));
                    var time = day.AddMinutes(random.Next(1440));
                    var (sent, way) = (i % 9 == 0 ? "" : $"{time:yyyy-MM-ddTHH:mm:ssZ}", i % 3 == 0 ? "post" : "shop");
                    return string.Create(CultureInfo.InvariantCulture, $"{day:dd.MM.yyyy};{sent};{way};{i / 4.0:0.00}");
                })
                .Prepend("ordered;sent;way;price")
        );
        var (code, output, errors) = GanInProcess.Run(
            "train",
            "--recipe",
            "ctgan",
            "--data",
            _folder["orders.csv"],
            "--steps",
            "5",
            "--set",
            "batch-size=2",
            "--set",
            "packing=1",
            "--device",
            "cpu",
            "--out",
            _folder["run"]
        );
        Assert.AreEqual(0, code, errors);
        StringAssert.Contains(output, "dates: ordered (dd.MM.yyyy, 03.01.2024 to ");
        StringAssert.Contains(File.ReadAllText(Path.Combine(_folder["run"], "data.json")), "\"dateFormat\": \"dd.MM.yyyy\"");
    }

    [ClassCleanup]
    public static void Clean() => _folder.Dispose();

    [TestMethod]
    public void Generated_rows_have_dates_in_the_files_format_that_are_read_back()
    {
        Run("sample", "--bundle", _folder["run"], "--count", "60", "--out", _folder["rows.csv"]);
        var (table, trained) = (Table.FromFile(_folder["rows.csv"]), Table.FromFile(_folder["orders.csv"]));
        Assert.AreEqual("dd.MM.yyyy", table.Column("ordered").Date!.Format);
        Assert.AreEqual("yyyy-MM-dd'T'HH:mm:ss'Z'", table.Column("sent").Date!.Format);
        var lines = File.ReadAllLines(_folder["rows.csv"])[1..].Select(l => l.Split(',')).ToArray();
        Assert.IsTrue(lines.Any(l => l[1].Length == 0) && lines.Any(l => l[1].EndsWith(":00Z", StringComparison.Ordinal)));
        foreach (var name in new[] { "ordered", "sent" })
        {
            var (made, real) = (Dates(table.Column(name)), Dates(trained.Column(name)));
            Assert.IsTrue(made.Min() >= real.Min() && made.Max() <= real.Max(), $"{made.Min()} {made.Max()}");
        }
    }

    [TestMethod]
    [DataRow("3/1/2024", "4/25/2024", "M/d/yyyy")]
    [DataRow("2024-03-01", "2024-04-02", "yyyy-MM-dd")]
    [DataRow("03.01.2024", "04.02.2024", "dd.MM.yyyy")]
    public void Added_rows_are_written_as_the_file_that_they_are_added_to(string first, string second, string format)
    {
        File.WriteAllText(
            _folder["others.csv"],
            $"ordered,sent,way,price,id\n{first},2024-03-01T00:00:00Z,shop,1.5,a\n{second},2024-03-04T07:00:00Z,post,2,b\n"
        );
        Run(
            "augment",
            "--bundle",
            _folder["run"],
            "--data",
            _folder["others.csv"],
            "--count",
            "20",
            "--out",
            _folder["more.csv"]
        );
        var table = Table.FromFile(_folder["more.csv"], new TableOptions { DateFormat = format });
        Assert.AreEqual(22, table.RowCount);
        Assert.AreEqual(format, table.Column("ordered").Date!.Format);
        Assert.IsTrue(Dates(table.Column("ordered")).Min() >= First);
    }

    [TestMethod]
    public void Ml_net_gets_dates()
    {
        var ml = new MLContext(seed: 1);
        var bundle = GanBundle.Load(Path.Combine(_folder["run"], "bundle"));
        using var view = ml.Data.GenerateTableWithGan(bundle, 50);
        Assert.AreEqual(DateTimeDataViewType.Instance, view.Schema["ordered"].Type);
        var days = ViewReader.Column<DateTime>(view, "ordered");
        Assert.IsTrue(days.All(d => d >= First && d < First.AddDays(200) && d.TimeOfDay == TimeSpan.Zero));
        Assert.IsTrue(ViewReader.Column<DateTime>(view, "sent").Contains(default), "a missing one");
    }

    [TestMethod]
    public void Options_of_dates_are_named_and_kept_with_the_run()
    {
        string[] train = ["train", "--recipe", "ctgan", "--data", _folder["orders.csv"], "--out", _folder["x"], "--dry-run"];
        GanInProcess.Refuses([.. train, "--date-format", "mm/dd"], "--date-format is 'mm/dd', which is no format of dates");
        var (code, output, errors) = GanInProcess.Run(["data", "info", "--data", _folder["orders.csv"], "--date-format", "none"]);
        Assert.AreEqual(0, code, errors);
        StringAssert.Contains(output, "categories: ordered (");
        StringAssert.Contains(
            File.ReadAllText(Path.Combine(_folder["run"], "config.yaml")).ReplaceLineEndings("\n"),
            "\ndate-format: auto\n"
        );
    }

    [TestMethod]
    public void A_detector_says_that_a_date_is_no_number()
    {
        GanInProcess.Refuses(
            ["train", "--recipe", "one-class-gan", "--data", _folder["orders.csv"], "--out", _folder["x"]],
            "has '03.01.2024' in line 2, column 'ordered', which is a date. Leave the column out (--ignore)"
        );
    }

    private static DateTime[] Dates(TableColumn column) =>
        [.. column.Values.Where(v => !double.IsNaN(v)).Select(column.Date!.DateOf)];

    private static void Run(params string[] arguments)
    {
        var (code, _, errors) = GanInProcess.Run(arguments);
        Assert.AreEqual(0, code, errors);
    }
}
