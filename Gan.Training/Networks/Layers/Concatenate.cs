using System.Globalization;
using static TorchSharp.torch;

namespace Gan.Training.Networks.Layers;

/// <summary>What several branches make of the same input, one behind the other along dimension 1: channels of pictures, values of
/// vectors
/// (Szegedy et al., "Going Deeper with Convolutions", 2015).</summary>
public sealed class Concatenate : nn.Module<Tensor, Tensor>
{
    private readonly List<nn.Module<Tensor, Tensor>> _branches;

    /// <summary>Wraps the branches.</summary>
    /// <param name="branches">At least one; what they give differs in dimension 1 at most, and none begins with a layer that
    /// works in
    /// place. Owned from here on.</param>
    public Concatenate(params IEnumerable<nn.Module<Tensor, Tensor>> branches)
        : base(nameof(Concatenate))
    {
        ArgumentNullException.ThrowIfNull(branches);
        _branches = [.. branches];
        if (_branches.Count == 0)
            throw new ArgumentException("There must be a branch.", nameof(branches));
        foreach (var (index, branch) in _branches.Index())
            register_module(index.ToString(CultureInfo.InvariantCulture), branch);
    }

    /// <summary>The branches, first to last.</summary>
    public IReadOnlyList<nn.Module<Tensor, Tensor>> Branches => _branches;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => cat([.. _branches.Select(branch => branch.call(input))], 1);
}
