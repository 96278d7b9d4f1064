using System.Globalization;
using System.Text.Json.Nodes;
using Gan.Cli.Commands;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training;
using Gan.Training.Editing;
using Gan.Training.Export;

namespace Gan.Cli.Editing;

/// <summary>Trains an encoder for a run's generator, finds directions, and adds both to the run's bundle.</summary>
internal static class EditPreparation
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>Prepares a run.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="encoder">How the encoder is trained.</param>
    /// <param name="method">How directions are found.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="device">auto, cpu, cuda or cuda:N.</param>
    /// <param name="output">Where words go.</param>
    /// <param name="cancellation">Stops between two steps; the bundle is then as it was.</param>
    public static void Do(
        string folder,
        EncoderTrainingOptions encoder,
        DirectionMethod method,
        int count,
        string device,
        CommandOutput output,
        CancellationToken cancellation
    )
    {
        if (count < 1)
            throw new GanException($"The option --directions is {count}; it must be at least 1.");
        using var run = EditedRun.Open(folder, null, anyClass: true, device, output, cancellation);
        var bundle =
            run.Bundle
            ?? throw new GanException(
                $"The run '{folder}' has no bundle of its latest checkpoint to add to. Let it end with: gan resume {folder}"
            );
        var files = new RunFolder(folder);
        using var reservation = files.Lock();
        var directions =
            method == DirectionMethod.Weights
                ? LatentDirections.FromWeights(run.Generator, count)
                : LatentDirections.FromActivations(run.Generator, count, seed: encoder.Seed);
        var next = DateTime.MinValue;
        using var trained = PictureEncoder.Train(
            run.Generator,
            run.Trainer.Data,
            encoder,
            (step, psnr) =>
            {
                if (DateTime.UtcNow < next && step < encoder.Steps)
                    return;
                next = DateTime.UtcNow + Interval;
                output.Words.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"encoder step {step} of {encoder.Steps}  {psnr:F2} dB on held-out pictures"
                    )
                );
            },
            cancellation
        );
        var (coded, first) = BundleExporter.Add(bundle, new EncoderPart(trained.Network));
        var (whole, second) = BundleExporter.Add(coded, new DirectionsPart(directions));
        cancellation.ThrowIfCancellationRequested();
        whole.Save(files.Bundle);
        output.Result(
            new JsonObject
            {
                ["bundle"] = Path.GetFullPath(files.Bundle),
                ["psnr"] = trained.Psnr,
                ["latentError"] = trained.LatentError,
                ["step"] = trained.Step,
                ["directions"] = directions.Count,
                ["differences"] = new JsonObject(
                    first.Concat(second).Select(d => KeyValuePair.Create(d.Output, (JsonNode?)d.MaximumAbsolute))
                ),
            },
            words =>
            {
                words.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"encoder of step {trained.Step}: {trained.Psnr:F2} dB on held-out pictures, latents off by "
                            + $"{trained.LatentError:F3}"
                    )
                );
                words.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{directions.Count} directions, which hold {100 * directions.Strengths.Sum():F0} % of what the first "
                            + $"layer does"
                    )
                );
                words.WriteLine($"bundle: {files.Bundle}");
            }
        );
    }
}
