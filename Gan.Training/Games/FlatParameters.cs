using Gan.Training.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Training.Games;

/// <summary>All parameters of a player's networks in one buffer, their gradients in another and its floating-point statistics in
/// a third, so that an optimizer step, an average or a gradient norm is a handful of kernels whatever the number of
/// layers.</summary>
/// <remarks>The networks' own parameters become views of the buffer; in mixed precision, those that are computed with in bfloat16
/// become views of a second buffer that holds the rounded values. Kernels of convolutions lie in them with their channels last,
/// and images between layers follow them: the processor's fast convolutions work so, and with channels first each of them turns
/// images and kernels round and back, which took a quarter of a step. Move networks to their device before, never after. Backward
/// passes add to the gradients in place, as long as they build no graph of their own (<c>create_graph</c>): take penalties'
/// gradients with <c>autograd.grad</c>.</remarks>
internal sealed class FlatParameters : IDisposable
{
    private readonly Parameter[] _parameters;
    private readonly Tensor? _rounded;
    private readonly Tensor? _roundedGradients;

    /// <summary>Moves networks' parameters and statistics into buffers.</summary>
    /// <param name="networks">The networks; must outlive this object.</param>
    /// <param name="precision">What the networks compute in.</param>
    internal FlatParameters(IEnumerable<nn.Module> networks, TrainingPrecision precision = TrainingPrecision.Float32)
    {
        nn.Module[] all = [.. networks];
        IEnumerable<Parameter> Every() => all.SelectMany(network => network.parameters());
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        Values = new Parameter(Join(Every().Select(InMemoryOrder)), requires_grad: true);
        Values.DetachFromDisposeScope();
        Gradients = zeros_like(Values).DetachFromDisposeScope();
        Values.grad = Gradients;
        if (precision == TrainingPrecision.BFloat16)
        {
            foreach (var network in all)
                MixedPrecision.Apply(network);
            _rounded = Values.detach().to(ScalarType.BFloat16).DetachFromDisposeScope();
            _roundedGradients = zeros_like(_rounded).DetachFromDisposeScope();
        }

        _parameters = [.. Every()];
        // TorchSharp's modules over native ones (Embedding among them) leave their parameters to the scope that they were made
        // in, and a module passes over parameters that are gone without a word.
        foreach (var parameter in _parameters)
            parameter.DetachFromDisposeScope();
        var start = 0L;
        foreach (var parameter in _parameters)
        {
            var rounded = parameter.dtype == ScalarType.BFloat16;
            var size = parameter.numel();
            var shape = parameter.shape;
            parameter.set_(View((rounded ? _rounded! : Values.detach()).narrow(0, start, size), shape));
            parameter.grad = View((rounded ? _roundedGradients! : Gradients).narrow(0, start, size), shape);
            start += size;
        }

        Tensor[] statistics =
        [
            .. all.SelectMany(network => network.buffers()).Where(b => b.is_floating_point() && b.numel() > 0),
        ];
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

    /// <summary>Every floating-point buffer of the networks, such as batch norm's running statistics, [count].</summary>
    public Tensor Statistics { get; }

    /// <summary>Sets every gradient to zero.</summary>
    internal void ZeroGradients() => Gradients.zero_();

    /// <summary>Adds to the gradients what backward passes left in bfloat16. Called after them, before the gradients are
    /// used.</summary>
    internal void CollectGradients()
    {
        if (_roundedGradients is null)
            return;
        Gradients.add_(_roundedGradients);
        _roundedGradients.zero_();
    }

    /// <summary>Lets the network compute with the values as they are now. Called whenever they have changed.</summary>
    internal void Publish() => _rounded?.copy_(Values);

    /// <summary>Excludes the parameters from gradients, or includes them again.</summary>
    /// <param name="frozen">Whether to exclude them.</param>
    internal void Freeze(bool frozen)
    {
        foreach (var parameter in _parameters)
            parameter.requires_grad = !frozen;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Values.Dispose();
        Gradients.Dispose();
        Statistics.Dispose();
        _rounded?.Dispose();
        _roundedGradients?.Dispose();
    }

    /// <summary>A parameter as it lies in the buffer.</summary>
    private static Tensor InMemoryOrder(Tensor parameter) =>
        IsKernel(parameter.shape) ? parameter.permute(0, 2, 3, 1) : parameter;

    /// <summary>A part of the buffer as the parameter that it is.</summary>
    /// <param name="part">The part, [count].</param>
    /// <param name="shape">The parameter's shape.</param>
    internal static Tensor View(Tensor part, long[] shape) =>
        IsKernel(shape) ? part.view(shape[0], shape[2], shape[3], shape[1]).permute(0, 3, 1, 2) : part.view(shape);

    private static bool IsKernel(long[] shape) => shape is [_, _, var height, var width] && height * width > 1;

    private static Tensor Join(IEnumerable<Tensor> tensors) => cat([.. tensors.Select(t => t.detach().reshape(-1))], 0);
}
