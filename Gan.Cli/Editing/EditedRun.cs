using Gan.Cli.Commands;
using Gan.Cli.Runs;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Training;
using Gan.Training.Editing;

namespace Gan.Cli.Editing;

/// <summary>A run that is opened to edit with its generator: the networks of its latest checkpoint, or of its best where that is
/// what it exports; and encoder and directions of its bundle, where those belong to them.</summary>
internal sealed class EditedRun : IDisposable
{
    /// <summary>Directions that are found on the spot where the bundle has none.</summary>
    private const int DirectionCount = 10;

    private readonly EncoderSession? _encoder;
    private readonly DirectionsSession? _directions;
    private readonly Lazy<LatentDirections> _found;

    private EditedRun(GanTrainer trainer, PictureGenerator generator, GanBundle? bundle)
    {
        (Trainer, Generator, Bundle) = (trainer, generator, bundle);
        if (bundle?.HasEncoder == true)
            _encoder = new EncoderSession(bundle);
        if (bundle?.HasDirections == true)
            _directions = new DirectionsSession(bundle);
        _found = new(() => LatentDirections.FromWeights(generator, DirectionCount));
    }

    public GanTrainer Trainer { get; }

    public PictureGenerator Generator { get; }

    /// <summary>The run's bundle, where it was exported from these networks; otherwise null.</summary>
    public GanBundle? Bundle { get; }

    public bool HasEncoder => _encoder is not null;

    /// <summary>How many directions there are.</summary>
    public int Directions => _directions?.Count ?? _found.Value.Count;

    /// <summary>Opens a run.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="className">For a generator of classes: which one; null for none, or with <paramref name="anyClass"/> for the
    /// first.</param>
    /// <param name="anyClass">Whether the first class will do where none is given.</param>
    /// <param name="device">auto, cpu, cuda or cuda:N.</param>
    /// <param name="output">Where words go.</param>
    /// <param name="cancellation">Stops while the data are read.</param>
    /// <exception cref="GanException">There is no such run, it has no checkpoint, makes no pictures, or has no such
    /// class.</exception>
    public static EditedRun Open(
        string folder,
        string? className,
        bool anyClass,
        string device,
        CommandOutput output,
        CancellationToken cancellation
    )
    {
        if (!Directory.Exists(folder))
            throw new GanException($"There is no run '{folder}'. Begin one with: gan train --out {folder}");
        var job = TrainCommand.Again(folder, ["--device", device]);
        var files = new RunFolder(folder);
        if (files.CheckpointSteps() is not [.., var latest])
            throw new GanException($"The run '{folder}' has no checkpoint yet. Let it train, or go on with: gan resume {folder}");
        var trainer = TrainRunner.Prepare(job, output, cancellation).Trainer;
        try
        {
            trainer.LoadCheckpoint(job.ExportBest ? files.Best : files.Checkpoint(latest));
            var generator = PictureGenerator.Of(trainer, ClassOf(trainer, className, anyClass));
            return new EditedRun(trainer, generator, BundleOf(files, trainer));
        }
        catch
        {
            trainer.Dispose();
            throw;
        }
    }

    /// <summary>A projector that begins with the bundle's encoder, where there is one.</summary>
    public PictureProjector Projector() => new(Generator, _encoder is null ? null : Encode);

    /// <summary>Moves a latent along directions.</summary>
    /// <param name="latent">The latent.</param>
    /// <param name="amounts">How far along each of <see cref="Directions"/>.</param>
    public float[] Move(float[] latent, float[] amounts)
    {
        if (_directions is null)
            return _found.Value.Move(latent, amounts);
        var moved = new float[latent.Length];
        _directions.Move(latent, amounts, moved);
        return moved;
    }

    public void Dispose()
    {
        _encoder?.Dispose();
        _directions?.Dispose();
        Trainer.Dispose();
    }

    private float[] Encode(float[] pictures)
    {
        var codes = new float[pictures.Length / Generator.PictureSize * _encoder!.CodeSize];
        _encoder.Encode(pictures, codes);
        return codes;
    }

    private static int? ClassOf(GanTrainer trainer, string? name, bool any)
    {
        if (((trainer.Game as Training.Games.LatentGame)?.Generator.ClassCount ?? 0) == 0)
            return name is null
                ? null
                : throw new GanException(
                    $"The option --class is '{name}', and the run's generator makes pictures without classes."
                );
        IReadOnlyList<string> names = trainer.Data.ClassNames!;
        if (name is null && any)
            return 0;
        var place = name is null ? -1 : names.ToList().IndexOf(name);
        return place >= 0
            ? place
            : throw new GanException(
                name is null
                    ? $"The run's generator makes pictures of classes. Say which with --class: {string.Join(", ", names)}."
                    : $"The option --class is '{name}'; it must be one of {string.Join(", ", names)}."
            );
    }

    private static GanBundle? BundleOf(RunFolder files, GanTrainer trainer)
    {
        if (!File.Exists(Path.Combine(files.Bundle, GanBundle.ManifestFile)))
            return null;
        var bundle = GanBundle.Load(files.Bundle);
        return bundle.Manifest.Training.Steps == trainer.Step && bundle.HasGenerator ? bundle : null;
    }
}
