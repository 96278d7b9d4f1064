using Gan.Training.Networks;
using Gan.Training.Objectives;
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
        foreach (var objective in new Objective[] { new MinimaxObjective(), new NonSaturatingObjective() })
            Assert.AreEqual(expected, objective.DiscriminatorLoss(Logits(Real), Logits(Fake)).item<float>(), 1e-5);
    }

    [TestMethod]
    public void The_minimax_generator_maximizes_what_the_discriminator_minimizes()
    {
        using var scope = NewDisposeScope();
        Assert.AreEqual(-(0.974077 + 0.048587) / 2, new MinimaxObjective().GeneratorLoss(Logits(Fake), null).item<float>(), 1e-5);
    }

    [TestMethod]
    public void The_non_saturating_generator_minimizes_minus_log_D()
    {
        using var scope = NewDisposeScope();
        // -log s(0.5) = 0.474077, -log s(-3) = 3.048587
        Assert.AreEqual((0.474077 + 3.048587) / 2, new NonSaturatingObjective().GeneratorLoss(Logits(Fake), null).item<float>(), 1e-5);
    }

    [TestMethod]
    public void Where_D_is_sure_of_a_fake_only_the_non_saturating_gradient_is_strong()
    {
        // d/da of -log s(a) at -10 is s(-10) - 1 = -0.99995; of log(1 - s(a)) it is -s(-10) = -0.0000454.
        Assert.AreEqual(-0.9999546, Gradient(new NonSaturatingObjective(), -10), 1e-6);
        Assert.AreEqual(-0.0000454, Gradient(new MinimaxObjective(), -10), 1e-6);
    }

    [TestMethod]
    public void At_equilibrium_the_losses_are_2_log_2_and_log_2()
    {
        using var scope = NewDisposeScope();
        var objective = new NonSaturatingObjective();
        Assert.AreEqual(2 * Math.Log(2), objective.DiscriminatorLoss(Said(zeros(4, 1)), Said(zeros(4, 1))).item<float>(), 1e-6);
        Assert.AreEqual(Math.Log(2), objective.GeneratorLoss(Said(zeros(4, 1)), null).item<float>(), 1e-6);
    }

    [TestMethod]
    public void Extreme_logits_neither_overflow_nor_vanish()
    {
        using var scope = NewDisposeScope();
        Assert.AreEqual(500, new NonSaturatingObjective().DiscriminatorLoss(Logits([500]), Logits([500])).item<float>(), 1e-3);
        Assert.AreEqual(500, new NonSaturatingObjective().GeneratorLoss(Logits([-500]), null).item<float>(), 1e-3);
    }

    private static double Gradient(Objective objective, float logit)
    {
        using var scope = NewDisposeScope();
        var fake = tensor([logit], [1, 1]).requires_grad_(true);
        objective.GeneratorLoss(Said(fake), null).backward();
        return fake.grad!.item<float>();
    }

    private static DiscriminatorOutput Logits(float[] values) => Said(tensor(values, [values.Length, 1]));

    private static DiscriminatorOutput Said(Tensor score) => new(score, score);
}
