using static TorchSharp.torch;

namespace Gan.Training.Games;

/// <summary>The random numbers of a game, one stream for each use, so that a part that draws more does not change what another
/// gets. A checkpoint holds where each stands.</summary>
/// <remarks>They draw on the processor, on whatever device the game is: TorchSharp has no generators elsewhere. Draw there and
/// move the tensor, as in <c>randn(size, device: CPU, generator: Randoms.Parts).to(Device)</c>.</remarks>
public sealed class RandomStreams : IDisposable
{
    internal RandomStreams(int seed)
    {
        Latents = new Generator((ulong)seed + 1, CPU);
        Parts = new Generator((ulong)seed + 2, CPU);
        Layers = new Generator((ulong)seed + 3, CPU);
    }

    /// <summary>For what samples are made from: latents, labels and codes.</summary>
    public Generator Latents { get; }

    /// <summary>For loss terms and augmentations.</summary>
    public Generator Parts { get; }

    /// <summary>For layers that are random while training, such as dropout.</summary>
    public Generator Layers { get; }

    internal IReadOnlyDictionary<string, Generator> All =>
        new Dictionary<string, Generator>
        {
            ["latent-random"] = Latents,
            ["part-random"] = Parts,
            ["layer-random"] = Layers,
        };

    /// <inheritdoc/>
    public void Dispose()
    {
        Latents.Dispose();
        Parts.Dispose();
        Layers.Dispose();
    }

    /// <summary>Begins other streams.</summary>
    internal void Reseed(long seed)
    {
        Latents.manual_seed(seed + 1);
        Parts.manual_seed(seed + 2);
        Layers.manual_seed(seed + 3);
    }
}
