using Gan.Training.Games;
using Gan.Training.Losses;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Tests.Training.Parts;

/// <summary>Gradient penalties where the gradient is known.</summary>
[TestClass]
public sealed class PenaltyTests
{
    [TestMethod]
    public void A_linear_critics_gradient_norm_is_that_of_its_weights()
    {
        using var scope = NewDisposeScope();
        using var game = TinyGame.LinearCritic(3, 4);
        var pass = game.Pass(randn(6, 2), randn(6, 2));
        // |w| = 5: one-centred (5 - 1)² = 16, zero-centred 25/2.
        Assert.AreEqual(160, Value(new GradientPenalty(), pass), 1e-3);
        Assert.AreEqual(32, Value(new GradientPenalty { Weight = 2 }, pass), 1e-3);
        Assert.AreEqual(160, Value(new DraganPenalty(), pass), 1e-3);
        Assert.AreEqual(12.5, Value(new R1Penalty(), pass), 1e-4);
        Assert.AreEqual(25, Value(new R2Penalty { Gamma = 2 }, pass), 1e-4);
    }

    [TestMethod]
    public void R1_is_taken_at_real_and_R2_at_generated_samples()
    {
        using var scope = NewDisposeScope();
        using var game = new TinyGame(new Square(), [1, 1]);
        // D(x) = x1² + x2², gradient 2x: |2x|² is 4·(1 + 4) = 20 at (1, 2), and 4·9 = 36 at (0, 3).
        var pass = game.Pass(tensor(new float[] { 1, 2 }, [1, 2]), tensor(new float[] { 0, 3 }, [1, 2]));
        Assert.AreEqual(10, Value(new R1Penalty(), pass), 1e-4);
        Assert.AreEqual(18, Value(new R2Penalty(), pass), 1e-4);
    }

    [TestMethod]
    public void The_norm_is_of_each_whole_sample_and_not_of_its_rows()
    {
        using var scope = NewDisposeScope();
        using var game = new TinyGame(Flatten(), [1, 1, 1, 1]);
        var pass = game.Pass(randn(3, 1, 2, 2), randn(3, 1, 2, 2));
        // The flattened norm is 2; norms of rows of two would be the square root of 2.
        Assert.AreEqual(10, Value(new GradientPenalty(), pass), 1e-3);
    }

    [TestMethod]
    public void Every_pair_has_an_epsilon_of_its_own()
    {
        using var scope = NewDisposeScope();
        using var game = new TinyGame(new Square(), [1]);
        // Between 0 and 1 the gradient is 2 epsilon; with one epsilon for all rows (2e - 1)² would be the same for every batch
        // size's mean, and its mean over many rows would not settle at that of a uniform epsilon, E[(2e - 1)²] = 1/3.
        var pass = game.Pass(ones(20_000, 1), zeros(20_000, 1));
        Assert.AreEqual(1.0 / 3, Value(new GradientPenalty { Weight = 1 }, pass), 0.01);
    }

    [TestMethod]
    public void Dragan_looks_within_half_a_deviation_above_real_samples()
    {
        using var scope = NewDisposeScope();
        using var game = new TinyGame(new Square(), [1]);
        var real = cat([zeros(10_000, 1), 2 * ones(10_000, 1)], 0);
        // The batch's deviation is 1. At x + s·u/2 with s, u uniform the gradient is 2x + s·u; E[su] = 1/4, E[s²u²] = 1/9. E[(2x
        // + su - 1)²]: at 0: 1/9 - 1/2 + 1; at 2: 9 + 6/4 + 1/9.
        var expected = (1.0 / 9 - 0.5 + 1 + 9 + 1.5 + 1.0 / 9) / 2;
        Assert.AreEqual(expected, Value(new DraganPenalty { Weight = 1 }, game.Pass(real, real)), 0.03);
        // A perturbation of one deviation: the gradient is 2x + 2·s·u; E[(2x + 2su - 1)²]: at 0: 4/9 - 1 + 1; at 2: 9 + 3 + 4/9.
        Assert.AreEqual(
            (4.0 / 9 + 12 + 4.0 / 9) / 2,
            Value(new DraganPenalty { Weight = 1, Perturbation = 1 }, game.Pass(real, real)),
            0.06
        );
    }

    [TestMethod]
    public void A_penaltys_gradient_agrees_with_finite_differences()
    {
        using var scope = NewDisposeScope();
        foreach (
            var penalty in new LossTerm[]
            {
                new R1Penalty { Gamma = 3 },
                new R2Penalty { Gamma = 3 },
            }
        )
        {
            using var game = new TinyGame(Sequential(Linear(2, 5), Softplus()), [0.3f, -0.2f, 0.5f, 0.7f, -0.4f]);
            var (real, fake) = (randn(4, 2), randn(4, 2));
            var values = game.Game.DiscriminatorPlayer.Parameters;
            values.ZeroGradients();
            penalty.DiscriminatorTerm(game.Pass(real, fake))!.backward();
            var found = values.Gradients.data<float>().ToArray();
            const float step = 1e-2f;
            for (var i = 0; i < found.Length; i++)
            {
                Assert.AreEqual((At(i, step) - At(i, -step)) / (2 * step), found[i], 2e-3, $"parameter {i}");
            }

            double At(int parameter, float change)
            {
                using (no_grad())
                    values.Values[parameter] += change;
                var value = Value(penalty, game.Pass(real, fake));
                using (no_grad())
                    values.Values[parameter] -= change;
                return value;
            }
        }
    }

    private static double Value(LossTerm term, AdversarialStep pass) => term.DiscriminatorTerm(pass)!.item<float>();

    private sealed class Square() : Module<Tensor, Tensor>(nameof(Square))
    {
        public override Tensor forward(Tensor input) => input.square();
    }
}
