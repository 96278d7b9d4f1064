using System.Globalization;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Tests.Engineering;

namespace Gan.Tests.Packages.Packed;

/// <summary>People who have only the packages: their apps, the tool and the templates, outside of the repository.</summary>
[TestClass]
public sealed class StrangerTests
{
    private static PackedFixture Packed => PackedOnce.Packed;

    [TestMethod]
    public void One_app_trains_and_saves_and_another_without_libtorch_scores_the_same()
    {
        Packed.MakeApp(
            "Trains",
            "net10.0",
            [
                "Gan.Training",
                $"Microsoft.ML.OnnxRuntime {PackedFixture.Pin("OnnxRuntimeVersion")}",
                $"TorchSharp-cpu {PackedFixture.Pin("TorchSharpVersion")}",
            ],
            """
            using Gan.Training;
            using Gan.Training.Data;
            using Gan.Training.Export;
            using Gan.Training.Methods;
            using Gan.Training.Trainers;
            using Microsoft.ML;

            var started = DateTime.UtcNow;
            using var trainer = new GanTrainer(new MlpGanRecipe(), Dataset.Digits());
            trainer.TrainUntil(10);
            BundleExporter.Export(trainer, (started, DateTime.UtcNow - started)).Bundle.Save("../bundle");

            var ml = new MLContext(seed: 1);
            var rows = ml.Data.LoadFromEnumerable(Row.All);
            using var model = ml.AnomalyDetection.Trainers.Gan(steps: 10).Fit(rows);
            ml.Model.Save(model, rows.Schema, "../model.zip");
            foreach (var row in ml.Data.CreateEnumerable<Score>(model.Transform(rows), false))
                Console.WriteLine($"score {row.Value:R}");
            """ + Rows
        );
        // What apps reference that are on the release of .NET before.
        Packed.MakeApp(
            "Scores",
            "net8.0",
            ["Gan.MLNet", $"Microsoft.ML.OnnxRuntime {PackedFixture.Pin("OnnxRuntimeVersion")}"],
            """
            using Gan.MLNet;
            using Gan.Onnx.Bundles;
            using Microsoft.ML;

            var ml = new MLContext(seed: 1);
            var model = ml.LoadGanModel("../model.zip", out _);
            foreach (var row in ml.Data.CreateEnumerable<Score>(model.Transform(ml.Data.LoadFromEnumerable(Row.All)), false))
                Console.WriteLine($"score {row.Value:R}");
            using var samples = ml.Data.GenerateWithGan(GanBundle.Load("../bundle"), 3);
            Console.WriteLine($"{samples.GetRowCount()} samples");
            """ + Rows
        );

        var trained = Scores(Packed.Run("Trains", "dotnet", "run", "-c", "Release"));
        var output = Packed.Run("Scores", "dotnet", "run", "-c", "Release");

        Assert.HasCount(30, trained);
        CollectionAssert.AreEqual(trained, Scores(output));
        StringAssert.Contains(output, "3 samples");
        var folder = Path.Combine(Packed["Scores"], "bin", "Release", "net8.0");
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToArray();
        Assert.IsFalse(files.Any(file => Path.GetFileName(file).Contains("torch", StringComparison.OrdinalIgnoreCase)));
        Assert.IsTrue(files.Sum(file => new FileInfo(file).Length) < 100e6, "an app that only scores stays small");
    }

    [TestMethod]
    public void An_app_compiled_ahead_of_time_generates_and_scores()
    {
        if (!OperatingSystem.IsLinux() || !(File.Exists("/usr/bin/clang") || File.Exists("/usr/bin/gcc")))
            Assert.Inconclusive("Native compilation needs a linker.");
        Packed.MakeApp(
            "Native",
            "net10.0",
            ["Gan.Onnx", $"Microsoft.ML.OnnxRuntime {PackedFixture.Pin("OnnxRuntimeVersion")}"],
            """
            using Gan.Onnx.Bundles;
            using Gan.Onnx.Inference;

            var bundle = GanBundle.Load(args[0]);
            using var generator = new GeneratorSession(bundle);
            using var discriminator = new DiscriminatorSession(bundle);
            var (samples, scores) = (new float[2 * generator.SampleSize], new float[2]);
            generator.Generate(seed: 7, firstRow: 0, count: 2, samples);
            discriminator.Score(samples, scores);
            foreach (var score in scores)
                Console.WriteLine($"score {score:R}");
            """,
            "<PublishAot>true</PublishAot>"
        );
        Packed.Run(
            "Native",
            "dotnet",
            "publish",
            "-c",
            "Release",
            "-r",
            PackedFixture.Platform,
            "-p:PublishAot=true",
            "-o",
            "out"
        );

        var model = Path.Combine(SourceTree.Root, "models", "digits-dcgan");
        var scores = Scores(Packed.Run("Native", Path.Combine(Packed["Native"], "out", "Native"), model));

        using var generator = new GeneratorSession(GanBundle.Load(model));
        using var discriminator = new DiscriminatorSession(GanBundle.Load(model));
        var (samples, expected) = (new float[2 * generator.SampleSize], new float[2]);
        generator.Generate(seed: 7, firstRow: 0, count: 2, samples);
        discriminator.Score(samples, expected);
        foreach (var (i, score) in scores.Index())
            Assert.AreEqual(expected[i], float.Parse(score[6..], CultureInfo.InvariantCulture), 1e-4f);
        Assert.HasCount(2, scores);
    }

    [TestMethod]
    public void The_tool_is_installed_and_used()
    {
        Packed.Run("", "dotnet", "tool", "install", "gan", "--tool-path", "tool", "--version", PackedFixture.Version);
        var gan = Packed[Path.Combine("tool", "gan")];
        StringAssert.StartsWith(Packed.Run("", gan, "--version"), "0.1.0");
        Packed.Run("", gan, "train", "--recipe", "gan", "--steps", "5", "--out", "run", "--device", "cpu");
        Packed.Run("", gan, "sample", "--bundle", "run", "--count", "4", "--out", "samples.png");
        Assert.IsTrue(new FileInfo(Packed["samples.png"]).Length > 200);
    }

    [TestMethod]
    public void Each_template_becomes_an_app_that_runs()
    {
        Packed.Run("", "dotnet", "new", "install", $"Gan.Templates@{PackedFixture.Version}");

        Make("gan-generate");
        StringAssert.Contains(Packed.Run("My.gan-generate", "dotnet", "run", "-c", "Release", "--", "5"), "5 pictures in ");
        Assert.HasCount(5, Directory.GetFiles(Path.Combine(Packed["My.gan-generate"], "pictures"), "*.png"));

        Make("gan-anomaly");
        var found = Packed.Run("My.gan-anomaly", "dotnet", "run", "-c", "Release");
        Assert.IsTrue(Number(found, "ROC curve ") > 0.95, found);
        StringAssert.Contains(found, "8 10 10 8 7 10 9 7 1: abnormal True");

        Make("gan-augment");
        var balanced = Packed.Run("My.gan-augment", "dotnet", "run", "-c", "Release");
        Assert.IsTrue(Number(balanced, "SMOTE, ") > Number(balanced, "held-out rows: "), balanced);
        Assert.IsTrue(File.ReadLines(Path.Combine(Packed["My.gan-augment"], "balanced.csv")).Count() > 600);

        Make("gan-train");
        StringAssert.Contains(Packed.Run("My.gan-train", "dotnet", "run", "-c", "Release", "--", "4"), "exported to ");
        StringAssert.Contains(Packed.Run("My.gan-train", "dotnet", "run", "-c", "Release", "--", "6"), "goes on after step 4");
        Assert.IsTrue(File.Exists(Path.Combine(Packed["My.gan-train"], "bundle", "generator.onnx")));
    }

    [TestMethod]
    public void A_template_for_a_card_names_packages_for_one()
    {
        Packed.Run("", "dotnet", "new", "install", $"Gan.Templates@{PackedFixture.Version}", "--force");
        Packed.Run("", "dotnet", "new", "gan-train", "-o", "Card", "--device", "cuda");
        var project = File.ReadAllText(Path.Combine(Packed["Card"], "Card.csproj"));
        StringAssert.Contains(project, "\"TorchSharp-cuda-linux\"");
        StringAssert.Contains(project, $"\"{PackedFixture.Pin("TorchSharpVersion")}\"");
        StringAssert.Contains(project, "Microsoft.ML.OnnxRuntime.Gpu");
        Assert.IsFalse(project.Contains("TorchSharp-cpu", StringComparison.Ordinal));
        Assert.IsFalse(project.Contains("<!--#", StringComparison.Ordinal));
    }

    private static void Make(string template)
    {
        Packed.Run("", "dotnet", "new", template, "-o", $"My.{template}");
        // Errors of the build would be hard to find among what the app prints.
        Packed.Run($"My.{template}", "dotnet", "build", "-c", "Release", "-v", "quiet", "-warnaserror", "-p:NoWarn=NU1603");
    }

    /// <summary>Rows that both apps know, and what they want of them.</summary>
    private const string Rows = """


        internal sealed class Row
        {
            [Microsoft.ML.Data.VectorType(3)]
            public float[] Features { get; set; } = [];

            public static IEnumerable<Row> All => Enumerable.Range(0, 30).Select(i => new Row { Features = [i, i * i, 5 - i] });
        }

        internal sealed class Score
        {
            [Microsoft.ML.Data.ColumnName("Score")]
            public float Value { get; set; }
        }
        """;

    private static string[] Scores(string output) =>
        [.. output.Split('\n').Where(line => line.StartsWith("score ", StringComparison.Ordinal))];

    private static double Number(string text, string after) =>
        double.Parse(text.Split(after)[1][..5], CultureInfo.InvariantCulture);
}
