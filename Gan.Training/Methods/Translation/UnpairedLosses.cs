using Gan.Training.Games;
using Gan.Training.Losses;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>What recipes that learn without pairs minimize and report.</summary>
internal static class UnpairedLosses
{
    /// <summary>The metric that tells that colours are inverted.</summary>
    public const string Brightness = "brightness/correlation";

    private static readonly LeastSquaresLoss LeastSquares = new();
    private static readonly float[] Luminance = [0.299f, 0.587f, 0.114f];

    /// <summary>Half the mean square of what keeps verdicts from 1 for real patches, and from 0 for translated ones.</summary>
    /// <param name="network">The discriminator.</param>
    /// <param name="real">Real images.</param>
    /// <param name="fake">Translated images, detached.</param>
    /// <param name="context">Where scores are reported.</param>
    public static Tensor Discriminator(PatchDiscriminator network, Tensor real, Tensor fake, StepContext context)
    {
        var (ofReal, ofFake) = (network.Say(real), network.Say(fake));
        TranslationGame.ReportPatches(context, ofReal.Score, ofFake.Score);
        return LeastSquares.DiscriminatorLoss(ofReal, ofFake);
    }

    /// <summary>The mean square of what keeps verdicts on translated patches from 1: without the half of Mao et al., as the
    /// weights of the other terms were published beside it.</summary>
    public static Tensor Generator(PatchDiscriminator network, Tensor fake) =>
        2 * LeastSquares.GeneratorLoss(network.Say(fake), null);

    /// <summary>Reports how far what is bright in an image is bright in its translation: the correlation of both luminances over
    /// all pixels of a batch. Below 0 colours are inverted.</summary>
    public static void ReportBrightness(StepContext context, Tensor source, Tensor translated)
    {
        if (!context.IsReported)
            return;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        context.Report(Brightness, Correlation(source, translated));
    }

    /// <summary>The correlation of the luminances (ITU-R BT.601) of two batches of images; 0 where one of them has the same
    /// luminance everywhere.</summary>
    public static double Correlation(Tensor first, Tensor second)
    {
        var (a, b) = (Centred(first), Centred(second));
        var spread = (a.square().mean() * b.square().mean()).sqrt().item<float>();
        return spread > 0 ? (a * b).mean().item<float>() / spread : 0;
    }

    private static Tensor Centred(Tensor images)
    {
        var weights = tensor(Luminance, device: images.device).reshape(1, 3, 1, 1);
        var luminance = images.shape[1] < 3 ? images.narrow(1, 0, 1) : (images.narrow(1, 0, 3) * weights).sum(1);
        return luminance.flatten() - luminance.mean();
    }
}
