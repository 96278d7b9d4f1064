using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>What fillings are held to beside the adversarial loss.</summary>
internal static class HoleLoss
{
    /// <summary>The mean absolute difference where a mask is 1, over all those pixels of the batch and their channels.</summary>
    /// <param name="expected">[batch, channels, height, width].</param>
    /// <param name="found">[batch, channels, height, width].</param>
    /// <param name="mask">[batch, 1, height, width] of 0 and 1, some of them 1.</param>
    public static Tensor Absolute(Tensor expected, Tensor found, Tensor mask) =>
        ((expected - found).abs() * mask).sum() / (mask.sum() * expected.shape[1]);

    /// <summary>Feature matching (Salimans et al. 2016; Wang et al., "pix2pixHD", 2018): the mean absolute difference of a
    /// discriminator's activations, averaged over layers.</summary>
    /// <param name="real">Activations of real images, layer by layer; no gradients flow to them.</param>
    /// <param name="fake">Activations of the fillings.</param>
    public static Tensor FeatureMatching(IReadOnlyList<Tensor> real, IReadOnlyList<Tensor> fake) =>
        real.Zip(fake, (r, f) => (r.detach() - f).abs().mean()).Aggregate((sum, term) => sum + term) / real.Count;
}
