using System.Globalization;
using Gan.Tests.Engineering;
using Gan.Tests.Onnx;
using Gan.Tests.Training;
using Gan.Tests.Training.Data;

namespace Gan.Tests.Cli;

/// <summary><c>gan augment</c>, and the classes that rows and samples go by in what is written.</summary>
[TestClass]
public sealed class AugmentCommandTests
{
    private static readonly string Digits = Path.Combine(SourceTree.Root, "models", "digits-dcgan");
    private static readonly string Credits = Path.Combine(SourceTree.Root, "models", "credit-g");

    [TestMethod]
    public void Augment_keeps_the_rows_and_adds_marked_ones()
    {
        using var folder = new TestFolder();
        var random = new Random(1);
        string[] rows =
        [
            .. Enumerable
                .Range(0, 60)
                .Select(i =>
                    FormattableString.Invariant($"{random.NextDouble():F3},{random.NextDouble():F3},{(i < 45 ? 0 : 1)}")
                ),
        ];
        File.WriteAllLines(folder["table.csv"], rows);
        string[] data = ["--data", folder["table.csv"], "--shape", "2", "--range", "0,1", "--labels"];
        Assert.AreEqual(
            0,
            GanInProcess
                .Run([
                    "train",
                    "--recipe",
                    "cgan",
                    "--steps",
                    "5",
                    "--set",
                    "batch-size=8",
                    "--device",
                    "cpu",
                    "--out",
                    folder["run"],
                    .. data,
                ])
                .ExitCode
        );
        var (code, output, errors) = GanInProcess.Run([
            "augment",
            "--bundle",
            folder["run"],
            "--balance",
            "--out",
            folder["out.csv"],
            .. data,
        ]);
        Assert.AreEqual(0, code, errors);
        StringAssert.Contains(output, "30 rows added to 60");
        var lines = File.ReadAllLines(folder["out.csv"]);
        CollectionAssert.AreEqual(
            rows.Select(r => r.Split(',').Select(v => float.Parse(v, CultureInfo.InvariantCulture)).ToArray())
                .SelectMany(v => v)
                .ToArray(),
            lines[..60].SelectMany(l => l.Split(',')[..3]).Select(v => float.Parse(v, CultureInfo.InvariantCulture)).ToArray()
        );
        Assert.IsTrue(lines[..60].All(l => l.EndsWith(",0", StringComparison.Ordinal)));
        Assert.IsTrue(
            lines[60..].All(l => l.EndsWith(",1,1", StringComparison.Ordinal)),
            "made-up rows are of the smaller class, and marked"
        );

        (code, output, errors) = GanInProcess.Run([
            "augment",
            "--bundle",
            folder["run"],
            "--factor",
            "2",
            "--out",
            folder["twice.csv"],
            .. data,
        ]);
        Assert.AreEqual(0, code, errors);
        Assert.AreEqual(120, File.ReadLines(folder["twice.csv"]).Count());
    }

    [TestMethod]
    [DataRow("-1", "1")]
    [DataRow("x", "y")]
    [DataRow("0.0", "1.0")]
    [DataRow("True", "False")]
    [DataRow("2024-01-31", "2024-02-28")]
    [DataRow("10000000000", "5")]
    public void Classes_are_written_by_their_names_whatever_those_are(string many, string few)
    {
        using var folder = new TestFolder();
        File.WriteAllLines(
            folder["table.csv"],
            Enumerable.Range(0, 40).Select(i => FormattableString.Invariant($"{i / 40.0},{i % 7 / 7.0},{(i < 30 ? many : few)}"))
        );
        string[] data = ["--data", folder["table.csv"], "--shape", "2", "--range", "0,1", "--labels", "--header", "no"];
        string[] quick = ["--steps", "2", "--set", "batch-size=8", "--device", "cpu"];
        Run(["train", "--recipe", "cgan", .. quick, .. data, "--out", folder["run"]]);
        string[] augment = ["augment", "--bundle", folder["run"], .. data];
        string[] real = [.. Enumerable.Repeat(many, 30), .. Enumerable.Repeat(few, 10)];

        Run([.. augment, "--balance", "--out", folder["balanced.csv"]]);
        CollectionAssert.AreEqual(real.Concat(Enumerable.Repeat(few, 20)).ToArray(), Labels("balanced.csv"));
        Run([.. augment, "--count", "4", "--out", folder["more.csv"]]);
        CollectionAssert.AreEqual(real, Labels("more.csv")[..40]);
        CollectionAssert.AreEquivalent(new[] { many, many, few, few }, Labels("more.csv")[40..]);
        Run([.. augment, "--count", "3", "--label", many, "--out", folder["some.csv"]]);
        CollectionAssert.AreEqual(Enumerable.Repeat(many, 3).ToArray(), Labels("some.csv")[40..]);

        File.WriteAllText(folder["others.csv"], "0.1,0.2,no\n0.3,0.4,yes\n");
        GanInProcess.Refuses(
            [
                "augment",
                "--bundle",
                folder["run"],
                "--count",
                "2",
                "--out",
                folder["x.csv"],
                "--labels",
                "--data",
                folder["others.csv"],
            ],
            "which are no classes of the data: no, yes."
        );
        foreach (var command in new[] { "score", "featurize" })
            GanInProcess.Refuses(
                [command, "--bundle", folder["run"], "--data", folder["none.csv"], "--out", folder["x.csv"]],
                "judges a sample together with its class, and this command gives it samples alone."
            );
        TinyBundle.Make([2]).Save(folder["judge"]);
        Run(["featurize", "--bundle", folder["judge"], .. data, "--out", folder["features.csv"]]);
        CollectionAssert.AreEqual(real, File.ReadLines(folder["features.csv"]).Skip(1).Select(l => l.Split(',')[1]).ToArray());

        string[] Labels(string file) => [.. File.ReadLines(folder[file]).Select(l => l.Split(',')[2])];
    }

    [TestMethod]
    public void Augment_writes_the_rows_of_a_file_as_they_stand_there()
    {
        using var folder = new TestFolder();
        // Whole numbers of which 32 bits keep only the even ones, trailing zeros, and columns that are not learned.
        string[] rows =
        [
            .. Enumerable.Range(0, 20).Select(i => $"K{i:00};{16777217 + i};0,{i:00}0;\"a; b\";{(i < 14 ? "ja" : "nein")}"),
        ];
        File.WriteAllLines(folder["zeilen.csv"], ["Kunde;Zahl;Maß;Notiz;Kauf", .. rows]);
        string[] data = ["--data", folder["zeilen.csv"], "--key", "Kunde", "--ignore", "Notiz", "--labels"];
        string[] quick = ["--steps", "2", "--set", "batch-size=4", "--device", "cpu"];
        Run(["train", "--recipe", "cgan", .. quick, .. data, "--out", folder["run"]]);

        var output = Run(["augment", "--bundle", folder["run"], .. data, "--balance", "--out", folder["mehr.csv"]]);

        StringAssert.Contains(output, "8 rows added to 20");
        StringAssert.Contains(output, "empty in generated rows: Kunde, Notiz");
        var lines = File.ReadAllLines(folder["mehr.csv"]);
        Assert.AreEqual("Kunde;Zahl;Maß;Notiz;Kauf;synthetic", lines[0]);
        CollectionAssert.AreEqual(rows.Select(r => r + ";0").ToArray(), lines[1..21]);
        var commas = new NumberFormatInfo { NumberDecimalSeparator = ",", NumberGroupSeparator = "." };
        foreach (var line in lines[21..])
        {
            var cells = line.Split(';');
            Assert.AreEqual(";;nein;1", $"{cells[0]};{cells[3]};{cells[4]};{cells[5]}", line);
            Assert.IsTrue(cells[1..3].All(c => float.TryParse(c, NumberStyles.Float, commas, out _)), line);
            Assert.IsFalse(cells[1].Contains(','), $"whole numbers stay whole: {line}");
            Assert.IsTrue(cells[2].Split(',') is [_] or [_, { Length: <= 2 }], $"no more decimals than the file's: {line}");
        }

        Assert.HasCount(29, lines);
    }

    [TestMethod]
    public void Classes_of_pictures_are_written_by_their_folders()
    {
        using var folder = new TestFolder();
        foreach (var (name, count) in new[] { ("cat", 6), ("dog", 4) })
        {
            Directory.CreateDirectory(folder[$"pictures/{name}"]);
            for (var i = 0; i < count; i++)
                File.WriteAllBytes(folder[$"pictures/{name}/{i}.png"], PictureFile.Flat(8, 8, 10, 20, 30));
        }

        string[] data = ["--data", folder["pictures"], "--size", "8", "--channels", "1"];
        string[] quick = ["--steps", "2", "--set", "batch-size=4", "--device", "cpu"];
        Run(["train", "--recipe", "cgan", .. quick, .. data, "--out", folder["run"]]);
        Run(["augment", "--bundle", folder["run"], .. data, "--balance", "--label", "dog", "--out", folder["out.csv"]]);
        CollectionAssert.AreEqual(
            Enumerable.Repeat("cat,0", 6).Concat(Enumerable.Repeat("dog,0", 4)).Concat(["dog,1", "dog,1"]).ToArray(),
            File.ReadLines(folder["out.csv"]).Select(l => string.Join(',', l.Split(',')[^2..])).ToArray()
        );
    }

    [TestMethod]
    public void An_output_has_no_two_columns_of_a_name_and_the_form_that_its_name_says()
    {
        using var folder = new TestFolder();
        TinyBundle.Make([2]).Save(folder["bundle"]);
        string[] names = ["row", "score", "abnormal", "f0", "synthetic", "id"];
        File.WriteAllLines(
            folder["rows.csv"],
            [$"a,b,{string.Join(',', names)}", "1,2,3,4,5,6,7,8", "2,3,4,5,6,7,8,9", "2,3,4,5,6,7,8,9"]
        );
        string[] given = ["--bundle", folder["bundle"], "--data", folder["rows.csv"], "--out"];
        foreach (var (command, name) in new[] { ("score", "abnormal"), ("score", "row"), ("featurize", "f0") })
        {
            foreach (var file in command == "score" ? new[] { "x.csv", "x.parquet" } : ["x.csv"])
                GanInProcess.Refuses(
                    [command, .. given, folder[file], "--key", name, "--ignore", string.Join(',', names.Except([name]))],
                    $"The option --key is '{name}', and the output has a column of that name already"
                );
        }

        string[] ignore = ["--ignore", string.Join(',', names)];
        GanInProcess.Refuses(["augment", .. given, folder["x.csv"], "--count", "1", .. ignore], "a column 'synthetic'");
        foreach (var command in new string[][] { ["featurize"], ["augment", "--count", "1"] })
            GanInProcess.Refuses(
                [.. command, .. given, folder["x.parquet"], .. ignore],
                "this command writes separated values: give a name that ends in .csv"
            );
        Assert.HasCount(2, Directory.GetFileSystemEntries(folder.Path), "something was left");
    }

    private static string Run(string[] arguments)
    {
        var (code, output, errors) = GanInProcess.Run(arguments);
        Assert.AreEqual(0, code, $"{string.Join(' ', arguments)}: {errors}");
        return output;
    }
}
