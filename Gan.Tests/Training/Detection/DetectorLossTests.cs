using Gan.Training.Methods;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Detection;

/// <summary>The losses of detectors against values worked out by hand.</summary>
[TestClass]
public sealed class DetectorLossTests
{
    private const double SoftplusOf1 = 1.3132617,
        SoftplusOf2 = 2.1269280,
        SoftplusOfMinus1 = 0.3132617,
        SoftplusOfMinus2 = 0.1269280,
        Log2 = 0.6931472;

    [TestMethod]
    public void Bidirectional_players_want_opposite_scores_of_both_pairs()
    {
        var (real, fake) = (Output(1), Output(-2));
        var objective = new BidirectionalLoss();
        Assert.AreEqual(SoftplusOfMinus1 + SoftplusOfMinus2, objective.DiscriminatorLoss(real, fake).item<float>(), 1e-5);
        Assert.AreEqual(SoftplusOf1 + SoftplusOf2, objective.GeneratorLoss(fake, real).item<float>(), 1e-5);
    }

    [TestMethod]
    public void GANomalys_generator_matches_features_row_by_row()
    {
        var real = new DiscriminatorOutput(tensor(new[] { 1f }, [1, 1]), tensor(new[] { 1f, 2f }, [1, 2]));
        var fake = new DiscriminatorOutput(tensor(new[] { -2f }, [1, 1]), tensor(new[] { 2f, 5f }, [1, 2]));
        var objective = new GanomalyLoss();
        Assert.AreEqual(SoftplusOfMinus1 + SoftplusOfMinus2, objective.DiscriminatorLoss(real, fake).item<float>(), 1e-5);
        // (1 + 9) / 2.
        Assert.AreEqual(5, objective.GeneratorLoss(fake, real).item<float>(), 1e-5);
    }

    [TestMethod]
    public void GANomaly_reconstructs_rows_and_latents()
    {
        using var networks = new TinyNetworks();
        // The row 3, the reconstruction 2 of latent 1, and the second latent 2: 50 * |3 - 2| + 4 * (1 - 2)².
        var pass = networks.Reconstruct(row: 3, latent: 1);
        Assert.AreEqual(
            54,
            new GanomalyReconstruction { ContextualWeight = 50, EncoderWeight = 4 }
                .GeneratorTerm(pass)!
                .item<float>(),
            1e-5
        );
    }

    [TestMethod]
    public void What_the_discriminator_saw_of_a_reconstruction_does_not_count()
    {
        using var networks = new TinyNetworks();
        var pass = networks.Reconstruct(row: 3, latent: 1);
        var noisy = pass with { FakeInput = new DiscriminatorInput(pass.Fake + 100) };
        Assert.AreEqual(
            new GanomalyReconstruction().GeneratorTerm(pass)!.item<float>(),
            new GanomalyReconstruction().GeneratorTerm(noisy)!.item<float>()
        );
    }

    [TestMethod]
    // The row 4 is reconstructed as 2: (4 - 2)², and kappa times the same of features that are the row.
    [DataRow(0.0, 4.0)]
    [DataRow(1.0, 8.0)]
    public void F_AnoGANs_encoder_learns_and_its_generator_does_not(double kappa, double expected)
    {
        using var networks = new TinyNetworks();
        var pass = networks.Encode(networks.Critic, row: 4, latent: 1);
        pass.Game.GeneratorPlayer.Parameters.ZeroGradients();
        var term = new EncodedReconstruction { Kappa = kappa }.GeneratorTerm(pass)!;
        Assert.AreEqual(expected, term.item<float>(), 1e-5);
        term.backward();
        // Weights in the order of registration: generator, encoder. d/de (4 - 8e)² = -16 (4 - 8e) = -32 at e = 1/4.
        var gradients = pass.Game.GeneratorPlayer.Parameters.Gradients.data<float>().ToArray();
        CollectionAssert.AreEquivalent(
            new[] { 0f, (float)(-32 * (1 + kappa)) },
            gradients.Select(g => MathF.Round(g, 3)).ToArray()
        );
        Assert.IsTrue(networks.Generator.parameters().All(p => p.requires_grad));
    }

    [TestMethod]
    public void ALADs_cycles_are_two_more_games()
    {
        using var networks = new TinyNetworks();
        // The row 2 and its reconstruction 1; the latent 4 and its reconstruction 2: the discriminators say 0 and 1, 0 and 2.
        var pass = networks.Encode(networks.Cycles, row: 2, latent: 4);
        Assert.AreEqual(2 * Log2 + SoftplusOf1 + SoftplusOf2, new AladCycles().DiscriminatorTerm(pass)!.item<float>(), 1e-5);
        Assert.AreEqual(SoftplusOfMinus1 + SoftplusOfMinus2, new AladCycles().GeneratorTerm(pass)!.item<float>(), 1e-5);
    }

    private static DiscriminatorOutput Output(float score) => new(tensor(new[] { score }, [1, 1]), zeros(1, 1));
}
