using Gan.Cli.Runs;
using Gan.Onnx;
using Gan.Tests.Training;
using Gan.Tests.Training.Recipes;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Methods;
using Gan.Training.Schedules;

namespace Gan.Tests.Cli;

/// <summary>Training for a time instead of a number of steps.</summary>
[TestClass]
public sealed class BudgetTests
{
    private static readonly TrainingSettings OnCpu = new() { Device = "cpu" };
    private static readonly int[] Picture = [1, 28, 28];

    [TestMethod]
    public void As_many_steps_as_the_time_is_enough_for()
    {
        var time = TimeSpan.FromHours(1);
        var budget = TrainingBudget.Fit(new MlpGanRecipe(), Dataset.Digits(), time, OnCpu);
        var fitting = time.TotalSeconds / budget.SecondsPerStep;
        Assert.IsTrue(budget.Steps <= fitting && budget.Steps > 0.9 * fitting, $"{budget}");
        Assert.AreEqual(new MlpGanRecipe().ToString(), budget.Recipe.ToString());
    }

    [TestMethod]
    [DataRow(32, 5_000, 0.996)]
    [DataRow(32, 60_000, 0.999)]
    [DataRow(16, 2_600, 0.9962)]
    [DataRow(8, 2_400, 0.9979)]
    [DataRow(8, 200, 0.99)]
    public void Settings_of_dcgan_that_are_the_papers_follow_the_time(int maps, int stepsOfTheWidest, double averaging)
    {
        // Half the maps, half the time.
        var time = TimeSpan.FromSeconds(stepsOfTheWidest * 0.32);
        var budget = TrainingBudget.Plan(new DcganRecipe(), Picture, time, r => 0.01 * ((DcganRecipe)r).FeatureMaps, []);
        Assert.AreEqual(
            new DcganRecipe
            {
                FeatureMaps = maps,
                BatchSize = 32,
                GeneratorLearningRate = 5e-4,
                DiscriminatorLearningRate = 5e-4,
                // Over a twentieth of the steps, which are rounded.
                GeneratorAveraging = averaging,
            },
            budget.Recipe
        );
        Assert.AreEqual(stepsOfTheWidest * 32L / maps, budget.Steps, 0.1 * budget.Steps);
        Assert.AreEqual(0.01 * maps, budget.SecondsPerStep);
    }

    [TestMethod]
    public void Settings_of_ones_own_stay()
    {
        var own = new DcganRecipe
        {
            FeatureMaps = 48,
            BatchSize = 16,
            GeneratorLearningRate = 1e-4,
            DiscriminatorLearningRate = 3e-4,
            GeneratorAveraging = 0.9,
        };
        Assert.AreEqual(
            new TrainingBudget(own, 3_000, 0.02),
            TrainingBudget.Plan(own, Picture, TimeSpan.FromMinutes(1), _ => 0.02, [])
        );
    }

    [TestMethod]
    [DataRow(32, 5_000)]
    [DataRow(16, 2_600)]
    [DataRow(8, 500)]
    public void Settings_of_r3gan_follow_the_time_where_it_makes_pictures(int maps, int stepsOfTheWidest)
    {
        var time = TimeSpan.FromSeconds(stepsOfTheWidest * 0.32);
        var usual = new R3GanRecipe();
        var budget = TrainingBudget.Plan(usual, Picture, time, r => 0.01 * ((R3GanRecipe)r).FeatureMaps, []);
        Assert.AreEqual(
            usual with
            {
                FeatureMaps = maps,
                BatchSize = 32,
                GeneratorLearningRate = 2e-3,
                DiscriminatorLearningRate = 2e-3,
                Gamma = 1,
                GeneratorAveraging = 0.995,
            },
            budget.Recipe
        );
        var coloured = TrainingBudget.Plan(usual, [3, 28, 28], time, _ => 1, []);
        Assert.AreEqual(usual.Gamma, ((R3GanRecipe)coloured.Recipe).Gamma, "colours have the paper's");
        var own = new R3GanRecipe { Gamma = 0.2, FeatureMaps = 64 };
        var planned = (R3GanRecipe)TrainingBudget.Plan(own, Picture, time, _ => 1, ["generator-averaging"]).Recipe;
        Assert.AreEqual(
            (0.2, 64, 0.999, 2e-3),
            (planned.Gamma, planned.FeatureMaps, planned.GeneratorAveraging, planned.GeneratorLearningRate)
        );
    }

    [TestMethod]
    public void Other_recipes_and_other_data_stay_as_they_are()
    {
        foreach (
            var (recipe, shape) in new (Recipe, int[])[]
            {
                (new R3GanRecipe(), [7]),
                (new R3GanRecipe { Architecture = NetworkArchitecture.Mlp }, Picture),
                (new OneClassGanRecipe(), Picture),
                (new LsganRecipe(), Picture),
            }
        )
        {
            var asked = 0;
            var plan = TrainingBudget.Plan(recipe, shape, TimeSpan.FromMinutes(1), _ => 0.26 * ++asked, []);
            Assert.AreEqual(new TrainingBudget(recipe, 230, 0.26), plan);
        }
    }

    [TestMethod]
    public void What_is_to_be_kept_is_kept_where_it_is_as_the_paper_has_it()
    {
        var paper = new DcganRecipe();
        string[] all = ["batch-size", "generator-learning-rate", "discriminator-learning-rate", "generator-averaging"];
        var time = TimeSpan.FromMinutes(1);
        Assert.AreEqual(paper, TrainingBudget.Plan(paper, Picture, time, _ => 0.02, [.. all, "feature-maps"]).Recipe);
        Assert.AreEqual(paper with { FeatureMaps = 8 }, TrainingBudget.Plan(paper, Picture, time, _ => 0.02, all).Recipe);
        using var folder = new TestFolder();
        var job = Read(folder["run"], "--recipe", "dcgan", "--minutes", "3", "--set", "batch-size=64", "--set", "beta1=0.4");
        CollectionAssert.AreEqual(new[] { "batch-size", "beta1" }, job.GivenSettings.ToArray());
    }

    [TestMethod]
    [DataRow(0.0, "The time to train is 0 minutes; it must be above 0.")]
    [DataRow(-5.0, "The time to train is -5 minutes; it must be above 0.")]
    [DataRow(1e-6, "are time for 0 steps of 'gan' here")]
    public void A_time_that_is_enough_for_nothing_is_refused(double minutes, string expected)
    {
        var e = Assert.ThrowsExactly<GanException>(() =>
            TrainingBudget.Fit(new MlpGanRecipe(), Dataset.Digits(), TimeSpan.FromMinutes(minutes), OnCpu)
        );
        StringAssert.Contains(e.Message, expected);
    }

    [TestMethod]
    public void A_recipe_of_several_stages_is_refused()
    {
        var recipe = RecipeData.Small("simgan");
        var e = Assert.ThrowsExactly<GanException>(() =>
            TrainingBudget.Fit(recipe, RecipeData.For(recipe), TimeSpan.FromMinutes(1), OnCpu)
        );
        StringAssert.Contains(e.Message, "The recipe 'simgan' trains in stages (refiner, discriminator, turns)");
        StringAssert.Contains(e.Message, "Give the number of steps.");
    }

    [TestMethod]
    public void Whoever_goes_on_with_the_run_goes_on_with_what_was_planned()
    {
        using var folder = new TestFolder();
        var job = Read(folder["run"], "--recipe", "gan", "--minutes", "3.5", "--set", "batch-size=16");
        Assert.AreEqual(3.5, job.Minutes);
        StringAssert.Contains(job.Configuration.ToString(), "minutes: 3.5");
        var recipe = job.Recipe with { LearningRateSchedule = Schedule.Hold(6000, 6000) };
        var planned = job.Planned(new TrainingBudget(recipe, 12_000, 0.01));
        Assert.AreEqual((12_000L, null, 240L), (planned.Steps, planned.Minutes, planned.Run.SamplesEvery!.Value));
        var configuration = planned.Configuration.ToString();
        StringAssert.Contains(configuration, "\nsteps: 12000\n");
        StringAssert.Contains(configuration, "  learning-rate-schedule: hold:6000:6000\n");
        StringAssert.Contains(configuration, "  batch-size: 16\n");
        Assert.IsFalse(configuration.Contains("minutes", StringComparison.Ordinal), configuration);

        var rare = Read(folder["run"], "--minutes", "3", "--samples-every", "1000");
        Assert.AreEqual(1000L, rare.Planned(new TrainingBudget(recipe, 12_000, 0.01)).Run.SamplesEvery);
    }

    [TestMethod]
    public void Minutes_replace_a_files_steps_and_steps_its_minutes()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder["steps.yaml"], "recipe: gan\nsteps: 7\n");
        File.WriteAllText(folder["minutes.yaml"], "recipe: gan\nminutes: 60\n");
        // A time of an hour is enough for more steps than anybody would write by hand.
        Assert.IsGreaterThan(1000, Steps("--config", folder["steps.yaml"], "--minutes", "60"));
        Assert.IsGreaterThan(1000, Steps("--config", folder["minutes.yaml"]));
        Assert.AreEqual(9, Steps("--config", folder["minutes.yaml"], "--steps", "9"));
    }

    [TestMethod]
    [DataRow("--steps and --minutes both say how long to train; give one of them.", "--steps", "5", "--minutes", "1")]
    [DataRow("--minutes is 0; it must be above 0 and at most 1000000.", "--minutes", "0")]
    [DataRow("--minutes is -1; it must be", "--minutes", "-1")]
    [DataRow("--minutes is 1E+300; it must be", "--minutes", "1e300")]
    [DataRow("--minutes is '0,5'; it must be a number, with a decimal point, not a comma.", "--minutes", "0,5")]
    [DataRow("too few to learn anything", "--minutes", "0.000001")]
    public void What_is_no_time_is_refused_before_anything_is_written(string expected, params string[] arguments)
    {
        using var folder = new TestFolder();
        var (code, _, errors) = GanInProcess.Run([
            "train",
            "--recipe",
            "gan",
            "--device",
            "cpu",
            "--out",
            folder["run"],
            .. arguments,
        ]);
        Assert.AreNotEqual(0, code);
        StringAssert.Contains(errors, expected);
        Assert.IsFalse(Path.Exists(folder["run"]));
    }

    [TestMethod]
    public void A_run_that_has_begun_is_not_planned_again()
    {
        using var folder = new TestFolder();
        string[] train = ["train", "--recipe", "gan", "--device", "cpu", "--out", folder["run"]];
        Assert.AreEqual(0, GanInProcess.Run([.. train, "--steps", "5"]).ExitCode);
        GanInProcess.Refuses(
            [.. train, "--resume", "--minutes", "1"],
            "--minutes plans a run before its first step. Go on as planned: gan resume"
        );
    }

    private static long Steps(params string[] arguments)
    {
        var (code, output, errors) = GanInProcess.Run(["train", "--device", "cpu", "--dry-run", "--json", .. arguments]);
        Assert.AreEqual(0, code, errors);
        return (long)System.Text.Json.Nodes.JsonNode.Parse(output)!["steps"]!;
    }

    private static TrainJob Read(string folder, params string[] arguments)
    {
        var options = new TrainOptions();
        var command = new System.CommandLine.Command("train");
        options.AddTo(command);
        return options.Read(command.Parse(arguments), folder);
    }
}
