using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Gan.Training.Networks.Layers;

/// <summary>Layers that a fixed reference batch passes through in front of every batch, for the <see cref="VirtualBatchNorm"/>
/// layers
/// among them.</summary>
public sealed class VirtualBatchNormBody : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> _body;

    [ComponentName(Name = "reference")]
    private readonly Tensor _reference;

    /// <summary>Wraps the layers.</summary>
    /// <param name="reference">The reference batch, [rows, ...], chosen once. Copied.</param>
    /// <param name="body">The layers; no batch norm among them but the virtual one. Owned from here on.</param>
    public VirtualBatchNormBody(Tensor reference, nn.Module<Tensor, Tensor> body)
        : base(nameof(VirtualBatchNormBody))
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(body);
        _body = body;
        _reference = reference.detach().clone().DetachFromDisposeScope();
        RegisterComponents();
    }

    /// <summary>The layers.</summary>
    public nn.Module<Tensor, Tensor> Body => _body;

    /// <summary>The reference batch.</summary>
    public Tensor Reference => _reference;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var rows = _body.call(cat([_reference, input], 0));
        return rows.narrow(0, _reference.shape[0], input.shape[0]);
    }

    /// <summary>Passes the reference batch alone, so that the layers hold the statistics that belong to the present
    /// weights.</summary>
    public void RefreshStatistics()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        _body.call(_reference);
    }
}
