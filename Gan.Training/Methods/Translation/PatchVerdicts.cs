using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>A discriminator of patches as losses know discriminators.</summary>
internal static class PatchVerdicts
{
    /// <summary>What it says of images: a verdict for each patch, and the features before.</summary>
    /// <param name="network">The discriminator.</param>
    /// <param name="images">Images [batch, channels, height, width].</param>
    public static DiscriminatorOutput Say(this PatchDiscriminator network, Tensor images)
    {
        var (scores, features) = network.Judge(images);
        return new DiscriminatorOutput(MixedPrecision.Full(scores), MixedPrecision.Full(features[^1]));
    }

    /// <summary>As many halving layers as are wanted, or as there is room for.</summary>
    /// <param name="layers">The layers wanted.</param>
    /// <param name="side">The shorter side of the images in pixels; at least 3.</param>
    public static int LayersFor(int layers, int side) => Math.Min(layers, int.Log2(side / 3));
}
