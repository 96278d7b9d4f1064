using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Gan.MLNet;
using Gan.Onnx.Bundles;
using Gan.Tests.Engineering;
using Gan.Tests.MLNet;
using Gan.Tests.Training;
using Gan.Training.Tables;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.Cli;

/// <summary>Files as people have them, from training to what is written.</summary>
[TestClass]
public sealed class OwnDataCommandTests
{
    private static readonly string[] Quick = ["--device", "cpu", "--seed", "2"];

    [TestMethod]
    public void A_spreadsheet_is_learned_and_augmented_in_its_own_way()
    {
        using var folder = new TestFolder();
        var random = new Random(3);
        var rows = Enumerable
            .Range(0, 160)
            .Select(i =>
                FormattableString.Invariant($"K{i};{random.Next(18, 80)};{1000 + random.Next(9000) / 10.0:#,##0.0};{i % 2};Köln;")
            )
            .Select(row => row.Replace(",", "'").Replace(".", ",").Replace("'", "."))
            .Prepend("Kunde;Alter;Umsatz;Kauf;Ort;Notiz");
        File.WriteAllText(folder["kunden.csv"], string.Join("\r\n", rows) + "\r\n", Encoding.Latin1);
        string[] reading = ["--data", folder["kunden.csv"], "--key", "Kunde", "--categories", "Kauf"];
        var output = Run(["train", "--recipe", "ctgan", .. reading, "--steps", "2", "--out", folder["run"], .. Quick]);
        StringAssert.Contains(output, "Windows-1252, semicolons between values, decimal commas, a header; 160 rows");
        StringAssert.Contains(output, "numbers: Alter, Umsatz");
        StringAssert.Contains(output, "categories: Kauf (2), Ort (1)");
        StringAssert.Contains(output, "column 'Notiz' has no value in any row and is left out");
        StringAssert.Contains(output, "batches of 16 instead of 50: there are 160 rows");
        using (var written = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder["run"], "data.json"))))
            Assert.AreEqual("Umsatz", written.RootElement.GetProperty("columns")[1].GetProperty("name").GetString());

        StringAssert.Contains(Run(["data", "info", .. reading]), "categories: Kauf (2), Ort (1)");
        using (var told = JsonDocument.Parse(Run(["data", "info", "--json", .. reading])))
            Assert.AreEqual(160, told.RootElement.GetProperty("rowCount").GetInt32());

        var added = Run(["augment", "--bundle", folder["run"], .. reading, "--count", "5", "--out", folder["more.csv"]]);
        StringAssert.Contains(added, "empty in generated rows: Kunde, Notiz");
        var lines = File.ReadAllLines(folder["more.csv"]);
        Assert.AreEqual("Kunde;Alter;Umsatz;Kauf;Ort;Notiz;synthetic", lines[0]);
        StringAssert.StartsWith(lines[161], ";");
        StringAssert.EndsWith(lines[161], ";Köln;;1");
        var more = Table.FromFile(folder["more.csv"], new TableOptions { KeyColumn = "Kunde" });
        Assert.AreEqual(165, more.RowCount);
        Assert.IsTrue(more.Column("Umsatz").Values.All(v => v is >= 1000 and < 2000), "no thousands are lost");
        CollectionAssert.AreEqual(new double[] { 1, 1, 1, 1, 1 }, more.Column("synthetic").Values[160..]);
    }

    [TestMethod]
    public void Codes_can_be_asked_for_as_they_are_written_or_as_numbers()
    {
        using var folder = new TestFolder();
        File.WriteAllLines(
            folder["shops.csv"],
            Enumerable
                .Range(0, 60)
                .Select(i => $"{(i % 2 == 0 ? "02116" : "2116")},{(i % 3 == 0 ? "1.0" : "2.0")},{1704045669 + 86400 * i}")
                .Prepend("Zip,Rating,Opened")
        );
        Run([
            "train",
            "--recipe",
            "ctgan",
            "--data",
            folder["shops.csv"],
            "--categories",
            "Rating",
            "--steps",
            "2",
            "--out",
            folder["run"],
            .. Quick,
        ]);
        foreach (var (asked, expected) in new[] { ("Zip=02116", "02116,"), ("Zip=2116", "2116,"), ("Rating=1", ",1.0,") })
        {
            Run(["sample", "--bundle", folder["run"], "--where", asked, "--count", "4", "--out", folder["rows.csv"]]);
            foreach (var row in File.ReadAllLines(folder["rows.csv"]).Skip(1))
            {
                StringAssert.Contains("," + row, expected.StartsWith(',') ? expected : "," + expected);
                Assert.IsFalse(row.Contains('E'), "whole numbers have no exponent");
            }
        }

        GanInProcess.Refuses(
            ["sample", "--bundle", folder["run"], "--where", "Zip=002116", "--out", folder["x.csv"]],
            "no category '002116'"
        );
    }

    [TestMethod]
    [DataRow("one-class-gan")]
    [DataRow("bigan")]
    [DataRow("began")]
    public void Detectors_score_rows_of_any_kind_by_their_names(string recipe)
    {
        using var folder = new TestFolder();
        var random = new Random(4);
        // Columns of very different units, of which none may count for more than the others.
        string Row(string name, double a, double b, string c) => FormattableString.Invariant($"{name},{a:R},{b:R},{c}");
        File.WriteAllLines(
            folder["normal.csv"],
            Enumerable
                .Range(0, 200)
                .Select(i =>
                    Row(
                        $"N{i}",
                        random.NextDouble(),
                        50_000 + 40_000 * random.NextDouble(),
                        i % 20 == 0 ? "NA" : random.Next(100).ToString(CultureInfo.InvariantCulture)
                    )
                )
                .Prepend("id,a,b,c")
        );
        File.WriteAllLines(
            folder["new.csv"],
            [
                // In another order, and with a column more: columns are told by their names.
                "c,note,a,id,b",
                "50,x,0.5,usual,70000",
                "50,x,0.5,large,1000000",
                "50,x,0.5,huge,1e300",
                "50,x,0.5,endless,inf",
                "50,x,0.5,beyond,1e400",
                "50,x,0.5,below,-Infinity",
                "50,x,5,small unit,70000",
                ",x,0.5,gap,70000",
            ]
        );
        string[] key = ["--key", "id"];
        Run([
            "train",
            "--recipe",
            recipe,
            "--data",
            folder["normal.csv"],
            .. key,
            "--steps",
            "60",
            "--out",
            folder["run"],
            .. Quick,
        ]);
        Run(["score", "--bundle", folder["run"], "--data", folder["new.csv"], .. key, "--out", folder["scores.csv"]]);
        var scores = Table.FromFile(folder["scores.csv"], new TableOptions { KeyColumn = "id" });
        CollectionAssert.AreEqual(
            new[] { "usual", "large", "huge", "endless", "beyond", "below", "small unit", "gap" },
            scores.Keys!.Values.ToArray()
        );
        var score = scores.Column("score").Values;
        foreach (var abnormal in new[] { 1, 2, 3, 4, 5, 6 })
            Assert.IsTrue(score[abnormal] > 2 * Math.Abs(score[0]) && score[abnormal] > score[7], string.Join(", ", score));
        Assert.IsTrue(score[2] >= score[1], "the larger the more abnormal");
        // On some processors a product's last bit hangs on which row of the batch it is in.
        foreach (var endless in new[] { 3, 4 })
            Assert.AreEqual(score[2], score[endless], 1e-6 * score[2], "infinity is the largest number");
        CollectionAssert.AreEqual(
            score.Select(s => (float)s).ToArray(),
            InMlNet(
                GanBundle.Load(Path.Combine(folder["run"], "bundle")),
                [
                    [0.5f, 70000, 50],
                    [0.5f, 1000000, 50],
                    [0.5f, float.MaxValue, 50],
                    [0.5f, float.PositiveInfinity, 50],
                    [0.5f, float.PositiveInfinity, 50],
                    [0.5f, float.NegativeInfinity, 50],
                    [5, 70000, 50],
                    [0.5f, 70000, float.NaN],
                ]
            ),
            "ML.NET's scores are the same"
        );
        File.WriteAllLines(folder["inf.csv"], [.. File.ReadLines(folder["normal.csv"]).Take(100), "C,0.5,inf,50"]);
        GanInProcess.Refuses(
            ["train", "--recipe", recipe, "--data", folder["inf.csv"], .. key, "--out", folder["x"]],
            "has 'inf' in line 101, column 'b', which is no finite number"
        );
        File.WriteAllText(folder["fewer.csv"], "id,a,c\n1,2,3\n");
        GanInProcess.Refuses(
            ["score", "--bundle", folder["run"], "--data", folder["fewer.csv"], .. key, "--out", folder["x.csv"]],
            "has no column 'b', which is one of 3 that are needed. Columns: id, a, c"
        );
        foreach (var option in new[] { "--key", "--ignore" })
            GanInProcess.Refuses(
                ["score", "--bundle", folder["run"], "--data", folder["new.csv"], option, "a", "--out", folder["x.csv"]],
                "it cannot be left out (--ignore) or name the rows (--key)"
            );
        if (recipe != "bigan")
            return;

        Run(["sample", "--bundle", folder["run"], "--count", "20", "--out", folder["samples.csv"]]);
        var samples = Table.FromFile(folder["samples.csv"], new TableOptions { HasHeader = false });
        Assert.IsTrue(samples.Columns[0].Values.All(v => v is >= -0.01 and <= 1.01), "samples are in their columns' own units");
        Assert.IsTrue(samples.Columns[1].Values.All(v => v is >= 49_000 and <= 91_000));
    }

    [TestMethod]
    public void A_plain_discriminator_that_is_used_as_a_detector_is_pointed_out()
    {
        using var folder = new TestFolder();
        var bundle = Path.Combine(SourceTree.Root, "models", "digits-dcgan");
        var (code, _, errors) = GanInProcess.Run("score", "--bundle", bundle, "--out", folder["scores.csv"]);
        Assert.AreEqual(0, code, errors);
        StringAssert.Contains(errors, "plain discriminator (dcgan)");
        StringAssert.Contains(errors, "one-class-gan");
    }

    [TestMethod]
    public void Options_of_files_are_refused_in_their_own_words()
    {
        using var folder = new TestFolder();
        File.WriteAllText(
            folder["a.csv"],
            "x,y\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i},{(i == 7 ? "seven" : i)}\n"))
        );
        string[] train = ["train", "--recipe", "ctgan", "--data", folder["a.csv"], "--out", folder["x"]];
        GanInProcess.Refuses(train, "Column 'y' has 'seven' in line 9");
        GanInProcess.Refuses(train, "(--missing)");
        GanInProcess.Refuses([.. train, "--separator", "both"], "--separator is 'both'");
        GanInProcess.Refuses([.. train, "--decimal", "dot"], "--decimal is 'dot'; it must be auto, point, comma");
        GanInProcess.Refuses([.. train, "--header", "maybe"], "--header is 'maybe'");
        GanInProcess.Refuses([.. train, "--encoding", "ebcdic-9"], "no encoding 'ebcdic-9'");
        GanInProcess.Refuses([.. train, "--max-categories", "0"], "--max-categories is 0");
        GanInProcess.Refuses([.. train, "--key", "z"], "no column 'z'");
        Assert.IsFalse(Path.Exists(folder["x"]));
    }

    [TestMethod]
    [Timeout(300_000)]
    public void What_comes_through_a_pipe_must_be_saved_first()
    {
        using var folder = new TestFolder();
        folder.MakePipe("pipe");
        var pipe = folder["pipe"];
        var (digits, credits) = (Model("digits-dcgan"), Model("credit-g"));
        File.WriteAllBytes(folder["pictures.idx"], [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 5]);
        foreach (
            var command in new string[][]
            {
                ["score", "--bundle", digits, "--data", pipe],
                ["featurize", "--bundle", digits, "--data", pipe, "--labels"],
                ["augment", "--bundle", digits, "--count", "1", "--data", pipe],
                ["augment", "--bundle", credits, "--count", "1", "--data", pipe],
                ["evaluate", "--bundle", credits, "--data", pipe],
                ["evaluate", "--bundle", digits, "--held-out", pipe],
                ["train", "--recipe", "gan", "--data", pipe],
                ["train", "--recipe", "ctgan", "--data", pipe],
                ["train", "--recipe", "gan", "--data", folder["pictures.idx"], "--data-labels", pipe],
                ["train-classifier", "--name", "n", "--data", pipe],
            }
        )
            GanInProcess.Refuses(
                [.. command, "--out", folder["out"]],
                $"The data file '{pipe}' is a pipe, which cannot be read more than once. Save what comes out of it to a file"
            );
        GanInProcess.Refuses(["data", "info", "--data", pipe], $"The data file '{pipe}' is a pipe");
        GanInProcess.Refuses(["train", "--config", pipe, "--out", folder["out"]], $"The configuration '{pipe}' is a pipe");
        GanInProcess.Refuses(["score", "--model", pipe, "--out", folder["out"]], $"The model file '{pipe}' is a pipe");

        // What is opened first waits for whoever writes.
        string[] script = ["-c", "while :; do cat \"$0\" > \"$1\"; done", Path.Combine(digits, GanBundle.ManifestFile), pipe];
        using var writer = Process.Start(new ProcessStartInfo("bash", script) { RedirectStandardError = true })!;
        try
        {
            GanInProcess.Refuses(["score", "--bundle", pipe, "--out", folder["out"]], "it is a pipe or a device; save what");
            Assert.IsNull(Gan.MLNet.Images.ImageDecoder.Decode(pipe, out _, out var fault));
            StringAssert.StartsWith(fault, "it is a pipe or a device");
        }
        finally
        {
            writer.Kill(entireProcessTree: true);
        }

        static string Model(string name) => Path.Combine(SourceTree.Root, "models", name);
    }

    private sealed class Sample
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];
    }

    private static float[] InMlNet(GanBundle bundle, float[][] rows)
    {
        var ml = new MLContext(seed: 1);
        var lines = new List<string>();
        ml.Log += (_, e) => lines.Add(e.Message);
        var view = ml.Data.LoadFromEnumerable(rows.Select(r => new Sample { Features = r }));
        using var scorer = ml.Transforms.ApplyGanAnomalyScorer(bundle).Fit(view);
        Assert.IsFalse(lines.Exists(l => l.Contains("plain discriminator", StringComparison.Ordinal)));
        return [.. ViewReader.Column<float>(scorer.Transform(view), "Score")];
    }

    private static string Run(string[] arguments)
    {
        var (code, output, errors) = GanInProcess.Run(arguments);
        Assert.AreEqual(0, code, errors);
        return output;
    }
}
