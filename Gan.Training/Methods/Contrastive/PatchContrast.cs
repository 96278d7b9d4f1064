using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>The loss of CUT that a patch of a translation is to be found again among the patches of its source (PatchNCE: T. Park
/// et al., "Contrastive Learning for Unpaired Image-to-Image Translation", 2020, equations 3 and 4).</summary>
internal static class PatchContrast
{
    /// <summary>The mean cross-entropy of finding each query's own key among all keys of its image, by cosines over a
    /// temperature.</summary>
    /// <remarks>In the published program the own key comes first, and -10 takes its place among the others: of a weight below
    /// e^-140, and so nothing in float32.</remarks>
    /// <param name="queries">Embedded patches of the translations, of unit length, [batch, patches, width].</param>
    /// <param name="keys">Embedded patches of the sources at the same places; no gradient reaches them.</param>
    /// <param name="temperature">Above 0.</param>
    /// <returns>A scalar: log(patches) where nothing is told apart, and 0 at best.</returns>
    public static Tensor Loss(Tensor queries, Tensor keys, double temperature)
    {
        var (rows, patches) = (queries.shape[0], queries.shape[1]);
        var logits = queries.bmm(keys.detach().transpose(1, 2)) / temperature;
        var own = arange(patches, ScalarType.Int64, device: queries.device).repeat(rows);
        return nn.functional.cross_entropy(logits.reshape(rows * patches, patches), own);
    }

    /// <summary>Draws places in a feature map, each once: all of them where there are no more.</summary>
    /// <param name="features">Features [batch, channels, height, width].</param>
    /// <param name="count">How many are wanted.</param>
    /// <param name="random">Where the numbers come from.</param>
    /// <returns>Places counted row by row, Int64 [at most count].</returns>
    public static Tensor Places(Tensor features, int count, Generator random)
    {
        var all = features.shape[2] * features.shape[3];
        using var order = random.Permutation(all, features.device);
        return order.narrow(0, 0, Math.Min(count, all));
    }
}
