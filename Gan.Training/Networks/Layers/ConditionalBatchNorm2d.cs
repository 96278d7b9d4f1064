using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Training.Networks.Layers;

/// <summary>Batch norm with a scale and a shift of its own for each class (Dumoulin et al., "A Learned Representation for
/// Artistic Style", 2017; Miyato and Koyama 2018). Takes features [batch, channels, height, width] and labels, Int64
/// [batch].</summary>
internal sealed class ConditionalBatchNorm2d : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly BatchNorm2d _norm;
    private readonly Embedding _scale;
    private readonly Embedding _shift;

    /// <summary>Makes the layer; every class starts with scale 1 and shift 0.</summary>
    /// <param name="channels">Channels of the features.</param>
    /// <param name="classCount">The number of classes.</param>
    public ConditionalBatchNorm2d(long channels, long classCount)
        : base(nameof(ConditionalBatchNorm2d))
    {
        _norm = nn.BatchNorm2d(channels, affine: false);
        _scale = nn.Embedding(classCount, channels);
        _shift = nn.Embedding(classCount, channels);
        nn.init.ones_(_scale.weight!);
        nn.init.zeros_(_shift.weight!);
        RegisterComponents();
    }

    /// <summary>The normalization, without scale and shift.</summary>
    public BatchNorm2d Norm => _norm;

    /// <summary>The scales, [classes, channels].</summary>
    public Embedding Scale => _scale;

    /// <summary>The shifts, [classes, channels].</summary>
    public Embedding Shift => _shift;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, Tensor labels)
    {
        var scale = _scale.call(labels).unsqueeze(2).unsqueeze(3);
        var shift = _shift.call(labels).unsqueeze(2).unsqueeze(3);
        return _norm.call(input) * scale + shift;
    }
}
