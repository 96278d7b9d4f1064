using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Validation;
using static TorchSharp.torch;

namespace Gan.Training.Editing;

/// <summary>Finds the latents whose samples are nearest to given pictures: Zhu et al. 2016, section 3.</summary>
/// <remarks>The measure is the mean squared error of all pixels. A picture of another kind than the generator's samples comes
/// back as the nearest sample, which may look like something else.</remarks>
public sealed class PictureProjector
{
    private const int LargestBatch = 32;
    private readonly Func<float[], float[]>? _encode;

    /// <summary>Projects onto what a generator makes.</summary>
    /// <param name="generator">The generator.</param>
    /// <param name="encode">From pictures in the data's own values to latents, both row-major, such as
    /// <see cref="Gan.Onnx.Inference.EncoderSession.Encode"/>; null for none.</param>
    public PictureProjector(PictureGenerator generator, Func<float[], float[]>? encode = null)
    {
        ArgumentNullException.ThrowIfNull(generator);
        (Generator, _encode) = (generator, encode);
    }

    /// <summary>The generator.</summary>
    public PictureGenerator Generator { get; }

    /// <summary>Projects pictures.</summary>
    /// <param name="pictures">Pictures, row-major, in the data's own values.</param>
    /// <param name="options">How; defaults when null.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <exception cref="GanException">An option is out of its range, or an encoder is asked for and there is none.</exception>
    /// <exception cref="ArgumentException">The values are no whole number of pictures.</exception>
    public Projection Project(float[] pictures, ProjectionOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new ProjectionOptions();
        OptionCheck.Require(options);
        if (options.Method == ProjectionMethod.Encoder && _encode is null)
            throw new GanException("There is no encoder to project with. Train one, or project by optimization.");
        using var scope = NewDisposeScope();
        using var use = Generator.Use();
        var all = Generator.FromValues(pictures);
        var latents = new List<float>();
        for (var row = 0L; row < all.shape[0]; row += LargestBatch)
        {
            using var batch = NewDisposeScope();
            var targets = all.narrow(0, row, Math.Min(LargestBatch, all.shape[0] - row));
            latents.AddRange(Find(targets, options, cancellation).cpu().data<float>().ToArray());
        }

        return Describe(all, [.. latents]);
    }

    private Tensor Find(Tensor targets, ProjectionOptions options, CancellationToken cancellation)
    {
        var start =
            options.Method == ProjectionMethod.Optimization || _encode is null
                ? NearestOf(targets, options, cancellation)
                : Generator.FromLatents(_encode(Generator.ToValues(targets)));
        if (options.Method == ProjectionMethod.Encoder)
            return start;
        var weight = Generator.Distribution == LatentDistribution.Normal ? options.PriorWeight : 0;
        return LatentSearch.Minimize(
            Generator,
            start,
            (latents, found) =>
                weight == 0 ? Errors(found, targets) : Errors(found, targets) + weight * latents.square().mean([1L]),
            options.Steps,
            options.LearningRate,
            cancellation
        );
    }

    /// <summary>For each target the random latents whose sample is the nearest.</summary>
    private Tensor NearestOf(Tensor targets, ProjectionOptions options, CancellationToken cancellation)
    {
        using var noGrad = no_grad();
        using var random = new Generator((ulong)options.Seed, CPU);
        var latents = Generator.Draw(options.Starts, random).to(Generator.Device);
        var rows = targets.flatten(1);
        var distances = new List<Tensor>();
        for (var start = 0; start < options.Starts; start += LargestBatch)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(LargestBatch, options.Starts - start);
            distances.Add(cdist(rows, Generator.Decode(latents.narrow(0, start, count)).flatten(1)));
        }

        return latents.index_select(0, cat(distances, 1).argmin(1));
    }

    private Projection Describe(Tensor targets, float[] latents)
    {
        using var noGrad = no_grad();
        var found = Generator.FromLatents(latents);
        List<float> pictures = [];
        List<double> ratios = [];
        for (var row = 0L; row < targets.shape[0]; row += LargestBatch)
        {
            using var batch = NewDisposeScope();
            var count = Math.Min(LargestBatch, targets.shape[0] - row);
            var made = Generator.Decode(found.narrow(0, row, count));
            pictures.AddRange(Generator.ToValues(made));
            ratios.AddRange(Errors(made, targets.narrow(0, row, count)).cpu().data<float>().ToArray().Select(e => Psnr(e)));
        }

        return new Projection(latents, [.. pictures], ratios);
    }

    /// <summary>The mean squared error of each row.</summary>
    internal static Tensor Errors(Tensor found, Tensor targets) => (found - targets).square().flatten(1).mean([1L]);

    /// <summary>In decibels, of a mean squared error of values in [-1, 1].</summary>
    internal static double Psnr(double error) => 10 * Math.Log10(4 / error);
}
