using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Training;

/// <summary>All parameters of a network in one buffer, their gradients in another and its floating-point statistics in a third, so that
/// an optimizer step, an average or a gradient norm is a handful of kernels whatever the number of layers.</summary>
/// <remarks>The network's own parameters become views of the buffer. Move the network to its device before, never after. Backward
/// passes add to the gradients in place, as long as they build no graph of their own (<c>create_graph</c>): take penalties' gradients with
/// <c>autograd.grad</c>.</remarks>
public sealed class FlatParameters : IDisposable
{
    private readonly Parameter[] _parameters;

    /// <summary>Moves a network's parameters and statistics into buffers.</summary>
    /// <param name="network">The network; must outlive this object.</param>
    public FlatParameters(nn.Module network)
    {
        ArgumentNullException.ThrowIfNull(network);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        _parameters = [.. network.parameters()];
        Values = new Parameter(Join(_parameters), requires_grad: true);
        Values.DetachFromDisposeScope();
        Gradients = zeros_like(Values).DetachFromDisposeScope();
        Values.grad = Gradients;
        var start = 0L;
        foreach (var parameter in _parameters)
        {
            var size = parameter.numel();
            var shape = parameter.shape;
            parameter.set_(Values.detach().narrow(0, start, size).view(shape));
            parameter.grad = Gradients.narrow(0, start, size).view(shape);
            start += size;
        }

        Tensor[] statistics = [.. network.buffers().Where(b => b.is_floating_point() && b.numel() > 0)];
        Statistics = (statistics.Length == 0 ? empty(0) : Join(statistics)).DetachFromDisposeScope();
        start = 0;
        foreach (var buffer in statistics)
        {
            var size = buffer.numel();
            buffer.set_(Statistics.narrow(0, start, size).view(buffer.shape));
            start += size;
        }
    }

    /// <summary>Every parameter, [count]; its gradient is <see cref="Gradients"/>.</summary>
    public Parameter Values { get; }

    /// <summary>The gradient of every parameter, [count].</summary>
    public Tensor Gradients { get; }

    /// <summary>Every floating-point buffer of the network, such as batch norm's running statistics, [count].</summary>
    public Tensor Statistics { get; }

    /// <summary>Sets every gradient to zero.</summary>
    public void ZeroGradients() => Gradients.zero_();

    /// <summary>Excludes the parameters from gradients, or includes them again.</summary>
    /// <param name="frozen">Whether to exclude them.</param>
    public void Freeze(bool frozen)
    {
        foreach (var parameter in _parameters) parameter.requires_grad = !frozen;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Values.Dispose();
        Gradients.Dispose();
        Statistics.Dispose();
    }

    private static Tensor Join(IEnumerable<Tensor> tensors) => cat([.. tensors.Select(t => t.detach().reshape(-1))], 0);
}
