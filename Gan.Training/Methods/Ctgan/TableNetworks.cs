using Gan.Training.Networks;
using Gan.Training.Networks.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Training.Methods;

/// <summary>The networks of CTGAN: L. Xu et al., "Modeling Tabular Data using Conditional GAN", NeurIPS 2019, section
/// 4.4.</summary>
internal static class TableNetworks
{
    /// <summary>A generator whose hidden layers each see all before them: a layer's output stands behind its input.</summary>
    /// <param name="context">What the rows are made up of; without a table, plain numbers in [-1, 1].</param>
    /// <param name="latentSize">Width of the latent, without the noise that one-hot blocks need.</param>
    /// <param name="hidden">Widths of the hidden layers, first to last.</param>
    /// <param name="temperature">The Gumbel softmax's temperature; above 0.</param>
    public static GeneratorNetwork CreateGenerator(
        NetworkContext context,
        int latentSize,
        IReadOnlyList<int> hidden,
        double temperature
    )
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(hidden);
        var layers = new List<Module<Tensor, Tensor>>();
        var width = latentSize + (context.Table?.ConditionWidth ?? 0);
        foreach (var next in hidden)
        {
            layers.Add(new SkipConnection(Sequential(new OneDnnLinear(width, next), BatchNorm1d(next), ReLU())));
            width += next;
        }

        layers.Add(new OneDnnLinear(width, context.SampleSize));
        if (context.Table is not { } table)
        {
            layers.Add(Tanh());
            if (context.Shape.Count > 1)
                layers.Add(Unflatten(1, [.. context.Shape.Select(n => (long)n)]));
            return new GeneratorNetwork(latentSize, Sequential(layers));
        }

        var body = new TableGeneratorBody(table, latentSize, Sequential(layers), temperature);
        var conditions = table.ConditionWidth == 0 ? null : new CodeLayout([.. table.ConditionBlocks.Select(b => b.Block)], 0);
        return new GeneratorNetwork(latentSize + body.NoiseSize, body, 0, codes: conditions);
    }

    /// <summary>A critic that judges several rows together, each with its condition.</summary>
    /// <param name="context">What the rows are made up of.</param>
    /// <param name="packing">How many rows it judges together; at least 1.</param>
    /// <param name="hidden">Widths of the hidden layers, first to last; at least one.</param>
    /// <param name="dropout">How likely a hidden value is set to 0 while training, in [0, 1).</param>
    public static HeadedDiscriminator CreateDiscriminator(
        NetworkContext context,
        int packing,
        IReadOnlyList<int> hidden,
        double dropout
    )
    {
        ArgumentNullException.ThrowIfNull(context);
        IReadOnlyList<int> shape = context.Table is { } table ? [table.Width + table.ConditionWidth] : context.Shape;
        return MlpNetworks.CreateDiscriminator(
            shape,
            new DiscriminatorOptions { Packing = packing },
            new MlpOptions
            {
                Hidden = hidden,
                Dropout = dropout,
                Noise = context.Noise,
            }
        );
    }
}
