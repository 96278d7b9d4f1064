using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Gan.Training.Networks.Layers;

/// <summary>Divides a weight by its largest singular value, which power iteration follows as the weight changes: Miyato et al.,
/// "Spectral Normalization for Generative Adversarial Networks" (2018), algorithm 1.</summary>
internal sealed class SpectralNormalization : nn.Module
{
    // As many as PyTorch starts with: enough for the estimate to be near from the first step on.
    private const int StartingIterations = 15;

    [ComponentName(Name = "u")]
    private readonly Tensor _u;

    [ComponentName(Name = "v")]
    private readonly Tensor _v;

    /// <param name="weight">The weight; its first dimension is the matrix's rows, all others are its columns.</param>
    public SpectralNormalization(Tensor weight)
        : base(nameof(SpectralNormalization))
    {
        using var scope = NewDisposeScope();
        _u = zeros(weight.shape[0]).DetachFromDisposeScope();
        _v = zeros(weight.numel() / weight.shape[0]).DetachFromDisposeScope();
        Restart(weight);
        RegisterComponents();
    }

    /// <summary>Forgets the singular vectors and estimates them anew; for a weight that has been set and not trained.</summary>
    public void Restart(Tensor weight)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        // A fixed vector without structure: a random one would do as well, and needs a source of randomness.
        _u.copy_(arange(1, _u.numel() + 1, ScalarType.Float32, _u.device).sin_());
        Iterate(weight, StartingIterations);
    }

    /// <summary>The weight over its largest singular value; one power iteration before, in training mode.</summary>
    public Tensor Apply(Tensor weight)
    {
        if (!training)
            return weight / SettledSingularValue(weight);
        Iterate(weight, 1);
        // Copies: the next pass changes the vectors in place while this pass's gradients still need them as they are.
        return weight / SingularValue(weight, _u.clone(), _v.clone());
    }

    /// <summary>The weight over its largest singular value, without a power iteration.</summary>
    public Tensor Effective(Tensor weight)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return (weight / SettledSingularValue(weight)).MoveToOuterDisposeScope();
    }

    /// <summary>By the vectors as they are, made of unit length again: averaged over steps, unit vectors are shorter.</summary>
    private Tensor SettledSingularValue(Tensor weight) => SingularValue(weight, Unit(_u), Unit(_v));

    private static Tensor SingularValue(Tensor weight, Tensor u, Tensor v) => u.dot(weight.flatten(1).mv(v));

    private void Iterate(Tensor weight, int times)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var matrix = weight.flatten(1);
        for (var i = 0; i < times; i++)
        {
            _v.copy_(Unit(matrix.t().mv(_u)));
            _u.copy_(Unit(matrix.mv(_v)));
        }
    }

    private static Tensor Unit(Tensor vector) => nn.functional.normalize(vector, dim: 0);
}
