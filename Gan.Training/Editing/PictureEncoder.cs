using Gan.Onnx;
using Gan.Training.Data;
using static TorchSharp.torch;

namespace Gan.Training.Editing;

/// <summary>An encoder that gives the latents of pictures, trained for a generator that stays as it is (Zhu et al. 2016, section
/// 3.2; Zhu et al., "In-Domain GAN Inversion for Real Image Editing", 2020).</summary>
/// <remarks>What is minimized: the squared error of G(E(x)) on real pictures x, and
/// <see cref="EncoderTrainingOptions.LatentWeight"/> times that of E(G(z)) on samples of latents z. A twentieth of the pictures,
/// at most 64, are held out, and the encoder of the step that was best on them is kept.</remarks>
public sealed class PictureEncoder : IDisposable
{
    internal PictureEncoder(nn.Module<Tensor, Tensor> network, double psnr, double latentError, int step) =>
        (Network, Psnr, LatentError, Step) = (network, psnr, latentError, step);

    /// <summary>From pictures [rows, ...shape] in [-1, 1] to latents [rows, latent], in evaluation mode.</summary>
    public nn.Module<Tensor, Tensor> Network { get; }

    /// <summary>On pictures that were held out: the peak signal-to-noise ratio of what the generator makes of their codes, in
    /// decibels, from the mean squared error of all of them.</summary>
    public double Psnr { get; }

    /// <summary>On fresh samples: the mean squared error of their codes.</summary>
    public double LatentError { get; }

    /// <summary>The step after which it was the best.</summary>
    public int Step { get; }

    /// <summary>Trains an encoder.</summary>
    /// <param name="generator">The generator.</param>
    /// <param name="data">Real pictures, such as the generator was trained on. For a generator of classes their labels are used,
    /// and rows without one left out.</param>
    /// <param name="options">How; defaults when null.</param>
    /// <param name="progress">Told after each measurement: steps done, and the decibels on held-out pictures.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <exception cref="GanException">An option is out of its range, or the data do not suit the generator.</exception>
    public static PictureEncoder Train(
        PictureGenerator generator,
        Dataset data,
        EncoderTrainingOptions? options = null,
        Action<int, double>? progress = null,
        CancellationToken cancellation = default
    ) => EncoderTraining.Train(generator, data, options, progress, cancellation);

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();
}
