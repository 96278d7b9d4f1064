using static TorchSharp.torch;

namespace Gan.Training.Losses;

/// <summary>How a discriminator's score changes with each sample.</summary>
internal static class SampleGradient
{
    /// <summary>The gradient of each row's score by that row, flattened to [batch, size], itself differentiable.</summary>
    /// <param name="scores">Scores [batch, 1].</param>
    /// <param name="samples">The samples they were computed from, tracking gradients.</param>
    public static Tensor Of(Tensor scores, Tensor samples) =>
        // Rows do not mix in the discriminator, so the sum's gradient holds each row's own.
        autograd.grad([scores.sum()], [samples], retain_graph: true, create_graph: true)[0].flatten(1);

    /// <summary>The mean of (|gradient| - norm)².</summary>
    public static Tensor Centred(Tensor gradients, double norm) => (Norms(gradients) - norm).square().mean();

    /// <summary>Zero-centred: the mean of |gradient|².</summary>
    public static Tensor ZeroCentred(Tensor gradients) => gradients.square().sum(1).mean();

    // The root's own gradient at zero is infinite; the smallest number keeps it finite.
    private static Tensor Norms(Tensor gradients) => (gradients.square().sum(1) + 1e-12).sqrt();
}
