using static TorchSharp.torch;

namespace Gan.Training;

/// <summary>The random numbers of a game, one stream for each use, so that a part that draws more does not change what another
/// gets.</summary>
internal sealed class GameRandoms : IDisposable
{
    public GameRandoms(int seed, Device device)
    {
        Latents = new Generator((ulong)seed + 1, device);
        Parts = new Generator((ulong)seed + 2, device);
        Layers = new Generator((ulong)seed + 3, device);
    }

    /// <summary>For latents, labels and codes.</summary>
    public Generator Latents { get; }

    /// <summary>For regularizers and augmentations.</summary>
    public Generator Parts { get; }

    /// <summary>For layers that are random while training.</summary>
    public Generator Layers { get; }

    public IReadOnlyDictionary<string, Generator> All =>
        new Dictionary<string, Generator>
        {
            ["latent-random"] = Latents,
            ["part-random"] = Parts,
            ["layer-random"] = Layers,
        };

    /// <summary>Begins other streams.</summary>
    public void Reseed(long seed)
    {
        Latents.manual_seed(seed + 1);
        Parts.manual_seed(seed + 2);
        Layers.manual_seed(seed + 3);
    }

    public void Dispose()
    {
        Latents.Dispose();
        Parts.Dispose();
        Layers.Dispose();
    }
}
