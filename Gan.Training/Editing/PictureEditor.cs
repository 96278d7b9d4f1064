using Gan.Onnx;
using Gan.Training.Validation;
using static TorchSharp.torch;

namespace Gan.Training.Editing;

/// <summary>Finds samples that follow what was drawn, and stay what they were elsewhere: Zhu et al. 2016, section 4.</summary>
/// <remarks>Minimized by the latent is: the squared error of the drawn colours, averaged over what is drawn on; plus
/// <see cref="EditOptions.EdgeWeight"/> times that of the edges' orientations; plus, where there was a picture before,
/// <see cref="EditOptions.KeepWeight"/> times the squared change of what is to stay and <see cref="EditOptions.Smoothness"/>
/// times that of the latent. The result is a sample of the generator: what it cannot make, it does not become.</remarks>
public sealed class PictureEditor
{
    /// <summary>Edits what a generator makes.</summary>
    /// <param name="generator">The generator.</param>
    public PictureEditor(PictureGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        Generator = generator;
    }

    /// <summary>The generator.</summary>
    public PictureGenerator Generator { get; }

    /// <summary>Follows a doodle.</summary>
    /// <param name="doodle">What was drawn.</param>
    /// <param name="before">The latent of the picture that was drawn on; null for none: then candidates begin at random latents,
    /// and nothing is kept.</param>
    /// <param name="options">How; defaults when null.</param>
    /// <param name="start">Where the first candidate begins, such as what an earlier call for a part of the doodle found; null
    /// for the latent before.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <returns>As many results as candidates, the one with the smallest loss first.</returns>
    /// <exception cref="GanException">An option is out of its range, or nothing was drawn.</exception>
    /// <exception cref="ArgumentException">A part of the doodle, or the latent, has another size than the
    /// generator's.</exception>
    public IReadOnlyList<Edit> Apply(
        Doodle doodle,
        float[]? before = null,
        EditOptions? options = null,
        float[]? start = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(doodle);
        options ??= new EditOptions();
        OptionCheck.Require(options);
        using var scope = NewDisposeScope();
        using var use = Generator.Use();
        var goal = new Goal(Generator, doodle, before, options);
        using var random = new Generator((ulong)options.Seed, CPU);
        var starts = Starts(goal.Latent, options, random);
        if (start is not null)
            starts.narrow(0, 0, 1).copy_(Generator.FromLatents(start));
        var found = LatentSearch.Minimize(Generator, starts, goal.Loss, options.Steps, options.LearningRate, cancellation);
        using var noGrad = no_grad();
        return goal.Describe(found);
    }

    private Tensor Starts(Tensor? latent, EditOptions options, Generator random)
    {
        if (latent is null)
            return Generator.Draw(options.Candidates, random).to(Generator.Device);
        var shifts = rand([options.Candidates, Generator.LatentSize], device: CPU, generator: random) * 2 - 1;
        shifts.narrow(0, 0, 1).zero_();
        return latent + shifts.to(Generator.Device) * options.Spread;
    }

    /// <summary>What is minimized, and its terms.</summary>
    private sealed class Goal
    {
        private readonly PictureGenerator _generator;
        private readonly EditOptions _options;
        private readonly Tensor _colours;
        private readonly Tensor _mask;
        private readonly Tensor? _keep;
        private readonly Tensor? _picture;
        private readonly (Tensor Histograms, Tensor Cells, int Side)? _edges;
        private readonly bool _hasColours;

        public Goal(PictureGenerator generator, Doodle doodle, float[]? before, EditOptions options)
        {
            (_generator, _options) = (generator, options);
            if (doodle.Colours.Length != generator.PictureSize)
                throw new ArgumentException(
                    $"The doodle's colours are {doodle.Colours.Length} values, and a picture has {generator.PictureSize}.",
                    nameof(doodle)
                );
            _colours = generator.FromValues(doodle.Colours);
            _mask = Plane(doodle.Mask, "mask");
            _hasColours = _mask.sum().item<float>() > 0;
            var drawnOn = _mask;
            if (doodle.Edges is { } edges && Plane(edges, "edges") is var drawn && drawn.sum().item<float>() > 0)
            {
                drawnOn = maximum(_mask, drawn);
                var side = OrientationHistogram.Cell(generator.Shape[1], generator.Shape[2]);
                var cells = nn.functional.max_pool2d(drawn, side, ceil_mode: true) > 0;
                _edges = (OrientationHistogram.Of(drawn * 2 - 1, side), cells.to(ScalarType.Float32), side);
            }

            if (!_hasColours && _edges is null)
                throw new GanException("Nothing was drawn: the doodle has neither colours nor edges.");
            if (before is null)
                return;
            Latent = generator.FromLatents(before);
            if (Latent.shape[0] != 1)
                throw new ArgumentException($"There are {Latent.shape[0]} latents, and one is edited.", nameof(before));
            using var noGrad = no_grad();
            _picture = generator.Decode(Latent);
            _keep = doodle.Keep is { } keep ? Plane(keep, "keep") : 1 - drawnOn;
        }

        /// <summary>The latent before, [1, latent]; null for none.</summary>
        public Tensor? Latent { get; }

        public Tensor Loss(Tensor latents, Tensor pictures)
        {
            var sum = ColourErrors(pictures);
            if (_edges is not null && _options.EdgeWeight > 0)
                sum += _options.EdgeWeight * EdgeErrors(pictures);
            if (_picture is not null && _options.KeepWeight > 0)
                sum += _options.KeepWeight * Changes(pictures);
            if (Latent is not null && _options.Smoothness > 0)
                sum += _options.Smoothness * LatentChanges(latents);
            return sum;
        }

        public IReadOnlyList<Edit> Describe(Tensor latents)
        {
            var pictures = _generator.Decode(latents);
            var losses = Values(Loss(latents, pictures));
            var (colours, edges, changes, moves) = (
                Values(ColourErrors(pictures)),
                Values(EdgeErrors(pictures)),
                Values(Changes(pictures)),
                Values(LatentChanges(latents))
            );
            var (rows, samples) = (
                latents.cpu().contiguous().data<float>().ToArray().Chunk(_generator.LatentSize).ToArray(),
                _generator.ToValues(pictures).Chunk(_generator.PictureSize).ToArray()
            );
            return
            [
                .. Enumerable
                    .Range(0, rows.Length)
                    .OrderBy(i => losses[i])
                    .Select(i => new Edit
                    {
                        Latent = rows[i],
                        Picture = samples[i],
                        ColourError = colours[i],
                        EdgeError = edges[i],
                        Change = changes[i],
                        LatentChange = moves[i],
                    }),
            ];
        }

        private Tensor ColourErrors(Tensor pictures) =>
            _hasColours ? Masked(pictures - _colours, _mask) : zeros([pictures.shape[0]], device: pictures.device);

        private Tensor EdgeErrors(Tensor pictures)
        {
            if (_edges is not { } edges)
                return zeros([pictures.shape[0]], device: pictures.device);
            return Masked(OrientationHistogram.Of(pictures, edges.Side) - edges.Histograms, edges.Cells);
        }

        private Tensor Changes(Tensor pictures) =>
            _picture is null ? zeros([pictures.shape[0]], device: pictures.device) : Masked(pictures - _picture, _keep!);

        private Tensor LatentChanges(Tensor latents) =>
            Latent is null ? zeros([latents.shape[0]], device: latents.device) : (latents - Latent).square().mean([1L]);

        /// <summary>The mean square of each row, weighted by a mask [1, 1, height, width]; 0 under an empty mask.</summary>
        private static Tensor Masked(Tensor differences, Tensor mask) =>
            (differences.square() * mask).sum([1L, 2L, 3L]) / (mask.sum().clamp_min(1e-6) * differences.shape[1]);

        private static float[] Values(Tensor rows) => rows.cpu().data<float>().ToArray();

        private Tensor Plane(float[] values, string what)
        {
            var (height, width) = (_generator.Shape[1], _generator.Shape[2]);
            if (values.Length != height * width)
                throw new ArgumentException($"The doodle's {what} has {values.Length} values, and pictures {height}x{width}.");
            return tensor(values, [1, 1, height, width]).clamp(0, 1).to(_generator.Device);
        }
    }
}
