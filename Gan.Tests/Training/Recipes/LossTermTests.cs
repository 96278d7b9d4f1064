using Gan.Tests.Engineering;
using Gan.Training;
using Gan.Training.Games;
using Gan.Training.Methods;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Recipes;

/// <summary>What a run reports of losses is what its players learn from.</summary>
[TestClass]
public sealed class LossTermTests
{
    private static IEnumerable<object[]> Perceptual =>
        RecipeCatalog
            .All.Where(r => RecipeSettings.Read(r).ContainsKey("perceptual-network"))
            .Select(r => new object[] { r.Name });

    private static IEnumerable<object[]> Names => RecipeCatalog.All.Select(r => new object[] { r.Name });

    /// <summary>A well-known implementation cuts the gradient of its own content loss, and reports it all the same.</summary>
    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Every_term_of_every_loss_reaches_the_gradient_of_the_player_it_is_for(string name) =>
        Check(RecipeData.Small(name));

    [TestMethod]
    [DynamicData(nameof(Perceptual))]
    public void What_a_classifier_sees_reaches_the_gradient_too(string name)
    {
        var recipe = new[]
        {
            ("perceptual-network", Path.Combine(SourceTree.Root, "models", "digits-classifier")),
            ("perceptual-layers", "Conv:2,Conv:7"),
            ("perceptual-weight", "0.5"),
            ("psnr-steps", "1"),
        }.Aggregate(
            RecipeData.Small(name),
            (r, s) => RecipeSettings.Read(r).ContainsKey(s.Item1) ? RecipeSettings.With(r, s.Item1, s.Item2) : r
        );
        Assert.Contains("perceptual", string.Join(' ', Check(recipe)));
    }

    /// <summary>Checks all terms, and gives their names.</summary>
    private static IReadOnlyCollection<string> Check(Recipe recipe)
    {
        var (name, every) = (recipe.Name, new List<string>());
        using var trainer = new GanTrainer(recipe, RecipeData.For(recipe), new TrainingSettings { Device = TestDevice.Name });
        // A few steps, so that what begins at zero has moved.
        trainer.TrainUntil(3);
        foreach (var stage in trainer.Game.Stages)
        {
            var terms = new HashSet<string>();
            foreach (var update in stage.Updates)
            {
                using var context = new StepContext(trainer.Game, trainer.Step, isShared: false, []);
                // As in the training loop: what an update makes lives in a scope within its context's.
                using var scope = NewDisposeScope();
                foreach (var other in update.Frozen)
                    other.Parameters.Freeze(true);
                var loss = update.Loss(context);
                foreach (var (term, value) in loss.Terms)
                {
                    Assert.IsTrue(terms.Add($"{update.Player.Name}/{term}/{stage.Updates.ToList().IndexOf(update)}"));
                    update.Player.Parameters.ZeroGradients();
                    value.backward(retain_graph: true);
                    update.Player.Parameters.CollectGradients();
                    var norm = update.Player.Parameters.Gradients.norm().item<float>();
                    Assert.IsGreaterThan(
                        0,
                        norm,
                        $"{name}: the {stage.Name}'s term '{term}' gives {update.Player.Name} no gradient."
                    );
                }

                foreach (var other in update.Frozen)
                    other.Parameters.Freeze(false);
            }

            every.AddRange(terms);
        }

        return every;
    }
}
