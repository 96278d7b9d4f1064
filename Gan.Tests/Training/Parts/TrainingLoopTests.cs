using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Games;
using Gan.Training.Losses;
using Gan.Training.Methods;
using Gan.Training.Networks;
using Gan.Training.Schedules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Tests.Training.Parts;

[TestClass]
public sealed class TrainingLoopTests
{
    [TestMethod]
    public void A_player_that_was_frozen_for_anothers_update_learns_again_after_an_exception()
    {
        using var game = new TinyGame(
            new GeneratorNetwork(1, Linear(1, 1)),
            new HeadedDiscriminator(Identity(), 1, Linear(1, 1)),
            loss: new FailingLoss()
        );
        var loop = new TrainingLoop(game.Game, Schedule.Constant(), accumulation: 1);
        Assert.ThrowsExactly<InvalidOperationException>(() => loop.TakeStep(report: false));
        Assert.IsTrue(game.Discriminator.parameters().All(p => p.requires_grad));
    }

    [TestMethod]
    public void Accumulated_gradients_hold_one_batchs_graph_at_a_time()
    {
        // Handles that are alive when an update is made: those of one batch, however many came before it in the update.
        Assert.AreEqual(Alive(1), Alive(4));

        static long Alive(int accumulation)
        {
            using var counting = new CountingLoss();
            using var game = new TinyGame(
                new GeneratorNetwork(1, Linear(1, 1)),
                new HeadedDiscriminator(Identity(), 1, Linear(1, 1)),
                loss: counting
            );
            var loop = new TrainingLoop(game.Game, Schedule.Constant(), accumulation);
            loop.TakeStep(report: false);
            var before = Tensor.TotalCount;
            loop.TakeStep(report: false);
            Assert.AreEqual(before, Tensor.TotalCount, "a step leaves nothing behind");
            return counting.Alive - before;
        }
    }

    [TestMethod]
    public void Stages_that_cannot_be_made_are_refused_in_a_sentence()
    {
        Refused([], "must be endless");
        Refused([new Stage("short", 10, [new Update(null!, _ => null!)])], "must be endless");
        Refused([new Stage("idle", Stage.Endless, [])], "The stage 'idle' has no update");

        static void Refused(IReadOnlyList<Stage> stages, string message)
        {
            using var game = new TinyGame(
                new GeneratorNetwork(1, Linear(1, 1)),
                new HeadedDiscriminator(Identity(), 1, Linear(1, 1)),
                createGame: (setup, recipe) => new StagedGame(setup, recipe, stages)
            );
            var e = Assert.ThrowsExactly<ArgumentException>(() => new TrainingLoop(game.Game, Schedule.Constant(), 1));
            StringAssert.Contains(e.Message, message);
        }
    }

    [TestMethod]
    public void Unrolling_follows_the_learning_rate_schedule()
    {
        // A learning rate of 0 leaves the discriminator where it is, so looking ahead sees what is there.
        double[] losses =
        [
            .. new[] { 0, 3 }.Select(lookAhead =>
            {
                var recipe = new UnrolledGanRecipe { LookAhead = lookAhead, LearningRateSchedule = Schedule.Constant(0) };
                using var trainer = new GanTrainer(recipe, Dataset.Digits(), new TrainingSettings { Device = TestDevice.Name });
                StepReport? report = null;
                trainer.TrainUntil(1, r => report = r);
                return report!.Losses[LatentGame.GeneratorName];
            }),
        ];
        Assert.AreEqual(losses[0], losses[1], 1e-6);
    }

    private sealed class StagedGame(GameSetup setup, LatentRecipe recipe, IReadOnlyList<Stage> stages) : LatentGame(setup, recipe)
    {
        public override IReadOnlyList<Stage> Stages => stages;
    }

    private sealed class CountingLoss : AdversarialLoss
    {
        public long Alive { get; private set; }

        public override Tensor DiscriminatorLoss(DiscriminatorOutput real, DiscriminatorOutput fake) =>
            fake.Score.mean() - real.Score.mean();

        public override Tensor GeneratorLoss(DiscriminatorOutput fake, DiscriminatorOutput? real) => -fake.Score.mean();

        public override void BeforeUpdate(Player player, StepContext context)
        {
            if (player.Name == LatentGame.DiscriminatorName)
                Alive = Tensor.TotalCount;
        }
    }

    private sealed class FailingLoss : AdversarialLoss
    {
        public override Tensor DiscriminatorLoss(DiscriminatorOutput real, DiscriminatorOutput fake) =>
            fake.Score.mean() - real.Score.mean();

        public override Tensor GeneratorLoss(DiscriminatorOutput fake, DiscriminatorOutput? real) =>
            throw new InvalidOperationException("no loss");
    }
}
