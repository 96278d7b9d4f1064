using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Gan.Training.Networks.Layers;

/// <summary>Appends one channel that holds how much the rows of a group differ: the standard deviation over the group, averaged
/// over
/// channels and pixels (Karras et al., "Progressive Growing of GANs", 2018, section 3; groups as in StyleGAN). [batch, channels,
/// height,
/// width] to one channel more.</summary>
/// <remarks>In evaluation mode the channel holds the running average over training, so that a sample's score does not depend on
/// the batch
/// it comes in.</remarks>
public sealed class MinibatchStandardDeviation : nn.Module<Tensor, Tensor>
{
    private const double Momentum = 0.1;

    [ComponentName(Name = "running")]
    private readonly Tensor _running;

    /// <summary>Makes the layer.</summary>
    /// <param name="groupSize">Rows in a group, at least 2; a batch that it does not divide is one group.</param>
    public MinibatchStandardDeviation(int groupSize = 4)
        : base(nameof(MinibatchStandardDeviation))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groupSize, 2);
        GroupSize = groupSize;
        _running = ones(1).DetachFromDisposeScope();
        RegisterComponents();
    }

    /// <summary>Rows in a group.</summary>
    public int GroupSize { get; }

    /// <summary>What the channel holds in evaluation mode, [1].</summary>
    public Tensor Running => _running;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        long[] plane = [input.shape[0], 1, input.shape[2], input.shape[3]];
        var channel = training ? Deviations(input).view(-1, 1, 1, 1).expand(plane) : _running.view(1, 1, 1, 1).expand(plane);
        return cat([input, channel], 1);
    }

    /// <summary>One number a row, the same for all rows of a group.</summary>
    private Tensor Deviations(Tensor input)
    {
        var batch = input.shape[0];
        var size = batch % GroupSize == 0 ? GroupSize : batch;
        // Row i stands in group i modulo the number of groups, as in the published code.
        var grouped = input.view(size, batch / size, -1);
        var variances = (grouped - grouped.mean([0L], keepdim: true)).square().mean([0L]);
        var deviations = (variances + 1e-8).sqrt().mean([1L]);
        var rows = deviations.repeat(size);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        _running.mul_(1 - Momentum).add_(deviations.mean(), Momentum);
        return rows;
    }
}
