using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Data;
using Gan.Training.Export;
using Gan.Training.Games;
using Gan.Training.Methods;
using Gan.Training.Native;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Editing;

/// <summary>A trained generator of pictures as a function of its latents alone: what pictures are projected onto and edited with
/// (Zhu et al., "Generative Visual Manipulation on the Natural Image Manifold", 2016).</summary>
/// <remarks>It uses the generator as it behaves in evaluation mode and leaves it as it is: between calls its mode and gradients
/// are what they were. It does not own the network. Not thread-safe.</remarks>
public sealed class PictureGenerator
{
    private readonly long _label;
    private readonly float[]? _code;

    /// <summary>Takes a generator.</summary>
    /// <param name="network">The generator; stays the caller's.</param>
    /// <param name="distribution">What its latents are drawn from.</param>
    /// <param name="shape">A picture's shape, [channels, height, width].</param>
    /// <param name="range">The values that pictures have.</param>
    /// <param name="label">For a generator of classes: the number of the class whose pictures it makes; otherwise null.</param>
    /// <param name="code">For a generator with codes: the code; null for the first category of each and 0.</param>
    /// <exception cref="GanException">It makes no pictures, or needs a class that is not given or not there.</exception>
    internal PictureGenerator(
        GeneratorNetwork network,
        LatentDistribution distribution,
        IReadOnlyList<int> shape,
        ValueRange range,
        int? label = null,
        float[]? code = null
    )
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(range);
        if (shape is not [1 or 3, >= 2, >= 2])
            throw new GanException(
                $"The generator makes samples of shape [{string.Join(", ", shape)}]; only grey and RGB pictures can be edited."
            );
        if (network.ClassCount == 0 && label is not null)
            throw new GanException($"The class {label} is given, and the generator makes pictures without classes.");
        if (network.ClassCount > 0 && label is null)
            throw new GanException(
                $"The generator makes pictures of {network.ClassCount} classes. Say which one, by its number from 0."
            );
        if (label is { } number && (number < 0 || number >= network.ClassCount))
            throw new GanException($"There is no class number {number}; there are {network.ClassCount}.");
        (Network, Distribution, Shape, Range) = (network, distribution, [.. shape], range);
        _label = label ?? -1;
        _code = network.Codes is { } layout ? code ?? SamplingCodes.InTurn(layout, 1) : null;
    }

    /// <summary>Values of a latent.</summary>
    public int LatentSize => Network.LatentSize;

    /// <summary>What latents are drawn from.</summary>
    public LatentDistribution Distribution { get; }

    /// <summary>A picture's shape, [channels, height, width].</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The values that pictures have.</summary>
    public ValueRange Range { get; }

    /// <summary>Values of a picture.</summary>
    public int PictureSize => Shape[0] * Shape[1] * Shape[2];

    /// <summary>The network itself.</summary>
    internal GeneratorNetwork Network { get; }

    /// <summary>Where its tensors live.</summary>
    internal Device Device => Network.parameters().FirstOrDefault()?.device ?? CPU;

    /// <summary>The generator of a run: the average of its weights where one is kept.</summary>
    /// <param name="trainer">The run; its game makes pictures from latents.</param>
    /// <param name="label">For a generator of classes: the class's place in the data's <see cref="Dataset.Classes"/>; otherwise
    /// null.</param>
    /// <exception cref="GanException">The run's recipe makes nothing from latents, or no pictures; or a class is missing or not
    /// there.</exception>
    public static PictureGenerator Of(GanTrainer trainer, int? label = null)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        if (trainer.Game is not LatentGame game || game is ReconstructionGame)
            throw new GanException(
                $"The recipe '{trainer.Recipe.Name}' makes no pictures from latents, so there is nothing to move in. Use a "
                    + $"run of "
                    + "a recipe that does (r3gan, dcgan, wgan-gp)."
            );
        return new PictureGenerator(
            game.GeneratorResult,
            game.Recipe.LatentDistribution,
            trainer.Data.Shape,
            trainer.Data.Range,
            label
        );
    }

    /// <summary>Makes pictures.</summary>
    /// <param name="latents">Latents, row-major: rows x <see cref="LatentSize"/>.</param>
    /// <returns>Pictures, row-major: rows x <see cref="PictureSize"/>, in the data's own values.</returns>
    /// <exception cref="ArgumentException">The latents are no whole number of rows.</exception>
    public float[] Generate(float[] latents)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var use = Use();
        return ToValues(Decode(FromLatents(latents)));
    }

    /// <summary>Draws latents as the generator was trained with.</summary>
    /// <param name="count">How many; at least 1.</param>
    /// <param name="seed">The same seed gives the same latents.</param>
    /// <returns>Latents, row-major: count x <see cref="LatentSize"/>.</returns>
    public float[] DrawLatents(int count, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        using var scope = NewDisposeScope();
        using var random = new Generator((ulong)seed, CPU);
        return Draw(count, random).data<float>().ToArray();
    }

    /// <summary>Latents [count, latent] on the CPU.</summary>
    internal Tensor Draw(int count, Generator random)
    {
        long[] size = [count, LatentSize];
        return Distribution == LatentDistribution.Normal
            ? randn(size, device: CPU, generator: random)
            : rand(size, device: CPU, generator: random) * 2 - 1;
    }

    /// <summary>Puts the network into evaluation mode and lets no gradients collect in it, until the result is
    /// disposed.</summary>
    internal IDisposable Use() => new FrozenNetwork(Network);

    /// <summary>Pictures [rows, ...shape] in [-1, 1] of latents [rows, latent]; within <see cref="Use"/>. Gradients flow to the
    /// latents.</summary>
    /// <param name="latents">Latents.</param>
    /// <param name="labels">For a generator of classes: other classes than the one given, Int64 [rows].</param>
    internal Tensor Decode(Tensor latents, Tensor? labels = null) => Network.call(Input(latents, labels));

    /// <summary>What the network takes for latents.</summary>
    internal GeneratorInput Input(Tensor latents, Tensor? labels = null)
    {
        var rows = latents.shape[0];
        if (Network.ClassCount > 0)
            labels ??= full([rows], _label, ScalarType.Int64, latents.device);
        return new GeneratorInput(
            latents,
            labels,
            _code is null ? null : NativeTensor.Of(_code, 1, _code.Length).to(latents.device).expand(rows, -1)
        );
    }

    /// <summary>Latents [rows, latent] on the device.</summary>
    internal Tensor FromLatents(float[] latents)
    {
        ArgumentNullException.ThrowIfNull(latents);
        if (latents.Length == 0 || latents.Length % LatentSize != 0)
            throw new ArgumentException(
                $"There are {latents.Length} values, which are no whole number of latents of {LatentSize}.",
                nameof(latents)
            );
        return NativeTensor.Of(latents, latents.Length / LatentSize, LatentSize).to(Device);
    }

    /// <summary>Pictures [rows, ...shape] in [-1, 1] on the device.</summary>
    internal Tensor FromValues(float[] pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        if (pictures.Length == 0 || pictures.Length % PictureSize != 0)
            throw new ArgumentException(
                $"There are {pictures.Length} values, which are no whole number of pictures of shape "
                    + $"[{string.Join(", ", Shape)}].",
                nameof(pictures)
            );
        var values = tensor(pictures, [pictures.Length / PictureSize, .. Shape.Select(n => (long)n)]);
        return ValueScaling.ToNetwork(values, Range).to(Device);
    }

    /// <summary>Pictures in the data's own values, row-major.</summary>
    internal float[] ToValues(Tensor pictures) =>
        ValueScaling.FromNetwork(pictures.detach(), Range).cpu().contiguous().data<float>().ToArray();

    private sealed class FrozenNetwork : IDisposable
    {
        private readonly EvaluationMode _mode;
        private readonly (Tensor Parameter, bool Learns)[] _parameters;

        public FrozenNetwork(nn.Module network)
        {
            _mode = new EvaluationMode(network);
            _parameters = [.. network.parameters().Select(p => ((Tensor)p, p.requires_grad))];
            foreach (var (parameter, _) in _parameters)
                parameter.requires_grad = false;
        }

        public void Dispose()
        {
            foreach (var (parameter, learns) in _parameters)
                parameter.requires_grad = learns;
            _mode.Dispose();
        }
    }
}
