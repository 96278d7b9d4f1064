using Gan.Training.Games;
using Gan.Training.Losses;
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
        var loop = new TrainingLoop(game.Game, new ConstantSchedule(), accumulation: 1);
        Assert.ThrowsExactly<InvalidOperationException>(() => loop.TakeStep(report: false));
        Assert.IsTrue(game.Discriminator.parameters().All(p => p.requires_grad));
    }

    private sealed class FailingLoss : AdversarialLoss
    {
        public override Tensor DiscriminatorLoss(DiscriminatorOutput real, DiscriminatorOutput fake) =>
            fake.Score.mean() - real.Score.mean();

        public override Tensor GeneratorLoss(DiscriminatorOutput fake, DiscriminatorOutput? real) =>
            throw new InvalidOperationException("no loss");
    }
}
