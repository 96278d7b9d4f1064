using Gan.Tests.Training.Parts;
using Gan.Training.Losses;
using Gan.Training.Methods;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Tests.Training;

/// <summary>Losses and their gradients against values worked out by hand.</summary>
[TestClass]
public sealed class ObjectiveTests
{
    private static readonly float[] Real = [2, -1];
    private static readonly float[] Fake = [0.5f, -3];

    [TestMethod]
    public void The_discriminators_loss_is_the_two_cross_entropies()
    {
        using var scope = NewDisposeScope();
        // -log s(2) = 0.126928, -log s(-1) = 1.313262; -log(1 - s(0.5)) = 0.974077, -log(1 - s(-3)) = 0.048587
        const double expected = (0.126928 + 1.313262) / 2 + (0.974077 + 0.048587) / 2;
        foreach (var objective in new AdversarialLoss[] { new MinimaxLoss(), new NonSaturatingLoss() })
            Assert.AreEqual(expected, objective.DiscriminatorLoss(Logits(Real), Logits(Fake)).item<float>(), 1e-5);
    }

    [TestMethod]
    public void The_minimax_generator_maximizes_what_the_discriminator_minimizes()
    {
        using var scope = NewDisposeScope();
        Assert.AreEqual(-(0.974077 + 0.048587) / 2, new MinimaxLoss().GeneratorLoss(Logits(Fake), null).item<float>(), 1e-5);
    }

    [TestMethod]
    public void The_non_saturating_generator_minimizes_minus_log_D()
    {
        using var scope = NewDisposeScope();
        // -log s(0.5) = 0.474077, -log s(-3) = 3.048587
        Assert.AreEqual((0.474077 + 3.048587) / 2, new NonSaturatingLoss().GeneratorLoss(Logits(Fake), null).item<float>(), 1e-5);
    }

    [TestMethod]
    public void Where_D_is_sure_of_a_fake_only_the_non_saturating_gradient_is_strong()
    {
        // d/da of -log s(a) at -10 is s(-10) - 1 = -0.99995; of log(1 - s(a)) it is -s(-10) = -0.0000454.
        Assert.AreEqual(-0.9999546, Gradient(new NonSaturatingLoss(), -10), 1e-6);
        Assert.AreEqual(-0.0000454, Gradient(new MinimaxLoss(), -10), 1e-6);
    }

    [TestMethod]
    public void At_equilibrium_the_losses_are_2_log_2_and_log_2()
    {
        using var scope = NewDisposeScope();
        var objective = new NonSaturatingLoss();
        Assert.AreEqual(2 * Math.Log(2), objective.DiscriminatorLoss(Said(zeros(4, 1)), Said(zeros(4, 1))).item<float>(), 1e-6);
        Assert.AreEqual(Math.Log(2), objective.GeneratorLoss(Said(zeros(4, 1)), null).item<float>(), 1e-6);
    }

    [TestMethod]
    public void Extreme_logits_neither_overflow_nor_vanish()
    {
        using var scope = NewDisposeScope();
        Assert.AreEqual(500, new NonSaturatingLoss().DiscriminatorLoss(Logits([500]), Logits([500])).item<float>(), 1e-3);
        Assert.AreEqual(500, new NonSaturatingLoss().GeneratorLoss(Logits([-500]), null).item<float>(), 1e-3);
    }

    [TestMethod]
    public void One_sided_smoothing_is_cross_entropy_with_the_target()
    {
        using var scope = NewDisposeScope();
        // Target 0.9: 0.9 · 0.126928 + 0.1 · 2.126928 at logit 2, 0.9 · 1.313262 + 0.1 · 0.313262 at -1.
        var expected = (0.9 * 0.126928 + 0.1 * 2.126928 + 0.9 * 1.313262 + 0.1 * 0.313262) / 2 + (0.974077 + 0.048587) / 2;
        Assert.AreEqual(
            expected,
            new NonSaturatingLoss { RealTarget = 0.9 }
                .DiscriminatorLoss(Logits(Real), Logits(Fake))
                .item<float>(),
            1e-5
        );
        foreach (var target in new[] { 0.5, 1.1, double.NaN })
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new NonSaturatingLoss { RealTarget = target });
    }

    [TestMethod]
    public void Least_squares_are_half_the_squared_distances_from_the_targets()
    {
        using var scope = NewDisposeScope();
        // Real (2 - 1)², (-1 - 1)²; fake 0.5², 3²; generator (0.5 - 1)², (-3 - 1)².
        var objective = new LeastSquaresLoss();
        Assert.AreEqual((2.5 + 4.625) / 2, objective.DiscriminatorLoss(Logits(Real), Logits(Fake)).item<float>(), 1e-5);
        Assert.AreEqual(8.125 / 2, objective.GeneratorLoss(Logits(Fake), null).item<float>(), 1e-5);
        // a = -1, b = 1, c = 0, the paper's other coding: fake 1.5², 2²; generator 0.5², 3².
        var other = new LeastSquaresLoss { FakeTarget = -1, GeneratorTarget = 0 };
        Assert.AreEqual((2.5 + 3.125) / 2, other.DiscriminatorLoss(Logits(Real), Logits(Fake)).item<float>(), 1e-5);
        Assert.AreEqual(4.625 / 2, other.GeneratorLoss(Logits(Fake), null).item<float>(), 1e-5);
    }

    [TestMethod]
    public void The_critics_loss_is_the_difference_of_means()
    {
        using var scope = NewDisposeScope();
        var objective = new WassersteinLoss();
        Assert.AreEqual(-1.25 - 0.5, objective.DiscriminatorLoss(Logits(Real), Logits(Fake)).item<float>(), 1e-6);
        Assert.AreEqual(1.25, objective.GeneratorLoss(Logits(Fake), null).item<float>(), 1e-6);
    }

    [TestMethod]
    public void The_hinge_asks_no_more_than_a_margin_of_one()
    {
        using var scope = NewDisposeScope();
        // Real max(0, 1 - 2) = 0 and max(0, 1 + 1) = 2; fake max(0, 1.5) and max(0, -2) = 0.
        var objective = new HingeLoss();
        Assert.AreEqual(1 + 0.75, objective.DiscriminatorLoss(Logits(Real), Logits(Fake)).item<float>(), 1e-6);
        Assert.AreEqual(1.25, objective.GeneratorLoss(Logits(Fake), null).item<float>(), 1e-6);
    }

    [TestMethod]
    public void The_relativistic_loss_compares_pairs()
    {
        using var scope = NewDisposeScope();
        // Pairs (2, 0.5) and (-1, -3): softplus(-1.5) = 0.201413, softplus(-2) = 0.126928; softplus(1.5) = 1.701413, softplus(2)
        // = 2.126928.
        var objective = new RelativisticLoss();
        Assert.AreEqual((0.201413 + 0.126928) / 2, objective.DiscriminatorLoss(Logits(Real), Logits(Fake)).item<float>(), 1e-5);
        Assert.AreEqual((1.701413 + 2.126928) / 2, objective.GeneratorLoss(Logits(Fake), Logits(Real)).item<float>(), 1e-5);
    }

    [TestMethod]
    public void The_semi_supervised_generator_matches_mean_features()
    {
        using var scope = NewDisposeScope();
        var real = new DiscriminatorOutput(zeros(2, 1), tensor(new float[] { 1, 0, 3, 4 }, [2, 2]));
        var fake = new DiscriminatorOutput(zeros(2, 1), tensor(new float[] { 0, 0, 0, 2 }, [2, 2]));
        Assert.AreEqual(5, new SemiSupervisedLoss().GeneratorLoss(fake, real).item<float>(), 1e-6);
        Assert.AreEqual(Math.Log(2), new SemiSupervisedLoss().DiscriminatorLoss(real, fake).item<float>(), 1e-6);
    }

    [TestMethod]
    public void The_boundary_equilibrium_moves_k_towards_balance()
    {
        using var scope = NewDisposeScope();
        using var game = TinyGame.LinearCritic(1);
        using var objective = new BeganLoss { Gamma = 0.5, Lambda = 0.1 };
        objective.Prepare(game.Game);
        // Reconstruction errors 4 (real) and 1 (generated): scores -4 and -1. k begins at 0.
        var pass = game.Pass(-4 * ones(2, 1), -ones(2, 1));
        Assert.AreEqual(4, objective.DiscriminatorLoss(pass.RealOutput!, pass.FakeOutput).item<float>(), 1e-6);
        Assert.AreEqual(1, objective.GeneratorLoss(pass.FakeOutput, null).item<float>(), 1e-6);
        using var noGrad = no_grad();
        objective.AfterUpdate(game.Game.GeneratorPlayer, pass.Context);
        Assert.AreEqual(0, objective.Metrics["began/k"].item<float>(), "k moves after the discriminator's turns only");
        objective.AfterUpdate(game.Game.DiscriminatorPlayer, pass.Context);
        // k = 0.1 · (0.5 · 4 - 1) = 0.1; M = 4 + |2 - 1|; the loss is then 4 - 0.1 · 1.
        Assert.AreEqual(0.1, objective.Metrics["began/k"].item<float>(), 1e-6);
        Assert.AreEqual(5, objective.Metrics["began/convergence"].item<float>(), 1e-6);
        Assert.AreEqual(3.9, objective.DiscriminatorLoss(pass.RealOutput!, pass.FakeOutput).item<float>(), 1e-6);
        for (var i = 0; i < 20; i++)
            objective.AfterUpdate(game.Game.DiscriminatorPlayer, pass.Context);
        Assert.AreEqual(1, objective.Metrics["began/k"].item<float>(), 1e-6);
    }

    private static double Gradient(AdversarialLoss objective, float logit)
    {
        using var scope = NewDisposeScope();
        var fake = tensor([logit], [1, 1]).requires_grad_(true);
        objective.GeneratorLoss(Said(fake), null).backward();
        return fake.grad!.item<float>();
    }

    private static DiscriminatorOutput Logits(float[] values) => Said(tensor(values, [values.Length, 1]));

    private static DiscriminatorOutput Said(Tensor score) => new(score, score);
}
