using Gan.Training.Networks;

namespace Gan.Training.Recipes;

/// <summary>A recipe that is played with fully connected or with strided convolutional networks, as the data ask for.</summary>
public abstract record StandardRecipe : Recipe
{
    /// <summary>The kind of networks. Default auto.</summary>
    public NetworkArchitecture Architecture { get; init; }

    /// <summary>Fully connected networks: widths of the generator's hidden layers, first to last. Default 128, 256.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [128, 256];

    /// <summary>Fully connected networks: widths of the discriminator's hidden layers, first to last; where empty, as by default, the
    /// generator's the other way round.</summary>
    public IReadOnlyList<int> DiscriminatorHidden { get; init; } = [];

    /// <summary>Convolutional networks: feature maps at the largest hidden resolution; they double at each smaller one. Default 32.</summary>
    public int FeatureMaps { get; init; } = 32;

    /// <inheritdoc/>
    public override GeneratorNetwork CreateGenerator(NetworkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var options = GeneratorOptions(context);
        if (!IsConvolutional(context))
        {
            var vector = MlpNetworks.CreateGenerator(context.Shape, options, new MlpOptions { Hidden = Hidden });
            WeightInitialization.FanIn(vector, context.WeightRandom);
            return vector;
        }

        var pictures = DcganNetworks.CreateGenerator(context.Shape, options, new DcganOptions { FeatureMaps = FeatureMaps });
        WeightInitialization.Dcgan(pictures, context.WeightRandom);
        return pictures;
    }

    /// <inheritdoc/>
    public override DiscriminatorNetwork CreateDiscriminator(NetworkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var options = DiscriminatorOptions(context);
        if (!IsConvolutional(context))
        {
            var vector = MlpNetworks.CreateDiscriminator(context.Shape, options, new MlpOptions { Hidden = DiscriminatorWidths });
            WeightInitialization.FanIn(vector, context.WeightRandom);
            return vector;
        }

        var pictures = DcganNetworks.CreateDiscriminator(
            context.Shape, options, new DcganOptions { FeatureMaps = FeatureMaps, Normalization = CriticNormalization });
        WeightInitialization.Dcgan(pictures, context.WeightRandom);
        return pictures;
    }

    /// <summary>The widths of a fully connected discriminator's hidden layers.</summary>
    protected IReadOnlyList<int> DiscriminatorWidths => DiscriminatorHidden.Count > 0 ? DiscriminatorHidden : [.. Hidden.Reverse()];

    /// <summary>How the convolutional discriminator's features are normalized. Batch norm unless overridden.</summary>
    protected virtual FeatureNormalization CriticNormalization => FeatureNormalization.Batch;

    /// <summary>What the generator makes samples from: its latent, unless overridden.</summary>
    /// <param name="context">Shape and classes.</param>
    protected virtual GeneratorOptions GeneratorOptions(NetworkContext context) => new() { LatentSize = LatentSize, Codes = Codes };

    /// <summary>What the discriminator sees and says: a sample and its score, unless overridden.</summary>
    /// <param name="context">Shape and classes.</param>
    protected virtual DiscriminatorOptions DiscriminatorOptions(NetworkContext context) => new();

    /// <summary>Whether the networks for some data are convolutional.</summary>
    /// <param name="context">Shape and classes.</param>
    protected bool IsConvolutional(NetworkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Architecture switch
        {
            NetworkArchitecture.Mlp => false,
            NetworkArchitecture.Dcgan => true,
            _ => PicturePlan.Fits(context.Shape),
        };
    }
}
