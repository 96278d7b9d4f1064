using System.Globalization;
using System.Text.Json.Nodes;
using Gan.Cli.Commands;
using Gan.Tests.Engineering;
using Gan.Tests.Onnx;
using Gan.Tests.Training;
using Gan.Tests.Training.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.Cli;

/// <summary>The commands that use a bundle, on one from the repository and on small ones.</summary>
[TestClass]
public sealed class UseCommandTests
{
    private static readonly string Digits = Path.Combine(SourceTree.Root, "models", "digits-dcgan");
    private static readonly string Credits = Path.Combine(SourceTree.Root, "models", "credit-g");

    [TestMethod]
    public void Inspect_shows_manifest_ports_operators_and_parameters()
    {
        var (code, output, errors) = GanInProcess.Run("inspect", Digits);
        Assert.AreEqual(0, code, errors);
        foreach (
            var expected in new[]
            {
                "DCGAN",
                "in   z  float [batch, ",
                "out  score  float [batch, 1]",
                "ConvTranspose",
                " parameters, opset 17",
            }
        )
            StringAssert.Contains(output, expected);
        var json = JsonNode.Parse(GanInProcess.Run("inspect", Digits, "--json").Output)!;
        Assert.AreEqual("DCGAN", (string)json["manifest"]!["method"]!);
        Assert.AreEqual(new FileInfo(Path.Combine(Digits, "generator.onnx")).Length, (long)json["models"]![1]!["bytes"]!);
        var model = JsonNode.Parse(GanInProcess.Run("inspect", Path.Combine(Digits, "generator.onnx"), "--json").Output)!;
        Assert.AreEqual((long)json["models"]![1]!["parameters"]!, (long)model["parameters"]!);
        Assert.IsTrue((long)model["parameters"]! > 10_000);
    }

    [TestMethod]
    public void Scores_and_labels_are_read_in_one_pass()
    {
        var (ml, computed) = (new MLContext(), 0);
        var rows = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 5).Select(i => new Plain { Value = i }));
        var scorer = ml.Transforms.CustomMapping<Plain, Scored>(
            (row, scored) =>
            {
                computed++;
                (scored.Score, scored.PredictedLabel) = (row.Value, row.Value > 2);
            },
            null
        );
        using var folder = new TestFolder();

        var counts = ScoreFile.Write(folder["scores.csv"], null, file => file.Add(scorer.Fit(rows).Transform(rows), null));

        Assert.AreEqual((5, 2), counts);

        Assert.AreEqual(5, computed);
        Assert.AreEqual("3,3,true", File.ReadAllLines(folder["scores.csv"])[4]);
    }

    [TestMethod]
    public void Interpolation_begins_and_ends_at_the_seeds_samples()
    {
        using var folder = new TestFolder();
        var (code, _, errors) = GanInProcess.Run(
            "interpolate",
            "--bundle",
            Digits,
            "--from",
            "3",
            "--to",
            "8",
            "--rows",
            "2",
            "--frames",
            "5",
            "--out",
            folder["grid.png"],
            "--animation",
            folder["film.png"]
        );
        Assert.AreEqual(0, code, errors);
        using (var grid = MLImage.CreateFromFile(folder["grid.png"]))
            Assert.AreEqual((5 * 33 + 1, 2 * 33 + 1), (grid.Width, grid.Height));
        foreach (var (seed, column) in new[] { ("3", 0), ("8", 4) })
        {
            Assert.AreEqual(
                0,
                GanInProcess
                    .Run("sample", "--bundle", Digits, "--seed", seed, "--count", "1", "--out", folder["one.png"])
                    .ExitCode
            );
            using var grid = MLImage.CreateFromFile(folder["grid.png"]);
            using var one = MLImage.CreateFromFile(folder["one.png"]);
            for (var i = 0; i < 32 * 32; i++)
            {
                var (x, y) = (1 + i % 32, 1 + i / 32);
                Assert.AreEqual(
                    one.Pixels[(y * one.Width + x) * 4],
                    grid.Pixels[(y * grid.Width + column * 33 + x) * 4],
                    1.0,
                    $"seed {seed}, {x}, {y}"
                );
            }
        }

        // There and back without showing the turning point twice: an animation of nine frames.
        Assert.AreEqual(
            9,
            System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(File.ReadAllBytes(folder["film.png"]).AsSpan(41))
        );
    }

    [TestMethod]
    public void Featurize_writes_a_column_for_each_feature()
    {
        using var folder = new TestFolder();
        var (code, output, errors) = GanInProcess.Run("featurize", "--bundle", Digits, "--out", folder["features.csv"], "--json");
        Assert.AreEqual(0, code, errors);
        var lines = File.ReadAllLines(folder["features.csv"]);
        Assert.AreEqual(1 + 1797, lines.Length);
        Assert.AreEqual(2 + (int)JsonNode.Parse(output)!["features"]!, lines[1].Split(',').Length);
        StringAssert.StartsWith(lines[0], "row,label,f0,f1,");
        Assert.IsTrue(
            lines[5].Split(',').All(v => float.TryParse(v, NumberStyles.Float, CultureInfo.InvariantCulture, out _)),
            lines[5]
        );
    }

    [TestMethod]
    public void A_table_is_trained_on_with_one_option_its_header_passed_over()
    {
        using var folder = new TestFolder();
        File.WriteAllLines(
            folder["table.csv"],
            Enumerable.Range(0, 80).Select(i => FormattableString.Invariant($"{i},{i * -0.5},3")).Prepend("a,b,c")
        );
        var (code, output, errors) = GanInProcess.Run(
            "train",
            "--data",
            folder["table.csv"],
            "--recipe",
            "gan",
            "--steps",
            "5",
            "--device",
            "cpu",
            "--out",
            folder["run"]
        );
        Assert.AreEqual(0, code, errors);
        StringAssert.Contains(output, "shape 3, values -39.5 to 79");
        Assert.AreEqual(
            0,
            GanInProcess
                .Run("score", "--bundle", folder["run"], "--data", folder["table.csv"], "--out", folder["scores.csv"])
                .ExitCode
        );
        Assert.AreEqual(81, File.ReadLines(folder["scores.csv"]).Count());
    }

    [TestMethod]
    [DataRow("crop", "255 255 255")]
    [DataRow("fit", "0 255 0")]
    [DataRow("stretch", "255 255 255")]
    public void Pictures_of_mixed_sizes_are_read_and_what_is_skipped_is_named(string policy, string rows)
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder["pictures"]);
        foreach (var (name, width, height) in new[] { ("a.png", 30, 10), ("b.png", 9, 9), ("c.png", 12, 40) })
        {
            using var image = MLImage.CreateFromPixels(
                width,
                height,
                MLPixelFormat.Rgba32,
                Enumerable.Repeat((byte)255, width * height * 4).ToArray()
            );
            image.Save(Path.Combine(folder["pictures"], name));
        }

        File.WriteAllText(Path.Combine(folder["pictures"], "broken.jpg"), "no picture");
        var (code, output, errors) = GanInProcess.Run(
            "data",
            "info",
            "--data",
            folder["pictures"],
            "--size",
            "9",
            "--channels",
            "1",
            "--resize",
            policy
        );
        Assert.AreEqual(0, code, errors);
        StringAssert.Contains(output, "3 pictures read, 1 skipped");
        StringAssert.Contains(errors, "broken.jpg");
        var data = Gan
            .Training.Data.ImageFolder.Read(
                folder["pictures"],
                new Gan.Training.Data.ImageFolderOptions
                {
                    Height = 9,
                    Width = 9,
                    Channels = 1,
                    Fitting = Enum.Parse<Gan.MLNet.ImageFitting>(policy, ignoreCase: true),
                }
            )
            .Data;
        // The top, middle and bottom pixel of the wide picture's middle column.
        Assert.AreEqual(rows, string.Join(' ', new[] { 0, 4, 8 }.Select(y => data.Sample(0)[y * 9 + 4])));
    }

    [TestMethod]
    public void Every_row_of_an_output_names_its_file_and_skipped_ones_are_listed()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder["in/sub"]);
        foreach (var name in new[] { "kiwi.png", "apple.png", "sub/fig, old.png" })
            File.WriteAllBytes(folder[$"in/{name}"], PictureFile.Png(2, 2, 4, 9, 9, 9, 9, 8, 8, 8, 8, 7, 7, 7, 7, 6, 6, 6, 6));
        File.WriteAllBytes(folder["in/berry.png"], PictureFile.Flat(8, 8, 1, 2, 3)[..^20]);
        File.WriteAllText(folder["in/.hidden"], "");
        foreach (var (command, header) in new[] { ("score", "row,file,score,abnormal"), ("featurize", "row,file,label,f0,f1,") })
        {
            var (code, output, errors) = GanInProcess.Run(
                command,
                "--bundle",
                Digits,
                "--data",
                folder["in"],
                "--out",
                folder["out.csv"]
            );
            Assert.AreEqual(0, code, errors);
            var lines = File.ReadAllLines(folder["out.csv"]);
            Assert.HasCount(4, lines);
            StringAssert.StartsWith(lines[0], header);
            StringAssert.StartsWith(lines[1], "0,apple.png,");
            StringAssert.StartsWith(lines[2], "1,kiwi.png,");
            StringAssert.StartsWith(lines[3], "2,\"sub/fig, old.png\",");
            StringAssert.Contains(errors, $"skipped {folder["in/berry.png"]}: it ends early.");
            StringAssert.Contains(output, "3 pictures read, 1 skipped");
            StringAssert.Contains(output, "1 hidden or system file or folder passed over");
            StringAssert.Contains(output, "3 pictures have transparent pixels, which lie on white");
        }

        var json = JsonNode.Parse(
            GanInProcess.Run("score", "--bundle", Digits, "--data", folder["in"], "--out", folder["out.csv"], "--json").Output
        )!;
        Assert.AreEqual(3, (int)json["rows"]!);
        GanInProcess.Refuses(["data", "info", "--data", folder["in"], "--strict"], "berry.png: it ends early.");
        GanInProcess.Refuses(
            ["data", "info", "--data", folder["in"], "--background", "sky"],
            "The option --background is 'sky'; it must be white, black or #rrggbb"
        );
        GanInProcess.Refuses(
            ["data", "info", "--data", folder["in/kiwi.png"]],
            "kiwi.png is one picture (PNG); give the folder that it lies in"
        );
    }

    [TestMethod]
    public void The_doctor_names_what_is_in_use()
    {
        var (code, output, errors) = GanInProcess.Run("doctor");
        Assert.AreEqual(0, code, output + errors);
        string[] known = ["libtorch", "convolutions", "products of matrices", "execution providers", "ONNX Runtime", "ML.NET"];
        foreach (var expected in known)
            StringAssert.Contains(output, expected);
        var json = JsonNode.Parse(GanInProcess.Run("doctor", "--json").Output)!;
        Assert.IsFalse((bool)json["broken"]!);
    }

    [TestMethod]
    public void A_bundle_that_does_not_suit_is_refused_before_data_are_read()
    {
        using var folder = new TestFolder();
        var whole = TinyBundle.Make([4]);
        TinyBundle.Make([4], discriminator: false).Save(folder["generator"]);
        TinyBundle.Make([4], generator: false).Save(folder["discriminator"]);
        whole.Save(folder["whole"]);
        string[] data = ["--data", folder["none.csv"], "--out", folder["x.csv"]];
        foreach (var command in new[] { "score", "featurize" })
        {
            GanInProcess.Refuses(
                [command, "--bundle", folder["generator"], .. data],
                "The bundle (linear) has no discriminator, which this command asks about samples."
            );
            GanInProcess.Refuses(
                [command, "--bundle", Path.Combine(SourceTree.Root, "models", "credit-g"), .. data],
                "has no discriminator"
            );
            GanInProcess.Refuses(
                [command, "--bundle", folder["whole"], "--data", "digits", "--out", folder["x.csv"]],
                "The samples of 'digits' have 64 values each (shape 1,8,8), and those of the bundle 4 (shape 4)."
            );
            GanInProcess.Refuses(
                [command, "--bundle", folder["whole"], .. data, "--shape", "3"],
                "have 3 values each (shape 3), and those of the bundle 4 (shape 4)"
            );
        }

        GanInProcess.Refuses(["augment", "--bundle", folder["discriminator"], .. data, "--count", "1"], "has no generator");
        GanInProcess.Refuses(
            ["augment", "--bundle", folder["whole"], "--data", "digits", "--count", "1", "--out", folder["x.csv"]],
            "The samples of 'digits' have 64 values each"
        );
    }

    [TestMethod]
    public void Bad_input_gets_a_sentence()
    {
        using var folder = new TestFolder();
        using var rows = new TestFolder();
        var table = rows["table.csv"];
        Assert.AreEqual(0, GanInProcess.Run("sample", "--bundle", Credits, "--count", "9", "--out", table).ExitCode);
        File.WriteAllText(folder["no.onnx"], "no model");
        (string[] Arguments, string Expected)[] cases =
        [
            (["interpolate", "--bundle", Digits], "Give --out"),
            (["interpolate", "--bundle", Digits, "--out", folder["x.gif"]], "must end in .png"),
            (["interpolate", "--bundle", Digits, "--frames", "1", "--out", folder["x.png"]], "--frames is 1"),
            (["interpolate", "--bundle", Digits, "--out", "/dev/null/x.png"], "could not be made"),
            (["featurize", "--bundle", folder["none"], "--out", folder["x.csv"]], "none"),
            (["featurize", "--bundle", Digits, "--out", "/dev/null/x.csv"], "could not be made"),
            (["augment", "--bundle", Digits, "--count", "1", "--out", folder["x.csv"]], "knows no classes"),
            (["augment", "--bundle", Digits, "--label", "1", "--out", folder["x.csv"]], "Give one of --count"),
            (["augment", "--bundle", Digits, "--factor", "NaN", "--out", folder["x.csv"]], "--factor (a number, 1 or more)"),
            (["augment", "--bundle", Digits, "--factor", "Infinity", "--out", folder["x.csv"]], "--factor (a number, 1 or more)"),
            (
                ["augment", "--bundle", Digits, "--label", "1", "--factor", "1e9", "--out", folder["x.csv"]],
                "--factor is 1000000000, which would make 1797000000000 rows of 1797; the most is 2147483647."
            ),
            (
                ["augment", "--bundle", Digits, "--label", "1", "--count", "2147483647", "--out", folder["x.csv"]],
                "--count is 2147483647, which would make"
            ),
            (["augment", "--bundle", Credits, "--data", table, "--factor", "1e9", "--out", folder["x.csv"]], "--factor is 1000"),
            (
                ["augment", "--bundle", Digits, "--data", "/nowhere.csv", "--count", "1", "--out", folder["x.csv"]],
                "'/nowhere.csv'"
            ),
            (["inspect", folder["no.onnx"]], "no ONNX model"),
            (["inspect", folder["none.onnx"]], "does not exist"),
            (["data", "info", "--data", folder["none"]], "none"),
            (["data", "get", "imagenet"], "no data set 'imagenet'"),
            (["recipes", "gann"], "Did you mean 'gan'"),
            (["watch", folder["none"]], "There is no run"),
            (["train", "--config", folder["none.yaml"]], "none.yaml"),
            (["train", "--data", folder.Path, "--resize", "squeeze", "--out", folder["x"]], "must be crop, fit or stretch"),
            // Known before the data, which are not there, are looked for.
            (["train", "--data", folder["none"], "--device", "foo", "--out", folder["x"]], "--device is 'foo'; it must be auto"),
            (["train", "--data", folder["none"], "--device", "cuda:99", "--out", folder["x"]], "--device cuda:99: The device"),
            (["quickstart", "--device", "cuda:", "--out", folder["x"]], "--device is 'cuda:'; it must be auto, cpu, cuda or"),
            (["train", "--precision", "float8", "--out", folder["x"]], "float32 or bfloat16"),
        ];
        foreach (var (arguments, expected) in cases)
            GanInProcess.Refuses(arguments, expected);

        Assert.AreEqual(1, Directory.GetFileSystemEntries(folder.Path).Length, "something was left");
    }

    private static string Run(string[] arguments)
    {
        var (code, output, errors) = GanInProcess.Run(arguments);
        Assert.AreEqual(0, code, $"{string.Join(' ', arguments)}: {errors}");
        return output;
    }

    private sealed class Plain
    {
        public float Value { get; set; }
    }

    private sealed class Scored
    {
        public float Score { get; set; }

        public bool PredictedLabel { get; set; }
    }
}
