using System.Text.Json.Nodes;
using Gan.Tests.Training;
using Gan.Training;
using Gan.Training.Methods;

namespace Gan.Tests.Cli;

/// <summary>Configurations, dry runs, and going on with what a run wrote down.</summary>
[TestClass]
public sealed class ConfigurationTests
{
    [TestMethod]
    [DataRow("config.yaml", "recipe: gan\nsteps: 7\nseed: 5\nset:\n  batch-size: 16\n  hidden: 8,8\n")]
    [DataRow("config.json", """{ "recipe": "gan", "steps": 7, "seed": 5, "set": { "batch-size": 16, "hidden": "8,8" } }""")]
    public void A_file_says_what_to_do_and_the_command_line_wins(string name, string text)
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder[name], text);
        var plan = DryRun("--config", folder[name], "--steps", "9", "--set", "batch-size=32");
        Assert.AreEqual("gan 9 32", $"{plan["recipe"]} {plan["steps"]} {plan["batch"]}");
        Assert.AreEqual(
            "gan 7 16",
            DryRun("--config", folder[name]) is var other ? $"{other["recipe"]} {other["steps"]} {other["batch"]}" : ""
        );
    }

    [TestMethod]
    [DataRow("recipee: gan\n", "'recipee', line 1, which there is not. Did you mean 'recipe'?")]
    [DataRow("recipe: gan\nset:\n  batchsize: 16\n", "Did you mean 'batch-size'?")]
    [DataRow("steps: many\n", "many")]
    [DataRow("set: 5\n", "settings of the recipe by name")]
    [DataRow("recipe: [gan, dcgan]\n", "no single value")]
    [DataRow("- recipe\n", "must hold options by name")]
    [DataRow("recipe: 'gan\n", "line")]
    [DataRow("out: run\n", "'out', line 1")]
    [DataRow("steps: 0\n", "--steps is 0")]
    public void What_a_file_says_wrongly_is_refused(string text, string expected)
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder["config.yaml"], text);
        var (code, _, errors) = GanInProcess.Run("train", "--config", folder["config.yaml"], "--out", folder["run"]);
        Assert.AreEqual(1, code, errors);
        StringAssert.Contains(errors, expected);
        Assert.IsFalse(Path.Exists(folder["run"]));
    }

    [TestMethod]
    public void Every_recipe_s_settings_read_back_from_text()
    {
        foreach (var recipe in RecipeCatalog.All)
        {
            var again = RecipeSettings.Read(recipe).Aggregate(recipe, (r, s) => RecipeSettings.With(r, s.Key, s.Value));
            CollectionAssert.AreEqual(RecipeSettings.Read(recipe).ToArray(), RecipeSettings.Read(again).ToArray(), recipe.Name);
        }
    }

    [TestMethod]
    public void A_dry_run_says_what_would_be_and_writes_nothing()
    {
        using var folder = new TestFolder();
        var (code, output, errors) = GanInProcess.Run(
            "train",
            "--recipe",
            "gan",
            "--steps",
            "1000",
            "--device",
            "cpu",
            "--dry-run",
            "--out",
            folder["run"]
        );
        Assert.AreEqual(0, code, errors);
        foreach (
            var expected in new[]
            {
                "1797 samples of shape [1, 8, 8]",
                "generator: ",
                "discriminator: ",
                " parameters",
                " MiB resident",
                " ms a step",
                "for 1,000 steps",
                "Nothing was written.",
            }
        )
            StringAssert.Contains(output, expected);
        Assert.IsFalse(Path.Exists(folder["run"]));
        var networks = DryRun("--recipe", "gan", "--steps", "1000")["networks"]!;
        // 100 latents to 128 and 256 hidden units and 64 pixels, and back, as the recipe's defaults are.
        Assert.AreEqual(100 * 128 + 128 + 128 * 256 + 256 + 256 * 64 + 64, (int)networks["generator"]!["parameters"]!);
    }

    [TestMethod]
    public void A_run_is_gone_on_with_as_it_was_begun_and_a_killed_one_without_checkpoint_begins_again()
    {
        using var folder = new TestFolder();
        string[] train = ["train", "--recipe", "gan", "--device", "cpu", "--set", "batch-size=16", "--seed", "3"];
        Assert.AreEqual(0, GanInProcess.Run([.. train, "--steps", "20", "--out", folder["whole"]]).ExitCode);
        Assert.AreEqual(0, GanInProcess.Run([.. train, "--steps", "10", "--out", folder["part"]]).ExitCode);
        var (code, output, errors) = GanInProcess.Run("resume", folder["part"], "--steps", "20", "--json");
        Assert.AreEqual(0, code, errors);
        Assert.AreEqual(20, (int)JsonNode.Parse(output)!["steps"]!);
        AssertSameGenerator(folder["whole"], folder["part"]);

        Directory.CreateDirectory(folder["killed"]);
        File.Copy(new RunFolder(folder["whole"]).Configuration, new RunFolder(folder["killed"]).Configuration);
        Assert.AreEqual(0, GanInProcess.Run("resume", folder["killed"]).ExitCode);
        AssertSameGenerator(folder["whole"], folder["killed"]);

        (code, _, errors) = GanInProcess.Run("resume", folder["nothing"]);
        Assert.AreEqual(1, code);
        StringAssert.Contains(errors, "holds no run to go on with");
    }

    internal static void AssertSameGenerator(string one, string other) =>
        CollectionAssert.AreEqual(
            File.ReadAllBytes(Path.Combine(one, "bundle", "generator.onnx")),
            File.ReadAllBytes(Path.Combine(other, "bundle", "generator.onnx"))
        );

    private static JsonNode DryRun(params string[] arguments)
    {
        var (code, output, errors) = GanInProcess.Run(["train", "--device", "cpu", "--dry-run", "--json", .. arguments]);
        Assert.AreEqual(0, code, errors);
        return JsonNode.Parse(output)!;
    }
}
