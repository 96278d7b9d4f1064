using System.Diagnostics;
using System.Globalization;
using Gan.MLNet.Persistence;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Training.Data;
using Gan.Training.Detection;
using Gan.Training.Export;
using Gan.Training.Methods;
using Gan.Training.Native;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace Gan.Training.Trainers;

/// <summary>Trains as an <see cref="MLContext"/> says: on its device, from its seed, with progress on its channels, until it is
/// cancelled.</summary>
/// <remarks>A context's seed fixes what comes out: without one, each training takes another.</remarks>
internal sealed class PipelineTraining
{
    // How many steps may pass before a cancellation is seen.
    private const int StepsAtOnce = 10;

    // The share of training rows above the threshold of scores that nobody asked for.
    private const double Contamination = 0.05;

    // So often a line goes to the log, which a context shows; of its progress channels a context shows nothing.
    private const int Lines = 10;

    private readonly IHostEnvironment? _environment;
    private readonly CancellationToken _cancellation;

    /// <param name="catalog">A catalog of the context.</param>
    /// <param name="cancellation">Stops training, as the context's own cancellation does, which only ML.NET itself can ask
    /// for.</param>
    public PipelineTraining(object catalog, CancellationToken cancellation)
        : this(MLNetInternals.EnvironmentOf(catalog ?? throw new ArgumentNullException(nameof(catalog))), cancellation) { }

    internal PipelineTraining(IHostEnvironment? environment, CancellationToken cancellation) =>
        (_environment, _cancellation) = (environment, cancellation);

    /// <summary>How to run what was trained.</summary>
    public SessionSettings Settings => MLNetInternals.SettingsOf(_environment);

    /// <summary>Trains and exports.</summary>
    /// <param name="recipe">The method.</param>
    /// <param name="data">What is to be learned.</param>
    /// <param name="length">Steps, and minutes to be trained in their place; null for none.</param>
    /// <param name="keepFingerprints">As <see cref="TrainingSettings.KeepFingerprints"/>.</param>
    /// <exception cref="GanException">The data do not suit the recipe, the device is not there, or the time is too
    /// short.</exception>
    /// <exception cref="OperationCanceledException">The context was cancelled.</exception>
    public GanBundle Train(Recipe recipe, Dataset data, (long Steps, double? Minutes) length, bool keepFingerprints = true)
    {
        using IChannel? channel = _environment?.Start("GAN");
        var settings = new TrainingSettings
        {
            Device = Device(channel),
            Seed = MLNetInternals.SeedOf(_environment) ?? Random.Shared.Next(),
            ReportEvery = StepsAtOnce,
            KeepFingerprints = keepFingerprints,
        };
        var steps = length.Steps;
        if (length.Minutes is { } minutes)
        {
            var time = TimeSpan.FromMinutes(minutes);
            (recipe, steps, _) = TrainingBudget.Fit(recipe, data, time, settings, cancellation: _cancellation);
        }

        var (started, watch) = (DateTime.UtcNow, Stopwatch.StartNew());
        using var trainer = new GanTrainer(recipe, data, settings);
        channel?.Info(
            MessageSensitivity.None,
            $"{recipe.Method}: {steps} steps on {trainer.Device}, {data.Count} rows, seed {settings.Seed}"
        );
        using (IProgressChannel? progress = _environment?.StartProgressChannel("GAN training"))
        {
            StepReport? latest = null;
            string[] players = [.. trainer.Game.Stages.SelectMany(s => s.Updates).Select(u => u.Player.Name).Distinct()];
            progress?.SetHeader(
                new ProgressHeader([.. players.Select(name => $"{name} loss")], ["steps"]),
                entry =>
                {
                    entry.SetProgress(0, trainer.Step, steps);
                    if (latest is null)
                        return;
                    foreach (var (i, name) in players.Index())
                        entry.SetMetric(i, latest.Losses.GetValueOrDefault(name, double.NaN));
                }
            );
            for (var line = 1; trainer.Step < steps; )
            {
                if (MLNetInternals.IsCancelled(_environment))
                    throw new OperationCanceledException("Training was cancelled.");
                trainer.TrainUntil(Math.Min(steps, trainer.Step + StepsAtOnce), losses => latest = losses, _cancellation);
                if (trainer.Step < steps * line / Lines)
                    continue;
                line = (int)(trainer.Step * Lines / steps) + 1;
                channel?.Info(MessageSensitivity.None, $"{recipe.Method}: step {trainer.Step} of {steps}, {Losses(latest!)}");
            }
        }

        var (bundle, differences) = BundleExporter.Export(trainer, (started, watch.Elapsed), Contamination);
        channel?.Info(
            MessageSensitivity.None,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{recipe.Method}: trained in {watch.Elapsed.TotalSeconds:0.0} s; exports differ from their networks by at most "
                    + $"{differences.Max(d => d.MaximumRelative):0.0e+0}"
            )
        );
        return bundle;
    }

    /// <summary>Fits a detector.</summary>
    /// <exception cref="GanException">The data do not suit a detector, or the device is not there.</exception>
    /// <exception cref="OperationCanceledException">The context was cancelled.</exception>
    public DetectorFit FitDetector(DetectorOptions options, Dataset data)
    {
        using IChannel? channel = _environment?.Start("GAN");
        options = options with { Device = Device(channel), Seed = MLNetInternals.SeedOf(_environment) ?? Random.Shared.Next() };
        var watch = Stopwatch.StartNew();
        channel?.Info(
            MessageSensitivity.None,
            $"{options.Recipe.Method}: at most {options.Steps} steps on {options.Device}, {data.Count} rows, seed {options.Seed}"
        );
        using IProgressChannel? progress = _environment?.StartProgressChannel("GAN training");
        DetectorPoint? latest = null;
        progress?.SetHeader(
            new ProgressHeader(["criterion", "held-out score"], ["steps"]),
            entry =>
            {
                entry.SetProgress(
                    0,
                    latest is null ? 0 : latest.Member * options.Steps + latest.Step,
                    options.Members * options.Steps
                );
                if (latest is null)
                    return;
                entry.SetMetric(0, latest.Criterion);
                entry.SetMetric(1, latest.HeldOutMean);
            }
        );
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(_cancellation);
        var fit = AnomalyDetector.Fit(
            data,
            options,
            point =>
            {
                latest = point;
                channel?.Info(
                    MessageSensitivity.None,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{options.Recipe.Method}: step {point.Step} of {options.Steps}, criterion {point.Criterion:0.000}"
                    )
                );
                if (MLNetInternals.IsCancelled(_environment))
                    cancelled.Cancel();
            },
            cancelled.Token
        );
        channel?.Info(
            MessageSensitivity.None,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{options.Recipe.Method}: trained in {watch.Elapsed.TotalSeconds:0.0} s; exports differ from their networks by "
                    + $"at most {fit.Differences.Max(d => d.MaximumRelative):0.0e+0}"
            )
        );
        return fit;
    }

    /// <summary>The context's GPU, if it names one; the CPU where that is not there and the context lets fall back.</summary>
    private string Device(IChannel? channel)
    {
        TorchLibrary.Load();
        if (TorchLibrary.ConvolutionWarning is { } warning)
            channel?.Warning(MessageSensitivity.None, "{0}", warning);
        if (Settings.GpuDeviceId is not { } gpu)
            return "cpu";
        try
        {
            TrainingDevice.Choose($"cuda:{gpu}");
            return $"cuda:{gpu}";
        }
        catch (GanException e) when (Settings.FallbackToCpu)
        {
            channel?.Warning(MessageSensitivity.None, "{0}", $"{e.Message} Training on the CPU instead.");
            return "cpu";
        }
    }

    private static string Losses(StepReport report) =>
        string.Join(
            ", ",
            report.Totals.Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Key} loss {l.Value:0.0000}"))
        );
}
