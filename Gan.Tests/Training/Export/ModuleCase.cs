using static TorchSharp.torch;

namespace Gan.Tests.Training.Export;

/// <summary>A module to export and the shape of one row of its input.</summary>
internal sealed record ModuleCase(string Name, Func<nn.Module<Tensor, Tensor>> Create, long[] Shape)
{
    /// <summary>The number of different integers it takes; 0 where it takes floats.</summary>
    public long Indices { get; init; }

    /// <summary>The module with weights and statistics that are not those it starts with.</summary>
    public nn.Module<Tensor, Tensor> CreateTrained(Generator random)
    {
        var module = Create();
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (var parameter in module.parameters())
            parameter.add_(randn(parameter.shape, generator: random) * 0.2);
        module.train();
        module.call(Draw(16, random));
        return module;
    }

    /// <summary>Rows of input; floats are neither centred nor of unit spread.</summary>
    public Tensor Draw(long rows, Generator random) =>
        Indices > 0
            ? randint(0, Indices, [rows, .. Shape], ScalarType.Int64, generator: random)
            : randn([rows, .. Shape], generator: random) * 2 + 0.5;
}
