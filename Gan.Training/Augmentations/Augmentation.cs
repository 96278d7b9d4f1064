using Gan.Training.Games;
using static TorchSharp.torch;

namespace Gan.Training.Augmentations;

/// <summary>Changes every sample, real or generated, on its way to the discriminator, so that it cannot win by details. The
/// generator learns through it: every operation lets gradients flow.</summary>
internal abstract class Augmentation : GamePart
{
    /// <summary>Changes samples.</summary>
    /// <param name="samples">Samples [batch, ...shape].</param>
    /// <param name="number">Generator updates done before.</param>
    /// <param name="random">Where random choices come from.</param>
    /// <returns>Samples of the same shape.</returns>
    public abstract Tensor Apply(Tensor samples, long number, Generator random);
}
