using System.Globalization;
using Gan.Cli.Commands;
using Gan.MLNet;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Tests.Engineering;
using Gan.Tests.MLNet;
using Gan.Tests.Onnx;
using Gan.Tests.Training;
using Gan.Training.Data;
using Gan.Training.Tables;
using Microsoft.ML;
using ParquetSharp;

namespace Gan.Tests.Cli;

/// <summary>Rows that the command writes some at a time: they are those that it would write at once, as text and as
/// Parquet.</summary>
[TestClass]
public sealed class RowCommandTests
{
    // More than one block of the command, and no whole number of them.
    private const int Count = 20_000;

    private static readonly string Credits = Path.Combine(SourceTree.Root, "models", "credit-g");

    [TestMethod]
    public void Rows_of_a_table_are_those_of_one_run_and_the_same_in_Parquet()
    {
        using var folder = new TestFolder();
        Run("sample", "--bundle", Credits, "--count", $"{Count}", "--seed", "5", "--out", folder["rows.csv"]);
        Run("sample", "--bundle", Credits, "--count", $"{Count}", "--seed", "5", "--out", folder["rows.parquet"]);
        using var session = new TableSession(GanBundle.Load(Credits));
        var columns = session.Columns;
        var values = new float[Count * columns.Count];
        session.Generate(5, [.. Enumerable.Range(0, Count).Select(i => (long)i)], [], !session.HasFingerprints, values);
        var lines = File.ReadAllLines(folder["rows.csv"]);
        Assert.AreEqual(string.Join(',', columns.Select(c => c.Name)), lines[0]);
        Assert.HasCount(Count + 1, lines);
        for (var row = 0; row < Count; row++)
        {
            var expected = columns.Select((c, i) => Text(c, values[row * columns.Count + i]));
            Assert.AreEqual(string.Join(',', expected), lines[row + 1]);
        }

        var (text, parquet) = (Table.FromFile(folder["rows.csv"]), Table.FromFile(folder["rows.parquet"]));
        foreach (var column in text.Columns)
        {
            CollectionAssert.AreEqual(column.Values, parquet.Column(column.Name).Values, column.Name);
            CollectionAssert.AreEqual(column.Categories?.ToArray(), parquet.Column(column.Name).Categories?.ToArray());
        }

        static string Text(BundleTableColumn column, float value) =>
            float.IsNaN(value) ? ""
            : column.Categories is { } categories ? categories[(int)value]
            : ((double)value).ToString("0.######", CultureInfo.InvariantCulture);
    }

    [TestMethod]
    public void What_cannot_be_is_said_before_work()
    {
        using var folder = new TestFolder();
        string[] twice = ["--where", "housing=own", "--where", "housing=rent"];
        foreach (var file in new[] { "rows.csv", "rows.parquet" })
            GanInProcess.Refuses(
                ["sample", "--bundle", Credits, "--out", folder[file], .. twice],
                "The option --where asks for the column 'housing' twice"
            );
        foreach (
            var command in new[]
            {
                new[] { "sample", "--bundle", Credits },
                ["score", "--bundle", Credits],
                ["blend", Credits, Credits],
            }
        )
            GanInProcess.Refuses([.. command, "--out", ""], "The option --out is empty");
        Assert.IsEmpty(Directory.GetFileSystemEntries(folder.Path));
    }

    [TestMethod]
    public void What_is_read_is_not_written_over()
    {
        using var folder = new TestFolder();
        var digits = Path.Combine(SourceTree.Root, "models", "digits-dcgan");
        string[] inputs = ["data.csv", "labels.idx", "held.csv", "model.zip", "bundle.zip", "network.onnx"];
        foreach (var input in inputs)
            File.WriteAllText(folder[input], input);
        Directory.CreateSymbolicLink(folder["same"], folder.Path);
        File.CreateSymbolicLink(folder["link.csv"], "data.csv");
        folder.MakePipe("pipe");
        string data = folder["data.csv"],
            zip = folder["bundle.zip"];
        GanBundle.Load(digits).Save(folder["bundle"]);
        var generator = folder[$"bundle/{GanBundle.GeneratorFile}"];
        var whole = File.ReadAllBytes(generator);
        (string[] Arguments, string Output, string Option)[] cases =
        [
            (["score", "--bundle", digits, "--data", data], data, "--data"),
            (["score", "--bundle", digits, "--data", data], folder["link.csv"], "--data"),
            (["score", "--bundle", digits, "--data", folder["link.csv"]], folder["same/data.csv"], "--data"),
            (["score", "--model", folder["model.zip"], "--data", data], folder["model.zip"], "--model"),
            (["score", "--bundle", zip, "--data", data], zip, "--bundle"),
            (["featurize", "--bundle", digits, "--data", data], data, "--data"),
            (["featurize", "--bundle", folder["bundle"]], generator, "--bundle"),
            (["augment", "--bundle", digits, "--data", data, "--count", "1"], data, "--data"),
            (
                ["augment", "--bundle", digits, "--data", data, "--data-labels", folder["labels.idx"], "--count", "1"],
                folder["labels.idx"],
                "--data-labels"
            ),
            (["evaluate", "--bundle", digits, "--held-out", folder["held.csv"]], folder["held.csv"], "--held-out"),
            (["evaluate", "--bundle", digits, "--features", folder["network.onnx"]], folder["network.onnx"], "--features"),
            (["sample", "--bundle", zip], zip, "--bundle"),
            (["compare", digits, zip], zip, "SECOND"),
        ];
        foreach (var (arguments, output, option) in cases)
            GanInProcess.Refuses(
                [.. arguments, "--out", output],
                $"--out would replace '{output}', which is read as {option}. They must be different files."
            );
        foreach (var input in inputs)
            Assert.AreEqual(input, File.ReadAllText(folder[input]));
        CollectionAssert.AreEqual(whole, File.ReadAllBytes(generator));
        GanInProcess.Refuses(
            ["interpolate", "--bundle", digits, "--out", folder["a.png"], "--animation", folder["same/a.png"]],
            "--out and --animation are both"
        );
        // Known before the data, which are not there, are looked for.
        foreach (var command in new[] { "score", "featurize" })
            GanInProcess.Refuses(
                [command, "--bundle", digits, "--data", folder["none.csv"], "--out", folder["pipe"]],
                "could not be written: it is a pipe"
            );
    }

    [TestMethod]
    public void What_is_asked_for_holds_in_every_block()
    {
        using var folder = new TestFolder();
        string[] arguments = ["sample", "--bundle", Credits, "--count", $"{Count}", "--where", "class=bad"];
        Run([.. arguments, "--out", folder["bad.parquet"]]);
        Run([.. arguments, "--out", folder["bad.csv"]]);
        var (text, parquet) = (Table.FromFile(folder["bad.csv"]), Table.FromFile(folder["bad.parquet"]));
        CollectionAssert.AreEqual(new[] { "bad" }, parquet.Column("class").Categories!.ToArray());
        Assert.AreEqual(Count, parquet.RowCount);
        CollectionAssert.AreEqual(text.Column("credit_amount").Values, parquet.Column("credit_amount").Values);
    }

    [TestMethod]
    public void Vectors_are_those_of_one_run_as_text_as_columns_and_as_lists()
    {
        using var folder = new TestFolder();
        var bundle = TinyBundle.Make([70]);
        bundle.Save(folder["plain"]);
        string[] names = [.. Enumerable.Range(0, 70).Select(i => $"sensor {i}")];
        var named = bundle.Manifest with { Data = bundle.Manifest.Data with { Columns = names } };
        GanBundle
            .Create(named, bundle.Manifest.Files.ToDictionary(f => f.Name, f => bundle.GetModelBytes(f.Name)))
            .Save(folder["named"]);
        Run("sample", "--bundle", folder["plain"], "--count", $"{Count}", "--out", folder["rows.csv"]);
        Run("sample", "--bundle", folder["plain"], "--count", $"{Count}", "--out", folder["lists.parquet"]);
        Run("sample", "--bundle", folder["named"], "--count", $"{Count}", "--out", folder["columns.parquet"]);
        using var session = new GeneratorSession(bundle);
        var values = new float[Count * 70];
        session.Generate(1, 0, Count, values);
        float[] written =
        [
            .. File.ReadLines(folder["rows.csv"])
                .SelectMany(line => line.Split(',').Select(cell => float.Parse(cell, CultureInfo.InvariantCulture))),
        ];
        CollectionAssert.AreEqual(values, written);

        using (var lists = new ParquetFileReader(folder["lists.parquet"]))
        {
            Assert.AreEqual("Features", lists.FileMetaData.Schema.Column(0).Path.ToDotVector()[0]);
            var read = Enumerable.Range(0, lists.FileMetaData.NumRowGroups).SelectMany(Group).SelectMany(row => row);
            CollectionAssert.AreEqual(values, read.Select(v => v!.Value).ToArray());

            float?[][] Group(int i)
            {
                using var group = lists.RowGroup(i);
                using var reader = group.Column(0).LogicalReader<float?[]>();
                return reader.ReadAll((int)group.MetaData.NumRows);
            }
        }

        var table = Table.FromFile(folder["columns.parquet"]);
        CollectionAssert.AreEqual(names, table.Columns.Select(c => c.Name).ToArray());
        for (var column = 0; column < 70; column += 23)
            CollectionAssert.AreEqual(
                Enumerable.Range(0, Count).Select(row => (double)values[row * 70 + column]).ToArray(),
                table.Column(names[column]).Values
            );
    }

    [TestMethod]
    public void Scores_are_those_of_all_rows_at_once_as_text_and_as_Parquet()
    {
        using var folder = new TestFolder();
        var bundle = TinyBundle.Make([4]);
        bundle.Save(folder["bundle"]);
        var random = new Random(1);
        // A byte of Western Europe's old encoding far behind what is looked at to recognise one.
        File.WriteAllText(
            folder["rows.csv"],
            string.Concat(
                Enumerable
                    .Range(0, 40_000)
                    .Select(i => $"{(i == 39_000 ? "Zürich" : $"sensor {i}")},{string.Join(',', Numbers())}\n")
                    .Prepend("name,a,b,c,d\n")
            ),
            System.Text.Encoding.Latin1
        );
        Assert.IsGreaterThan(1L << 20, new FileInfo(folder["rows.csv"]).Length);
        string[] score = ["score", "--bundle", folder["bundle"], "--data", folder["rows.csv"], "--key", "name"];
        var output = Run([.. score, "--out", folder["scores.csv"]]);
        Run([.. score, "--out", folder["scores.parquet"]]);

        var options = new CsvDatasetOptions
        {
            Range = bundle.Manifest.Data.ValueRange,
            AllowsOutside = true,
            Table = new TableOptions { KeyColumn = "name" },
        };
        var rows = Dataset.FromCsv(folder["rows.csv"], options);
        var view = rows.ToDataView(new MLContext());
        using var scorer = new MLContext().Transforms.ApplyGanAnomalyScorer(bundle).Fit(view);
        var expected = ScoreFile.Scores(scorer.Transform(view)).ToArray();
        Assert.IsTrue(expected.Any(r => r.IsAbnormal) && expected.Any(r => !r.IsAbnormal));
        CollectionAssert.AreEqual(
            expected
                .Select((r, i) => $"{i},{rows.RowNames!.Values[i]},{CsvFile.Text(r.Score)},{(r.IsAbnormal ? "true" : "false")}")
                .Prepend("row,name,score,abnormal")
                .ToArray(),
            File.ReadAllLines(folder["scores.csv"])
        );
        Assert.AreEqual("Zürich", rows.RowNames!.Values[39_000]);
        // What is said of the file is what is said of it when it is read at once.
        foreach (var line in rows.Description!.Lines())
            StringAssert.Contains(output, line);

        using var file = new ParquetFileReader(folder["scores.parquet"]);
        using var group = file.RowGroup(0);
        CollectionAssert.AreEqual(Enumerable.Range(0, 40_000).Select(i => (long?)i).ToArray(), Column<long?>(0));
        CollectionAssert.AreEqual(rows.RowNames.Values.ToArray(), Column<string?>(1));
        CollectionAssert.AreEqual(expected.Select(r => (float?)r.Score).ToArray(), Column<float?>(2));
        CollectionAssert.AreEqual(expected.Select(r => (bool?)r.IsAbnormal).ToArray(), Column<bool?>(3));

        T[] Column<T>(int place)
        {
            using var reader = group.Column(place).LogicalReader<T>();
            return reader.ReadAll(40_000);
        }

        IEnumerable<string> Numbers() =>
            Enumerable.Range(0, 4).Select(_ => (random.NextDouble() * 16).ToString("F3", CultureInfo.InvariantCulture));
    }

    [TestMethod]
    public void A_bad_value_far_into_a_file_is_named_and_no_scores_are_left()
    {
        using var folder = new TestFolder();
        TinyBundle.Make([2]).Save(folder["bundle"]);
        File.WriteAllLines(
            folder["rows.csv"],
            Enumerable.Range(0, 30_000).Select(i => i == 25_000 ? "1,often" : "1,2").Prepend("a,b")
        );
        GanInProcess.Refuses(
            ["score", "--bundle", folder["bundle"], "--data", folder["rows.csv"], "--out", folder["scores.parquet"]],
            "has 'often' in line 25002, column 'b'"
        );
        CollectionAssert.AreEquivalent(
            new[] { folder["bundle"], folder["rows.csv"] },
            Directory.GetFileSystemEntries(folder.Path)
        );
    }

    [TestMethod]
    [DataRow("rows.csv", "--key", "name", "Row 25000 ('sensor 25000'), counted from 0: the network gives no number for this row")]
    [DataRow("rows.csv", "--ignore", "name", "Row 25000, counted from 0: the network gives no number for this row")]
    public void A_row_without_a_score_far_into_a_file_is_named_and_no_scores_are_left(
        string file,
        string option,
        string column,
        string message
    )
    {
        using var folder = new TestFolder();
        AnomalyScorerTests.Roots(2).Save(folder["bundle"]);
        File.WriteAllLines(
            folder[file],
            Enumerable.Range(0, 30_000).Select(i => $"sensor {i},{(i == 25_000 ? -4 : 4)},1").Prepend("name,a,b")
        );
        foreach (var scores in new[] { "scores.csv", "scores.parquet" })
        {
            GanInProcess.Refuses(
                ["score", "--bundle", folder["bundle"], "--data", folder[file], option, column, "--out", folder[scores]],
                message
            );
        }

        Assert.HasCount(2, Directory.GetFileSystemEntries(folder.Path));
    }

    private static string Run(params string[] arguments)
    {
        var (code, output, errors) = GanInProcess.Run(arguments);
        Assert.AreEqual(0, code, errors);
        return output;
    }
}
