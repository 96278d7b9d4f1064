using Gan.Training;
using Gan.Training.Games;
using Gan.Training.Methods;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Recipes;

/// <summary>What a run reports of losses is what its players learn from.</summary>
[TestClass]
public sealed class LossTermTests
{
    private static IEnumerable<object[]> Names => RecipeCatalog.All.Select(r => new object[] { r.Name });

    /// <summary>A well-known implementation cuts the gradient of its own content loss, and reports it all the same.</summary>
    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Every_term_of_every_loss_reaches_the_gradient_of_the_player_it_is_for(string name)
    {
        var recipe = RecipeData.Small(name);
        using var trainer = new GanTrainer(recipe, RecipeData.For(recipe), new TrainingSettings { Device = "cpu" });
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
        }
    }
}
