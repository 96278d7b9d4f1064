using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Data;
using Gan.Training.Detection;
using Gan.Training.Games;
using Gan.Training.Networks;
using Gan.Training.Validation;
using TorchSharp;
using static TorchSharp.torch;

namespace Gan.Training.Editing;

/// <summary>Teaches an encoder to give the latents of pictures; see <see cref="PictureEncoder"/>.</summary>
internal static class EncoderTraining
{
    private const double HeldOutShare = 0.05;
    private const int MeasuredSamples = 256;

    /// <summary>What <see cref="PictureEncoder.Train"/> does.</summary>
    public static PictureEncoder Train(
        PictureGenerator generator,
        Dataset data,
        EncoderTrainingOptions? options = null,
        Action<int, double>? progress = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(data);
        options ??= new EncoderTrainingOptions();
        OptionCheck.Require(options);
        var classes = generator.Network.ClassCount;
        if (
            !data.Shape.SequenceEqual(generator.Shape)
            || data.Range != generator.Range
            || (classes > 0 && data.Classes.Count != classes)
        )
            throw new GanException(
                $"The data set '{data.Name}' has pictures of shape [{string.Join(", ", data.Shape)}], values from {data.Range} "
                    + $"and {data.Classes.Count} classes; the generator makes [{string.Join(", ", generator.Shape)}], "
                    + $"{generator.Range}, of {classes}. Give the data that it was trained on."
            );
        if (classes > 0)
            data = data.Where(label => label >= 0);
        using var session = new Session(generator, data, options);
        return session.Run(progress, cancellation);
    }

    /// <summary>An encoder whose weights are not drawn yet.</summary>
    internal static nn.Module<Tensor, Tensor> Create(PictureGenerator generator, int featureMaps)
    {
        var (layers, width) = DetectorNetworks.Trunk(
            generator.Shape,
            ImagePlan.Fits(generator.Shape),
            [8 * featureMaps, 4 * featureMaps],
            featureMaps,
            // The same for real pictures and samples, in training and in use.
            FeatureNormalization.Layer
        );
        layers.Add(nn.Linear(width, generator.LatentSize));
        if (generator.Distribution == LatentDistribution.Uniform)
            layers.Add(nn.Tanh());
        return nn.Sequential(layers);
    }

    private sealed class Session : IDisposable
    {
        private readonly PictureGenerator _generator;
        private readonly EncoderTrainingOptions _options;
        private readonly Generator _random;
        private readonly IBatchSource _batches;
        private readonly Tensor _heldOut;
        private readonly Tensor? _heldOutLabels;
        private readonly int _rows;

        public Session(PictureGenerator generator, Dataset data, EncoderTrainingOptions options)
        {
            (_generator, _options) = (generator, options);
            var (training, heldOut) = HeldOutImages.Split(data, HeldOutShare, options.Seed);
            _rows = Math.Min(options.BatchSize, training.Count);
            _random = new Generator((ulong)options.Seed, CPU);
            _batches = BatchSource.Create(training, _rows, options.Seed, generator.Device);
            using var scope = NewDisposeScope();
            _heldOut = generator.FromValues(heldOut.ToArray(0, heldOut.Count)).DetachFromDisposeScope();
            if (generator.Network.ClassCount > 0)
                _heldOutLabels = tensor(heldOut.ClassNumbers()!).to(generator.Device).DetachFromDisposeScope();
        }

        public PictureEncoder Run(Action<int, double>? progress, CancellationToken cancellation)
        {
            using var use = _generator.Use();
            var encoder = Create(_generator, _options.FeatureMaps);
            try
            {
                WeightInitialization.FanIn(encoder, _random);
                encoder.to(_generator.Device);
                return Fit(encoder, progress, cancellation);
            }
            catch
            {
                encoder.Dispose();
                throw;
            }
        }

        public void Dispose()
        {
            _batches.Dispose();
            _heldOut.Dispose();
            _heldOutLabels?.Dispose();
            _random.Dispose();
        }

        private PictureEncoder Fit(
            nn.Module<Tensor, Tensor> encoder,
            Action<int, double>? progress,
            CancellationToken cancellation
        )
        {
            using var optimizer = optim.Adam(encoder.parameters(), _options.LearningRate);
            using var kept = NewDisposeScope();
            Tensor[] best = [.. encoder.parameters().Select(p => p.detach().clone())];
            var (bestError, bestStep) = (double.PositiveInfinity, 0);
            for (var step = 0; step < _options.Steps; step++)
            {
                cancellation.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                foreach (var group in optimizer.ParamGroups)
                    group.LearningRate = _options.LearningRate * (1 + Math.Cos(Math.PI * step / _options.Steps)) / 2;
                optimizer.zero_grad();
                Loss(encoder).backward();
                optimizer.step();
                if ((step + 1) % _options.ValidateEvery != 0 && step + 1 != _options.Steps)
                    continue;
                var error = HeldOutError(encoder);
                progress?.Invoke(step + 1, PictureProjector.Psnr(error));
                if (!(error < bestError))
                    continue;
                (bestError, bestStep) = (error, step + 1);
                Copy([.. encoder.parameters()], best);
            }

            if (bestStep == 0)
                throw new GanException("The encoder's error was no number at any time. Lower its learning rate.");
            Copy(best, [.. encoder.parameters()]);
            encoder.eval();
            return new PictureEncoder(encoder, PictureProjector.Psnr(bestError), LatentError(encoder), bestStep);
        }

        private Tensor Loss(nn.Module<Tensor, Tensor> encoder)
        {
            var real = _batches.Next();
            var labels = _generator.Network.ClassCount > 0 ? real.Labels : null;
            var loss = PictureProjector.Errors(_generator.Decode(encoder.call(real.Samples), labels), real.Samples).mean();
            if (_options.LatentWeight == 0)
                return loss;
            var latents = _generator.Draw(_rows, _random).to(_generator.Device);
            Tensor samples;
            using (no_grad())
                samples = _generator.Decode(latents, labels);
            return loss + _options.LatentWeight * (encoder.call(samples) - latents).square().mean();
        }

        private double HeldOutError(nn.Module<Tensor, Tensor> encoder)
        {
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            return PictureProjector
                .Errors(_generator.Decode(encoder.call(_heldOut), _heldOutLabels), _heldOut)
                .mean()
                .item<float>();
        }

        private double LatentError(nn.Module<Tensor, Tensor> encoder)
        {
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            var latents = _generator.Draw(MeasuredSamples, _random).to(_generator.Device);
            var labels =
                _batches.Next().Labels is { } given && _generator.Network.ClassCount > 0
                    ? given.index_select(0, arange(MeasuredSamples, ScalarType.Int64, given.device).remainder(given.shape[0]))
                    : null;
            return (encoder.call(_generator.Decode(latents, labels)) - latents).square().mean().item<float>();
        }

        private static void Copy(Tensor[] from, Tensor[] to)
        {
            using var noGrad = no_grad();
            for (var i = 0; i < from.Length; i++)
                to[i].copy_(from[i]);
        }
    }
}
