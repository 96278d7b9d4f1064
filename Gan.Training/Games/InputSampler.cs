using Gan.Onnx.Bundles;
using Gan.Training.Data;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Games;

/// <summary>Draws what the generator makes samples from: latents, labels as frequent as in the data, uniform codes.</summary>
internal sealed class InputSampler : IDisposable
{
    private readonly LatentDistribution _distribution;
    private readonly GeneratorNetwork _generator;
    private readonly Generator _random;
    private readonly Device _device;
    private readonly Tensor? _labels;

    public InputSampler(
        LatentDistribution distribution,
        Dataset data,
        GeneratorNetwork generator,
        Generator random,
        Device device
    )
    {
        (_distribution, _generator, _random, _device) = (distribution, generator, random, device);
        if (generator.ClassCount == 0)
            return;
        using var scope = NewDisposeScope();
        _labels = tensor(data.ClassNumbers()!.Where(c => c >= 0).ToArray()).to(device).DetachFromDisposeScope();
    }

    /// <param name="count">Rows.</param>
    /// <param name="conditions">The codes, where they are conditions; null to draw them.</param>
    public GeneratorInput Next(int count, Tensor? conditions = null) =>
        new(Latents(count, _random), Labels(count), conditions ?? Code(count));

    public void Dispose() => _labels?.Dispose();

    /// <summary>Latents from other random numbers than the game's.</summary>
    public Tensor Latents(int count, Generator random)
    {
        long[] size = [count, _generator.LatentSize];
        return _distribution == LatentDistribution.Normal ? random.Normal(size, _device) : random.Uniform(size, _device) * 2 - 1;
    }

    private Tensor? Labels(int count) => _labels?.index_select(0, _random.Integers(0, _labels.shape[0], count, _device));

    private Tensor? Code(int count)
    {
        if (_generator.Codes is not { } codes)
            return null;
        var parts = codes
            .Categorical.Select(categories =>
                nn.functional.one_hot(_random.Integers(0, categories, count, _device), categories).to(ScalarType.Float32)
            )
            .ToList();
        if (codes.Continuous > 0)
            parts.Add(_random.Uniform([count, codes.Continuous], _device) * 2 - 1);
        return cat(parts, 1);
    }
}
