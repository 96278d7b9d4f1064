using System.IO.Compression;
using System.Text;
using Gan.Onnx.Bundles;
using Gan.Tests.Engineering;
using Gan.Tests.Onnx;
using Gan.Tests.Training;
using Gan.Training.Tables;

namespace Gan.Tests.Cli;

/// <summary>Tables with text, categories and missing values, from a CSV file to a CSV file.</summary>
[TestClass]
public sealed class TableCommandTests
{
    private static TestFolder _folder = null!;

    private static string Bundle => _folder["run"];

    [ClassInitialize]
    public static void Train(TestContext context)
    {
        _folder = new TestFolder();
        var random = new Random(1);
        File.WriteAllLines(
            _folder["table.csv"],
            Enumerable
                .Range(0, 200)
                .Select(i =>
                {
                    var (age, colour) = (random.Next(18, 80), i % 4 == 0 ? "\"blue, dark\"" : "red");
                    var income = i % 10 == 0 ? "" : FormattableString.Invariant($"{random.Next(100) / 10.0}");
                    return $"{i},{age},{colour},{income},{(i % 5 == 0 ? 1 : 0)}";
                })
                .Prepend("id,age,colour,income,churned")
        );
        var (code, _, errors) = GanInProcess.Run(
            "train",
            "--recipe",
            "ctgan",
            "--data",
            _folder["table.csv"],
            "--ignore",
            "id",
            "--categories",
            "churned",
            "--steps",
            "5",
            "--set",
            "batch-size=2",
            "--device",
            "cpu",
            "--out",
            Bundle
        );
        Assert.AreEqual(0, code, errors);
    }

    [ClassCleanup]
    public static void Clean() => _folder.Dispose();

    [TestMethod]
    public void Rows_have_the_table_s_columns_and_what_was_asked_for()
    {
        Assert.IsNotNull(GanBundle.Load(Path.Combine(Bundle, "bundle")).Manifest.Table);
        var (code, _, errors) = GanInProcess.Run(
            "sample",
            "--bundle",
            Bundle,
            "--count",
            "30",
            "--where",
            "colour=blue, dark",
            "--where",
            "churned=1",
            "--out",
            _folder["rows.csv"]
        );
        Assert.AreEqual(0, code, errors);
        var lines = File.ReadAllLines(_folder["rows.csv"]);
        Assert.AreEqual("age,colour,income,churned", lines[0]);
        Assert.AreEqual(31, lines.Length);
        Assert.IsTrue(
            lines[1..]
                .All(l => l.Contains(",\"blue, dark\",", StringComparison.Ordinal) && l.EndsWith(",1", StringComparison.Ordinal)),
            lines[1]
        );
        Assert.IsTrue(
            lines[1..].All(l => int.Parse(l.Split(',')[0], System.Globalization.CultureInfo.InvariantCulture) is >= 18 and < 80),
            lines[1]
        );
    }

    [TestMethod]
    public void Augmented_tables_keep_their_lines_and_are_balanced()
    {
        var (code, output, errors) = GanInProcess.Run(
            "augment",
            "--bundle",
            Bundle,
            "--data",
            _folder["table.csv"],
            "--balance",
            "--label-column",
            "churned",
            "--out",
            _folder["balanced.csv"]
        );
        Assert.AreEqual(0, code, errors);
        StringAssert.Contains(output, "120 rows added to 200");
        var (lines, before) = (File.ReadAllLines(_folder["balanced.csv"]), File.ReadAllLines(_folder["table.csv"]));
        Assert.AreEqual(before[0] + ",synthetic", lines[0]);
        CollectionAssert.AreEqual(before[1..].Select(l => l + ",0").ToArray(), lines[1..201]);
        // The column that was left out of the training is empty.
        Assert.IsTrue(lines[201..].All(l => l.StartsWith(',') && l.EndsWith(",1,1", StringComparison.Ordinal)), lines[201]);
        Assert.AreEqual(321, lines.Length);
    }

    [TestMethod]
    public void A_run_without_fingerprints_goes_on_without_them()
    {
        var run = _folder["run-without"];
        string[] train = ["train", "--recipe", "ctgan", "--data", _folder["table.csv"], "--set", "batch-size=2"];
        var (code, _, errors) = GanInProcess.Run([
            .. train,
            "--device",
            "cpu",
            "--steps",
            "1",
            "--no-fingerprints",
            "--out",
            run,
        ]);
        Assert.AreEqual(0, code, errors);
        Assert.IsNull(Fingerprints(run));
        StringAssert.Contains(File.ReadAllText(Path.Combine(run, "config.yaml")), "\nno-fingerprints: true\n");
        (code, _, errors) = GanInProcess.Run("resume", run, "--steps", "2");
        Assert.AreEqual(0, code, errors);
        Assert.IsNull(Fingerprints(run));
        Assert.IsNotNull(Fingerprints(Bundle));

        static string? Fingerprints(string run) => GanBundle.Load(Path.Combine(run, "bundle")).Manifest.Table!.Fingerprints;
    }

    [TestMethod]
    [DataRow("--dry-run")]
    [DataRow("--json")]
    public void A_table_too_long_for_fingerprints_is_refused_before_the_first_step(string mode)
    {
        File.WriteAllLines(
            _folder["long.csv"],
            Enumerable.Range(0, 150_001).Select(i => i % 2 == 0 ? "left" : "right").Prepend("side")
        );
        GanInProcess.Refuses(
            ["train", "--recipe", "ctgan", "--data", _folder["long.csv"], "--out", _folder["run-long"], mode],
            "has 150001 rows, and a bundle has room for the fingerprints of 150000. Keep none (--no-fingerprints"
        );
        Assert.IsFalse(Path.Exists(_folder["run-long"]));
    }

    [TestMethod]
    public void Packed_tables_with_line_breaks_in_cells_are_augmented_as_they_are()
    {
        // Lines end with CR alone, and a cell holds a line break, a doubled quote and a comma.
        string[] rows = ["id,age,colour,income,churned", "1,20,red,,0", "\"2\r\n, \"\"x\"\"\",30,\"blue, dark\",1.50,1"];
        using (var file = File.Create(_folder["rows.csv.gz"]))
        using (var zip = new GZipStream(file, CompressionMode.Compress))
            zip.Write(Encoding.UTF8.GetBytes(string.Join('\r', rows)));
        var (code, output, errors) = GanInProcess.Run(
            "augment",
            "--bundle",
            Bundle,
            "--data",
            _folder["rows.csv.gz"],
            "--count",
            "3",
            "--out",
            _folder["augmented.csv"]
        );
        Assert.AreEqual(0, code, errors);
        StringAssert.Contains(output, "3 rows added to 2");
        var text = File.ReadAllText(_folder["augmented.csv"]);
        StringAssert.StartsWith(
            text,
            string.Join(Environment.NewLine, $"{rows[0]},synthetic", $"{rows[1]},0", $"{rows[2]},0", "")
        );
        var table = Table.FromFile(_folder["augmented.csv"]);
        CollectionAssert.AreEqual(new[] { 0.0, 0, 1, 1, 1 }, table.Column("synthetic").Values);
        CollectionAssert.Contains(table.Column("id").Categories!.ToArray(), "2\r\n, \"x\"");
    }

    [TestMethod]
    public void Generated_rows_are_judged_beside_rows_that_were_not_trained_on()
    {
        string[] lines = File.ReadAllLines(_folder["table.csv"]);
        // Copies of training rows are as near to them as can be; of the columns that the bundle makes "id" is none.
        File.WriteAllLines(_folder["copied.csv"], lines.Take(51));
        string[] evaluate = ["evaluate", "--bundle", Bundle, "--data", _folder["table.csv"], "--samples", "60"];
        var (code, output, errors) = GanInProcess.Run([.. evaluate, "--held-out", _folder["copied.csv"], "--json"]);
        Assert.AreEqual(0, code, errors);
        var report = System.Text.Json.Nodes.JsonNode.Parse(output)!;
        Assert.AreEqual(60, (int)report["samples"]!);
        var figures = report["figures"]!.AsArray().ToDictionary(f => (string)f!["name"]!, f => (double)f!["value"]!);
        Assert.AreEqual(0, figures["equal to a training row"], "The bundle's fingerprints see to that.");
        Assert.AreEqual(1, figures["held-out rows: equal to a training row"]);
        Assert.AreEqual(0, figures["held-out rows: closest training row, median"]);
        Assert.IsTrue(figures["closest training row, median"] > 0);
        Assert.AreEqual(0, figures["nearer to training rows than held-out rows"]);
        Assert.AreEqual(0.5, figures["membership attack, area under the ROC curve"], 0.2);
        Assert.IsTrue(figures["columns alike"] is > 0 and <= 1);
        StringAssert.Contains(output, "50 of the 50 held-out rows equal a training row");
        StringAssert.Contains(output, "The bundle holds fingerprints");

        (code, output, errors) = GanInProcess.Run(evaluate);
        Assert.AreEqual(0, code, errors);
        StringAssert.Contains(output, "No held-out rows were given (--held-out)");
        Assert.IsFalse(output.Contains("membership", StringComparison.Ordinal), output);

        GanInProcess.Refuses(["evaluate", "--bundle", Bundle], "Name with --data the table that the bundle was trained on.");
        File.WriteAllLines(_folder["few.csv"], lines.Take(11));
        GanInProcess.Refuses([.. evaluate, "--held-out", _folder["few.csv"]], "has 10 rows; at least 20 are needed");
        File.WriteAllLines(_folder["strangers.csv"], ["id,income", "1,2"]);
        GanInProcess.Refuses([.. evaluate, "--held-out", _folder["strangers.csv"]], "strangers.csv' has no column '");
        var network = Path.Combine(SourceTree.Root, "models", "digits-classifier");
        GanInProcess.Refuses([.. evaluate, "--features", network], "leave --features out");
    }

    [TestMethod]
    public void A_column_may_have_the_sign_of_conditions_in_its_name()
    {
        var tiny = TinyTableBundle.Make();
        var table = tiny.Manifest.Table!;
        var columns = table.Columns.Zip(["a", "a=b", "amount"], (column, name) => column with { Name = name }).ToArray();
        var models = tiny.Manifest.Files.ToDictionary(f => f.Name, f => tiny.GetModel(f.Name).ToArray());
        GanBundle.Create(tiny.Manifest with { Table = table with { Columns = columns } }, models).Save(_folder["signs"]);
        string[] sample = ["sample", "--bundle", _folder["signs"], "--count", "9", "--out", _folder["signs.csv"]];
        var (code, _, errors) = GanInProcess.Run([.. sample, "--where", "a=b=1", "--where", "a=red"]);
        Assert.AreEqual(0, code, errors);
        Assert.IsTrue(File.ReadLines(_folder["signs.csv"]).Skip(1).All(l => l.StartsWith("red,1,", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Bad_input_gets_a_sentence()
    {
        File.WriteAllText(_folder["other.csv"], "a,b\n1,2\n");
        File.WriteAllText(_folder["marked.csv"], "age,colour,income,churned,synthetic\n20,red,1,0,0\n30,red,2,1,1\n");
        (string[] Arguments, string Expected)[] cases =
        [
            (["sample", "--bundle", Bundle, "--where", "colour=green", "--out", _folder["x.csv"]], "green"),
            (["sample", "--bundle", Bundle, "--where", "shape=round", "--out", _folder["x.csv"]], "no column 'shape'"),
            (
                ["sample", "--bundle", Bundle, "--where", "age=20", "--out", _folder["x.csv"]],
                "Train with it as one of categories (--categories in the command, CategoricalColumns in code)."
            ),
            (["sample", "--bundle", Bundle, "--where", "colour", "--out", _folder["x.csv"]], "COLUMN=CATEGORY"),
            (["sample", "--bundle", Bundle, "--out", _folder["x.png"]], "must end in .csv or .parquet"),
            (
                ["augment", "--bundle", Bundle, "--data", _folder["table.csv"], "--balance", "--out", _folder["x.csv"]],
                "--label-column"
            ),
            (
                ["augment", "--bundle", Bundle, "--data", _folder["other.csv"], "--count", "1", "--out", _folder["x.csv"]],
                "no column 'age'"
            ),
            (
                ["augment", "--bundle", Bundle, "--data", _folder["marked.csv"], "--count", "1", "--out", _folder["x.csv"]],
                "The data have a column 'synthetic'"
            ),
            (
                ["augment", "--bundle", Bundle, "--data", _folder["table.csv"], "--count", "1", "--out", _folder["x.parquet"]],
                "this command writes separated values"
            ),
            (
                ["augment", "--bundle", Bundle, "--data", _folder["none.csv"], "--count", "1", "--out", _folder["x.csv"]],
                "does not exist"
            ),
            (
                ["train", "--recipe", "ctgan", "--data", _folder["table.csv"], "--ignore", "shoe", "--out", _folder["x"]],
                "no column 'shoe'"
            ),
            (["train", "--recipe", "gan", "--data", _folder["table.csv"], "--out", _folder["x"]], "recipe ctgan"),
            (
                ["train", "--data", _folder["table.csv"], "--constraints", "age <= income", "--out", _folder["x"]],
                "--constraints is about columns of a table, and the recipe 'r3gan' learns none"
            ),
            (
                ["train", "--recipe", "ctgan", "--data", _folder["table.csv"], "--constraints", "age<id", "--out", _folder["x"]],
                "'age<id' is no constraint between columns"
            ),
            (
                ["train", "--recipe", "ctgan", "--constraints", "age <= id", "--out", _folder["x"]],
                "--constraints is about columns of a table, and 'digits' is none."
            ),
            (
                [
                    "train",
                    "--recipe",
                    "ctgan",
                    "--data",
                    _folder["table.csv"],
                    "--constraints",
                    "id <= age",
                    "--out",
                    _folder["x"],
                ],
                "The constraint 'id <= age' does not hold in row"
            ),
        ];
        foreach (var (arguments, expected) in cases)
        {
            var (code, _, errors) = GanInProcess.Run(arguments);
            Assert.AreEqual(1, code, errors);
            StringAssert.Contains(errors, expected, string.Join(' ', arguments));
            foreach (var left in new[] { "x.csv", "x.png", "x" })
                Assert.IsFalse(Path.Exists(_folder[left]), string.Join(' ', arguments));
        }
    }
}
