using Gan.Onnx.Bundles;
using static TorchSharp.torch;

namespace Gan.Training.Editing;

/// <summary>Looks for latents by Adam, each row for itself, and keeps the best that each row met.</summary>
/// <remarks>Uniform latents stay within [-1, 1]: they are the tanh of what is moved. Rows do not influence each other, so a batch
/// gives what its rows alone give, but for rounding.</remarks>
internal static class LatentSearch
{
    private const double Beta1 = 0.9,
        Beta2 = 0.999,
        Epsilon = 1e-8;

    // Where tanh still has a slope to move by.
    private const double LargestUniform = 0.999;

    /// <summary>Minimizes a loss of each row.</summary>
    /// <param name="generator">In use.</param>
    /// <param name="start">Latents [rows, latent] to begin at.</param>
    /// <param name="loss">From latents and their pictures to losses [rows].</param>
    /// <param name="steps">Steps of Adam; 0 gives the start.</param>
    /// <param name="rate">The first step's size; it falls as a cosine.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <returns>The best latents of each row [rows, latent], in the caller's scope.</returns>
    public static Tensor Minimize(
        PictureGenerator generator,
        Tensor start,
        Func<Tensor, Tensor, Tensor> loss,
        int steps,
        double rate,
        CancellationToken cancellation = default
    )
    {
        using var outer = NewDisposeScope();
        var moved = (generator.Distribution == LatentDistribution.Uniform ? Unbound(start) : start.detach().clone());
        var (mean, square) = (zeros_like(moved), zeros_like(moved));
        var best = start.detach().clone();
        var bestLoss = full([start.shape[0]], float.PositiveInfinity, device: start.device);
        for (var step = 0; step <= steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            using var parameter = moved.detach().requires_grad_();
            var latents = generator.Distribution == LatentDistribution.Uniform ? parameter.tanh() : parameter;
            var losses = loss(latents, generator.Decode(latents));
            Tensor? gradient = step < steps ? autograd.grad([losses.sum()], [parameter])[0] : null;
            using var noGrad = no_grad();
            var better = losses < bestLoss;
            bestLoss.copy_(where(better, losses, bestLoss));
            best.copy_(where(better.unsqueeze(1), latents, best));
            if (gradient is null)
                break;
            mean.mul_(Beta1).add_(gradient * (1 - Beta1));
            square.mul_(Beta2).add_(gradient.square() * (1 - Beta2));
            var size = rate * (1 + Math.Cos(Math.PI * step / steps)) / 2;
            var (first, second) = (1 - Math.Pow(Beta1, step + 1), 1 - Math.Pow(Beta2, step + 1));
            moved.sub_(mean / ((square / second).sqrt() + Epsilon) * (size / first));
        }

        return best.MoveToOuterDisposeScope();
    }

    private static Tensor Unbound(Tensor latents) => latents.detach().clamp(-LargestUniform, LargestUniform).atanh();
}
