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
        using var game = Games.LinearCritic(3, -0.004f);
        var turn = game.Turn(zeros(2, 2), zeros(2, 2));
        var clipping = new WeightClipping();
        using var noGrad = no_grad();
        clipping.AfterUpdate(PlayerRole.Generator, turn);
        Assert.AreEqual(3, game.Discriminator.ScoreHead!.parameters().Single()[0, 0].item<float>());
        clipping.AfterUpdate(PlayerRole.Discriminator, turn);
        CollectionAssert.AreEqual(
            new[] { 0.01f, -0.004f },
            game.Discriminator.ScoreHead.parameters().Single().data<float>().ToArray()
        );
    }

    [TestMethod]
    public void A_weight_penaltys_gradient_is_the_weight_times_the_parameters()
    {
        using var scope = NewDisposeScope();
        using var game = Games.LinearCritic(3, -4);
        var turn = game.Turn(zeros(2, 2), zeros(2, 2));
        var penalty = new WeightPenalty(PlayerRole.Discriminator, 0.5);
        using var noGrad = no_grad();
        penalty.BeforeUpdate(PlayerRole.Generator, turn);
        CollectionAssert.AreEqual(new[] { 0f, 0f }, game.Context.DiscriminatorParameters.Gradients.data<float>().ToArray());
        penalty.BeforeUpdate(PlayerRole.Discriminator, turn);
        CollectionAssert.AreEqual(new[] { 1.5f, -2f }, game.Context.DiscriminatorParameters.Gradients.data<float>().ToArray());
    }

    [TestMethod]
    public void Long_gradients_are_shortened_and_short_ones_left()
    {
        using var scope = NewDisposeScope();
        using var game = Games.LinearCritic(1, 1);
        var turn = game.Turn(zeros(2, 2), zeros(2, 2));
        var gradients = game.Context.DiscriminatorParameters.Gradients;
        using var noGrad = no_grad();
        gradients.copy_(tensor(new float[] { 3, 4 }));
        new GradientClipping { MaximumNorm = 2 }.BeforeUpdate(PlayerRole.Discriminator, turn);
        AssertClose([1.2f, 1.6f], gradients);
        new GradientClipping { MaximumNorm = 2.5 }.BeforeUpdate(PlayerRole.Discriminator, turn);
        AssertClose([1.2f, 1.6f], gradients);
    }

    [TestMethod]
    public void History_draws_parameters_to_the_mean_of_their_past()
    {
        using var scope = NewDisposeScope();
        using var game = Games.LinearCritic(1, 1);
        var parameters = game.Context.DiscriminatorParameters;
        using var history = new HistoricalAveraging { Weight = 0.5 };
        history.Prepare(game.Context);
        using var noGrad = no_grad();
        var turn = game.Turn(zeros(2, 2), zeros(2, 2));
        foreach (var (value, pull) in new[] { (1f, 0f), (3f, 2f), (5f, 3f) })
        {
            // The past is nothing, then 1, then 1 and 3, whose mean is 2; the gradient is 2 · 0.5 · (value - mean).
            parameters.Values.fill_(value);
            parameters.ZeroGradients();
            history.BeforeUpdate(PlayerRole.Discriminator, turn);
            AssertClose([pull, pull], parameters.Gradients);
        }
    }

    [TestMethod]
    public void Feature_matching_is_the_squared_distance_of_mean_features()
    {
        using var scope = NewDisposeScope();
        using var game = Games.LinearCritic(1, 1);
        var turn = game.Turn(tensor(new float[] { 1, 0, 3, 4 }, [2, 2]), tensor(new float[] { 0, 0, 0, 2 }, [2, 2]));
        // Means (2, 2) and (0, 1).
        Assert.AreEqual(
            2 * 5,
            new FeatureMatching { Weight = 2 }
                .GeneratorTerm(turn)!
                .item<float>(),
            1e-5
        );
        Assert.IsTrue(new FeatureMatching().GeneratorSeesReal);
    }

    [TestMethod]
    public void Mutual_information_is_cross_entropy_and_half_the_squared_error()
    {
        using var scope = NewDisposeScope();
        using var game = Games.LinearCritic(1, 1);
        var plain = game.Turn(zeros(1, 2), zeros(1, 2));
        // Two categories with logits (0, log 3): the second has probability 3/4. Two continuous codes, off by 1 and by 2.
        var code = tensor(new[] { 0, (float)Math.Log(3), 0.5f, -1 }, [1, 4]);
        var turn = plain with
        {
            Input = new GeneratorInput(zeros(1, 1), Code: tensor(new[] { 0, 1, -0.5f, 1 }, [1, 4])),
            FakeOutput = plain.FakeOutput with { Code = code },
        };
        var term = new MutualInformation(new CodeLayout([2], 2)) { CategoricalWeight = 2, ContinuousWeight = 0.1 };
        var expected = 2 * -Math.Log(0.75) + 0.1 * (1 + 4) / 2;
        Assert.AreEqual(expected, term.DiscriminatorTerm(turn)!.item<float>(), 1e-5);
        Assert.AreEqual(expected, term.GeneratorTerm(turn)!.item<float>(), 1e-5);
    }

    [TestMethod]
    public void The_auxiliary_classifier_leaves_rows_without_a_label_out()
    {
        using var scope = NewDisposeScope();
        using var game = Games.LinearCritic(1, 1);
        var plain = game.Turn(zeros(2, 2), zeros(2, 2));
        var even = zeros(2, 2);
        var sure = tensor(new[] { 0, (float)Math.Log(3), 0, (float)Math.Log(3) }, [2, 2]);
        var turn = plain with
        {
            Real = new TrainingBatch(zeros(2, 2), tensor(new long[] { 1, -1 })),
            Input = new GeneratorInput(zeros(2, 1), tensor(new long[] { 0, 1 })),
            RealOutput = plain.RealOutput! with { Classes = sure },
            FakeOutput = plain.FakeOutput with { Classes = even },
        };
        var fake = Math.Log(2);
        var term = new AuxiliaryClassifier();
        Assert.AreEqual(-Math.Log(0.75) + fake, term.DiscriminatorTerm(turn)!.item<float>(), 1e-5);
        Assert.AreEqual(fake, term.GeneratorTerm(turn)!.item<float>(), 1e-5);
        var unlabelled = turn with { Real = new TrainingBatch(zeros(2, 2), tensor(new long[] { -1, -1 })) };
        Assert.AreEqual(fake, term.DiscriminatorTerm(unlabelled)!.item<float>(), 1e-5);
    }

    private static void AssertClose(float[] expected, Tensor found)
    {
        foreach (var (e, f) in expected.Zip(found.data<float>().ToArray()))
            Assert.AreEqual(e, f, 1e-5);
    }
}
