using Gan.Training;
using Gan.Training.Losses;
using Gan.Training.Methods;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Parts;

[TestClass]
public sealed class RegularizerTests
{
    [TestMethod]
    public void Weights_are_clipped_after_the_discriminators_update_only()
    {
        using var scope = NewDisposeScope();
        using var game = TinyGame.LinearCritic(3, -0.004f);
        var pass = game.Pass(zeros(2, 2), zeros(2, 2));
        var clipping = new WeightClipping();
        using var noGrad = no_grad();
        clipping.AfterUpdate(game.Game.GeneratorPlayer, pass.Context);
        Assert.AreEqual(3, ((HeadedDiscriminator)game.Discriminator).ScoreHead!.parameters().Single()[0, 0].item<float>());
        clipping.AfterUpdate(game.Game.DiscriminatorPlayer, pass.Context);
        CollectionAssert.AreEqual(
            new[] { 0.01f, -0.004f },
            ((HeadedDiscriminator)game.Discriminator).ScoreHead!.parameters().Single().data<float>().ToArray()
        );
    }

    [TestMethod]
    public void Long_gradients_are_shortened_and_short_ones_left()
    {
        using var scope = NewDisposeScope();
        using var game = TinyGame.LinearCritic(1, 1);
        var pass = game.Pass(zeros(2, 2), zeros(2, 2));
        var gradients = game.Game.DiscriminatorPlayer.Parameters.Gradients;
        using var noGrad = no_grad();
        gradients.copy_(tensor(new float[] { 3, 4 }));
        new GradientClipping { MaximumNorm = 2 }.BeforeUpdate(game.Game.DiscriminatorPlayer, pass.Context);
        AssertClose([1.2f, 1.6f], gradients);
        new GradientClipping { MaximumNorm = 2.5 }.BeforeUpdate(game.Game.DiscriminatorPlayer, pass.Context);
        AssertClose([1.2f, 1.6f], gradients);
    }

    [TestMethod]
    public void Mutual_information_is_cross_entropy_and_half_the_squared_error()
    {
        using var scope = NewDisposeScope();
        using var game = TinyGame.LinearCritic(1, 1);
        var plain = game.Pass(zeros(1, 2), zeros(1, 2));
        // Two categories with logits (0, log 3): the second has probability 3/4. Two continuous codes, off by 1 and by 2.
        var code = tensor(new[] { 0, (float)Math.Log(3), 0.5f, -1 }, [1, 4]);
        var pass = plain with
        {
            Input = new GeneratorInput(zeros(1, 1), Code: tensor(new[] { 0, 1, -0.5f, 1 }, [1, 4])),
            FakeOutput = plain.FakeOutput with { Code = code },
        };
        var term = new MutualInformation(new CodeLayout([2], 2)) { CategoricalWeight = 2, ContinuousWeight = 0.1 };
        var expected = 2 * -Math.Log(0.75) + 0.1 * (1 + 4) / 2;
        Assert.AreEqual(expected, term.DiscriminatorTerm(pass)!.item<float>(), 1e-5);
        Assert.AreEqual(expected, term.GeneratorTerm(pass)!.item<float>(), 1e-5);
    }

    [TestMethod]
    public void The_auxiliary_classifier_leaves_rows_without_a_label_out()
    {
        using var scope = NewDisposeScope();
        using var game = TinyGame.LinearCritic(1, 1);
        var plain = game.Pass(zeros(2, 2), zeros(2, 2));
        var even = zeros(2, 2);
        var sure = tensor(new[] { 0, (float)Math.Log(3), 0, (float)Math.Log(3) }, [2, 2]);
        var pass = plain with
        {
            Real = new TrainingBatch(zeros(2, 2), tensor(new long[] { 1, -1 })),
            Input = new GeneratorInput(zeros(2, 1), tensor(new long[] { 0, 1 })),
            RealOutput = plain.RealOutput! with { Classes = sure },
            FakeOutput = plain.FakeOutput with { Classes = even },
        };
        var fake = Math.Log(2);
        var term = new AuxiliaryClassifier();
        Assert.AreEqual(-Math.Log(0.75) + fake, term.DiscriminatorTerm(pass)!.item<float>(), 1e-5);
        Assert.AreEqual(fake, term.GeneratorTerm(pass)!.item<float>(), 1e-5);
        var unlabelled = pass with { Real = new TrainingBatch(zeros(2, 2), tensor(new long[] { -1, -1 })) };
        Assert.AreEqual(fake, term.DiscriminatorTerm(unlabelled)!.item<float>(), 1e-5);
    }

    private static void AssertClose(float[] expected, Tensor found)
    {
        foreach (var (e, f) in expected.Zip(found.data<float>().ToArray()))
            Assert.AreEqual(e, f, 1e-5);
    }
}
