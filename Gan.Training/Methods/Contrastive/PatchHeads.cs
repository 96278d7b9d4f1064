using Gan.Training.Networks;
using Gan.Training.Networks.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>The small networks of CUT that embed patches of the generator's features, one for each layer that is compared: two
/// linear layers with ReLU between, and what they give is scaled to unit length.</summary>
internal sealed class PatchHeads : nn.Module
{
    private readonly ModuleList<nn.Module<Tensor, Tensor>> _heads;

    /// <summary>Makes the heads.</summary>
    /// <param name="channels">Features of each layer that is compared.</param>
    /// <param name="width">Width of the embedding.</param>
    public PatchHeads(IReadOnlyList<int> channels, int width)
        : base(nameof(PatchHeads))
    {
        _heads = nn.ModuleList<nn.Module<Tensor, Tensor>>();
        foreach (var count in channels)
            _heads.Add(nn.Sequential(new OneDnnLinear(count, width), nn.ReLU(inplace: true), new OneDnnLinear(width, width)));
        RegisterComponents();
    }

    /// <summary>Embeds patches of a layer's features.</summary>
    /// <param name="layer">Which of the layers.</param>
    /// <param name="features">Features [batch, channels, height, width].</param>
    /// <param name="places">Where, Int64 [patches], counted row by row; the same for all images.</param>
    /// <returns>[batch, patches, width], each of unit length.</returns>
    public Tensor Embed(int layer, Tensor features, Tensor places)
    {
        var patches = features.flatten(2).index_select(2, places).transpose(1, 2);
        return nn.functional.normalize(MixedPrecision.Full(_heads[layer].call(patches)), dim: 2);
    }
}
