using System.CommandLine;
using System.Text.Json.Nodes;
using Gan.Cli.Runs;
using Gan.Onnx.Bundles;
using Gan.Tests.Training;
using Gan.Tests.Training.Data;
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
    [DataRow("steps: many\n", "cannot be used: line 1: --steps is 'many'; it must be a whole number.")]
    [DataRow("labels: maybe\n", "has 'labels: maybe' in line 1; it must be true or false.")]
    [DataRow("recipe: gan\nstrict: yes\n", "has 'strict: yes' in line 2; it must be true or false.")]
    [DataRow("no-guard: ''\n", "has 'no-guard: ' in line 1; it must be true or false.")]
    [DataRow("set: 5\n", "settings of the recipe by name")]
    [DataRow("recipe: [gan, dcgan]\n", "no single value")]
    [DataRow("- recipe\n", "must hold options by name")]
    [DataRow("recipe: 'gan\n", "line")]
    [DataRow("out: run\n", "'out', line 1")]
    [DataRow("recipe: gan\nsteps: 0\n", "line 2: --steps is 0; it must be at least 1.")]
    [DataRow("set:\n  beta1: 1.0\n", "line 2: --set beta1=1.0: it must be a number of at least 0 and below 1.")]
    [DataRow(
        "contamination: 0,05\n",
        "line 1: --contamination is '0,05'; it must be a number, with a decimal point, not a comma."
    )]
    [DataRow("recipe: dcgna\n", "There is no recipe 'dcgna'. Did you mean 'dcgan'?")]
    public void What_a_file_says_wrongly_is_refused(string text, string expected)
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder["config.yaml"], text);
        var (code, _, errors) = GanInProcess.Run("train", "--config", folder["config.yaml"], "--out", folder["run"]);
        Assert.AreEqual(1, code, errors);
        StringAssert.Contains(errors, expected);
        Assert.IsFalse(Path.Exists(folder["run"]));
        GanInProcess.Refuses(["train", "--config", folder.Path, "--out", folder["run"]], "is a folder. Give the file in it.");
    }

    [TestMethod]
    [DataRow("--set batch-size=1: it must be a whole number of at least 2.", "--set", "batch-size=1")]
    [DataRow("--set gamma=0,5: it must be a number above 0, with a decimal point, not a comma.", "--set", "gamma=0,5")]
    [DataRow("--set generator-learning-rate=-1: it must be a number above 0.", "--set", "generator-learning-rate=-1")]
    [DataRow("--set generator-averaging=1: it must be a number of at least 0 and below 1.", "--set", "generator-averaging=1")]
    [DataRow("--set gamma=NaN: it must be a number above 0.", "--set", "gamma=NaN")]
    [DataRow("--set hidden=: it must be one or more whole numbers of at least 1.", "--set", "hidden=")]
    [DataRow("Did you mean 'DiffAugment'?", "--set", "augmentation=diffaug")]
    [DataRow("--set augmentation=1: it must be None, DiffAugment or Adaptive.", "--set", "augmentation=1")]
    [DataRow("not a comma.", "--set", "learning-rate-schedule=linear:1,0:0:100")]
    [DataRow(
        "--set real-target=0.9: it must be 1 with the loss Minimax.",
        "--recipe",
        "gan",
        "--set",
        "real-target=0.9",
        "--set",
        "loss=minimax"
    )]
    [DataRow("has no setting 'gama'. Did you mean 'gamma'?", "--set", "gama=1")]
    [DataRow("There is no recipe 'r3gna'. Did you mean 'r3gan'?", "--recipe", "r3gna")]
    [DataRow("--steps is 0; it must be at least 1.", "--steps", "0")]
    [DataRow("--checkpoint-every is 0; it must be at least 1.", "--checkpoint-every", "0")]
    [DataRow("--samples-every is -1; it must be at least 0.", "--samples-every", "-1")]
    [DataRow("--keep-checkpoints is 0; it must be at least 1.", "--keep-checkpoints", "0")]
    [DataRow("--contamination is 0.7; it must be above 0 and at most 0.5.", "--contamination", "0.7")]
    [DataRow("--contamination is NaN; it must be above 0 and at most 0.5.", "--contamination", "NaN")]
    [DataRow("--precision is 'half'; it must be float32 or bfloat16. Did you mean '", "--precision", "half")]
    [DataRow("--precision is '1'; it must be float32 or bfloat16.", "--precision", "1")]
    public void What_the_command_line_says_wrongly_is_refused_before_any_work(string expected, params string[] arguments)
    {
        using var folder = new TestFolder();
        // Data that are not there would be complained of if they were read first.
        GanInProcess.Refuses(["train", "--data", folder["none.csv"], "--out", folder["run"], .. arguments], expected);
        Assert.IsFalse(Path.Exists(folder["run"]));
    }

    [TestMethod]
    [DataRow("train", "--contamination", "0,05")]
    [DataRow("augment", "--factor", "1,5")]
    [DataRow("sample", "--truncation", "0,7")]
    [DataRow("train-classifier", "--test-share", "0,2")]
    public void A_comma_is_no_decimal_point(string command, string option, string value)
    {
        var (code, _, errors) = GanInProcess.Run(command, option, value);
        Assert.AreEqual(2, code, errors);
        StringAssert.Contains(errors, $"{option} is '{value}'; it must be a number, with a decimal point, not a comma.");
    }

    [TestMethod]
    public void What_was_asked_for_is_written_so_that_it_reads_back()
    {
        using var folder = new TestFolder();
        string[] texts =
        [
            "run",
            "8000",
            "0.0002",
            "1E-05",
            "true",
            "null",
            "~",
            "",
            " ",
            "a: b",
            "a #b",
            "#a",
            "- a",
            "-",
            "[a]",
            "{a: b}",
            "'a'",
            "\"a\"",
            "C:\\data\\x.csv",
            "linear:1:0:10000",
            "128,256",
            "&a",
            "*a",
            "!a",
            "%a",
            "@a",
            "`a`",
            "|",
            ">",
            "?",
            "a\nb",
            " a ",
            "Größe 図",
            "...",
            "---",
        ];
        var written = new RunConfiguration([], [.. texts.Select((t, i) => KeyValuePair.Create($"setting-{i}", t))]);
        written.Save(folder["config.yaml"]);
        var read = RunConfiguration.Read(folder["config.yaml"], [new Option<string[]>("--set")]);
        CollectionAssert.AreEqual(written.Settings.ToArray(), read.Settings.ToArray());
        StringAssert.Contains(File.ReadAllText(folder["config.yaml"]), "\n  setting-1: 8000\n");
    }

    [TestMethod]
    public void What_was_written_before_is_still_read()
    {
        using var folder = new TestFolder();
        File.WriteAllText(
            folder["config.yaml"],
            """
            # What this run was asked to do, defaults included. gan train --config takes it too.
            data: digits
            recipe: gan
            steps: 7
            set:
              batch-size: 16
              discriminator-steps: 1
              hidden: 8,8
              learning-rate-schedule: "linear:1:0:10000"
            """
        );
        var plan = DryRun("--config", folder["config.yaml"]);
        Assert.AreEqual("gan 7 16", $"{plan["recipe"]} {plan["steps"]} {plan["batch"]}");
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
    public void Every_network_of_a_dry_run_has_a_name_of_its_own()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder["pictures"]);
        for (var i = 0; i < 4; i++)
        {
            File.WriteAllBytes(folder[$"pictures/{i}.png"], PictureFile.Flat(32, 32, 10, 20, 30));
            File.WriteAllText(folder[$"pictures/{i}.txt"], $"picture {i}");
        }

        string[] small = ["feature-maps=4", "discriminator-feature-maps=4", "first-stage-steps=2", "blocks=1"];
        string[] stackgan = ["--recipe", "stackgan", "--data", folder["pictures"], "--size", "32", "--steps", "10"];
        var networks = DryRun([.. stackgan, .. small.SelectMany(setting => new[] { "--set", setting })])["networks"]!;
        var players = networks.AsObject().Select(n => n.Key).ToArray();
        Assert.IsGreaterThan(2, players.Length);
        Assert.IsTrue(players.Any(name => name.Contains('/')), string.Join(", ", players));
    }

    [TestMethod]
    [DataRow("0.4 s", 0.4)]
    [DataRow("59 s", 59.2)]
    [DataRow("1 min 5 s", 65)]
    [DataRow("3 h 20 min", 12_059)]
    [DataRow("1 day 0 h", 86_400)]
    [DataRow("2 days 3 h", 184_845)]
    public void A_long_time_is_said_in_its_units(string expected, double seconds) =>
        Assert.AreEqual(expected, Gan.Cli.Runs.DryRun.Text(TimeSpan.FromSeconds(seconds)));

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

    [TestMethod]
    public void A_run_whose_last_checkpoint_is_damaged_goes_on_from_the_one_before_when_that_is_deleted()
    {
        using var folder = new TestFolder();
        string[] train = ["train", "--recipe", "gan", "--device", "cpu", "--set", "batch-size=16", "--checkpoint-every", "5"];
        Assert.AreEqual(0, GanInProcess.Run([.. train, "--steps", "20", "--out", folder["whole"]]).ExitCode);
        Assert.AreEqual(0, GanInProcess.Run([.. train, "--steps", "10", "--out", folder["part"]]).ExitCode);
        var last = new RunFolder(folder["part"]).Checkpoint(10);
        File.WriteAllBytes(last, File.ReadAllBytes(last)[..^100]);
        GanInProcess.Refuses(["resume", folder["part"], "--steps", "20"], $"The checkpoint '{last}' is damaged");
        GanInProcess.Refuses(["resume", folder["part"], "--steps", "20"], "Delete that file: a run then goes on from the");
        File.Delete(last);
        var (code, output, errors) = GanInProcess.Run("resume", folder["part"], "--steps", "20", "--json");
        Assert.AreEqual(0, code, errors);
        Assert.AreEqual(20, (int)JsonNode.Parse(output)!["steps"]!);
        AssertSameGenerator(folder["whole"], folder["part"]);
        // Nothing is told twice.
        var steps = new RunFolder(folder["part"]).ReadMetrics().Select(r => r.Step).ToArray();
        CollectionAssert.AreEqual(steps.Distinct().Order().ToArray(), steps);
    }

    [TestMethod]
    public void A_bundle_of_the_steps_that_there_are_keeps_what_was_added_to_it()
    {
        using var folder = new TestFolder();
        var (run, files) = (folder["run"], new RunFolder(folder["run"]));
        string[] quick = ["--device", "cpu", "--set", "batch-size=16"];
        Assert.AreEqual(0, GanInProcess.Run(["train", "--recipe", "gan", "--steps", "3", .. quick, "--out", run]).ExitCode);
        Add();

        var (code, output, errors) = GanInProcess.Run("resume", run);
        Assert.AreEqual(0, code, errors);
        StringAssert.Contains(output, "bundle has these steps already and is left as it is");
        Assert.AreEqual("added", GanBundle.Load(files.Bundle).Manifest.Metrics.Single().Name);

        // What is trained, said otherwise or damaged since is exported anew.
        Assert.AreEqual(0, GanInProcess.Run("resume", run, "--steps", "4").ExitCode);
        Assert.IsEmpty(GanBundle.Load(files.Bundle).Manifest.Metrics);
        Add();
        string[] again = ["train", "--recipe", "gan", "--steps", "4", .. quick, "--out", run, "--resume"];
        Assert.AreEqual(0, GanInProcess.Run([.. again, "--contamination", "0.2"]).ExitCode);
        var bundle = GanBundle.Load(files.Bundle).Manifest;
        Assert.AreEqual((0, 0.2), (bundle.Metrics.Count, bundle.Score!.Contamination));
        File.WriteAllText(Path.Combine(files.Bundle, "generator.onnx"), "damaged");
        Assert.AreEqual(0, GanInProcess.Run("resume", run).ExitCode);
        Assert.IsTrue(GanBundle.Load(files.Bundle).HasGenerator);

        void Add()
        {
            var exported = GanBundle.Load(files.Bundle);
            var figure = new BundleMetric
            {
                Name = "added",
                Value = 1,
                Protocol = "by hand",
            };
            var models = exported.Manifest.Files.ToDictionary(f => f.Name, f => exported.GetModel(f.Name).ToArray());
            GanBundle.Create(exported.Manifest with { Metrics = [figure] }, models).Save(files.Bundle);
        }
    }

    [TestMethod]
    [DataRow("report.html")]
    [DataRow("data.json")]
    [DataRow("metrics.jsonl")]
    [DataRow("losses.svg")]
    [DataRow("notes.tmp")]
    [DataRow("checkpoints")]
    [DataRow("samples/step-000000001.png")]
    public void Files_of_others_are_not_replaced_by_a_run(string name)
    {
        using var folder = new TestFolder();
        var file = Path.Combine(folder["out"], name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "mine");
        GanInProcess.Refuses(
            ["train", "--data", folder["none.csv"], "--out", folder["out"]],
            $"holds no run, and files that a run would replace: {name.Replace('/', Path.DirectorySeparatorChar)}. Train in"
        );
        Assert.AreEqual("mine", File.ReadAllText(file));
        Assert.HasCount(1, Directory.GetFiles(folder["out"], "*", SearchOption.AllDirectories));
    }

    [TestMethod]
    public void A_bundle_folder_that_cannot_be_replaced_is_known_before_training()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder["out/bundle"]);
        File.WriteAllText(folder["out/bundle/mine.txt"], "mine");
        string[] train = ["train", "--recipe", "gan", "--steps", "2", "--device", "cpu", "--out", folder["out"]];
        GanInProcess.Refuses(train, "holds files that are not a bundle's");
        Assert.HasCount(1, Directory.GetFileSystemEntries(folder["out"]), "something was trained");

        Directory.Delete(folder["out/bundle"], recursive: true);
        File.WriteAllText(folder["out/mine.txt"], "mine");
        var (code, _, errors) = GanInProcess.Run(train);
        Assert.AreEqual(0, code, errors);
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
