using static TorchSharp.torch;

namespace Gan.Training.Augmentations;

/// <summary>Normal noise on every sample the discriminator sees, less and less: C. K. Sønderby et al., "Amortised MAP Inference
/// for Image Super-resolution", ICLR 2017; M. Arjovsky, L. Bottou, "Towards Principled Methods for Training Generative
/// Adversarial Networks", ICLR 2017.</summary>
/// <param name="deviation">The standard deviation at the first step, on the network's scale [-1, 1]; at least 0.</param>
/// <param name="steps">The generator updates over which it falls to 0 in a straight line; at least 1.</param>
internal sealed class InstanceNoise(double deviation, long steps) : Augmentation
{
    /// <inheritdoc/>
    public override Tensor Apply(Tensor samples, long number, Generator random)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (number >= steps)
            return samples;
        var now = deviation * (1 - (double)number / steps);
        return samples + now * random.Normal(samples.shape, samples.device, samples.dtype);
    }
}
