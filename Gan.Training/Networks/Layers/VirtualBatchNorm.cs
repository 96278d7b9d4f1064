using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Gan.Training.Networks.Layers;

/// <summary>Virtual batch normalization: each row is normalized by the statistics of a fixed reference batch and itself, so that
/// it does
/// not depend on the rows beside it (Salimans et al., "Improved Techniques for Training GANs", 2016, section 3.5).</summary>
/// <remarks>Takes [rows, channels] or [rows, channels, height, width] whose first rows are the reference batch: use it within a
/// <see cref="VirtualBatchNormBody"/>, which puts them there. Evaluation mode is the same.</remarks>
public sealed class VirtualBatchNorm : nn.Module<Tensor, Tensor>
{
    /// <summary>What is added to a variance.</summary>
    public const double Epsilon = 1e-5;

    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;

    [ComponentName(Name = "bias")]
    private readonly Parameter _bias;

    [ComponentName(Name = "reference_mean")]
    private readonly Tensor _referenceMean;

    [ComponentName(Name = "reference_mean_square")]
    private readonly Tensor _referenceMeanSquare;

    /// <summary>Makes the layer; it starts with scale 1 and shift 0.</summary>
    /// <param name="channels">Channels.</param>
    /// <param name="referenceRows">Rows in the reference batch; at least 2.</param>
    public VirtualBatchNorm(long channels, long referenceRows)
        : base(nameof(VirtualBatchNorm))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(referenceRows, 2);
        (Channels, ReferenceRows) = (channels, referenceRows);
        (_weight, _bias) = (new Parameter(ones(channels)), new Parameter(zeros(channels)));
        (_referenceMean, _referenceMeanSquare) = (zeros(channels), ones(channels));
        foreach (var tensor in new[] { _weight, _bias, _referenceMean, _referenceMeanSquare })
            tensor.DetachFromDisposeScope();
        RegisterComponents();
    }

    /// <summary>Channels.</summary>
    public long Channels { get; }

    /// <summary>Rows in the reference batch.</summary>
    public long ReferenceRows { get; }

    /// <summary>Scale of each channel.</summary>
    public Parameter Scale => _weight;

    /// <summary>Shift of each channel.</summary>
    public Parameter Shift => _bias;

    /// <summary>The reference batch's mean of each channel at the last pass, [channels].</summary>
    public Tensor ReferenceMean => _referenceMean;

    /// <summary>The reference batch's mean square of each channel at the last pass, [channels].</summary>
    public Tensor ReferenceMeanSquare => _referenceMeanSquare;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var rows = input.shape[0];
        if (rows < ReferenceRows)
            throw new ArgumentException(
                $"The input has {rows} rows, fewer than the reference batch's {ReferenceRows}.",
                nameof(input)
            );
        // One row's statistics, [rows, channels]; a vector is a picture of one pixel.
        var pixels = input.dim() == 2 ? input.unsqueeze(2) : input.flatten(2);
        var (mean, meanSquare) = (pixels.mean([2L]), pixels.square().mean([2L]));
        var reference = Reference(mean);
        var referenceSquare = Reference(meanSquare);
        Remember(reference, referenceSquare);
        // The reference rows are in their own statistics already; each other row counts as one more.
        var share = 1.0 / (ReferenceRows + 1);
        mean = Combine(mean, reference, share);
        meanSquare = Combine(meanSquare, referenceSquare, share);
        var scale = _weight / (meanSquare - mean.square() + Epsilon).sqrt();
        var shift = _bias - mean * scale;
        return (pixels * scale.unsqueeze(2) + shift.unsqueeze(2)).view(input.shape);
    }

    private Tensor Reference(Tensor rows) => rows.narrow(0, 0, ReferenceRows).mean([0L], keepdim: true);

    private Tensor Combine(Tensor rows, Tensor reference, double share)
    {
        var others = rows.narrow(0, ReferenceRows, rows.shape[0] - ReferenceRows);
        return cat([reference.expand(ReferenceRows, -1), others * share + reference * (1 - share)], 0);
    }

    private void Remember(Tensor mean, Tensor meanSquare)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        _referenceMean.copy_(mean.squeeze(0));
        _referenceMeanSquare.copy_(meanSquare.squeeze(0));
    }
}
