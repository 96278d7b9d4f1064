using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Gan.Training.Detection;
using Gan.Training.Networks;
using Gan.Training.Networks.Layers;
using Gan.Training.Validation;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>A recipe that is played with fully connected or with strided convolutional networks, as the data ask for.</summary>
public abstract record StandardRecipe : LatentRecipe
{
    /// <summary>The kind of networks.</summary>
    /// <value>Auto, Mlp or Dcgan; default Auto.</value>
    [Category("networks")]
    public NetworkArchitecture Architecture { get; init; }

    /// <summary>Fully connected networks: widths of the generator's hidden layers, first to last.</summary>
    /// <value>One or more, each at least 1; default 128, 256.</value>
    [Category("networks"), MinLength(1), ElementRange(1)]
    public IReadOnlyList<int> Hidden { get; init; } = [128, 256];

    /// <summary>Fully connected networks: widths of the discriminator's hidden layers, first to last; where there are none, the
    /// generator's the other way round.</summary>
    /// <value>Each at least 1, or none; default none.</value>
    [Category("networks"), ElementRange(1)]
    public IReadOnlyList<int> DiscriminatorHidden { get; init; } = [];

    /// <summary>Convolutional networks: feature maps at the largest hidden resolution; they double at each smaller one.</summary>
    /// <value>At least 1; default 32.</value>
    [Category("networks"), Range(1, int.MaxValue)]
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
            context.Shape,
            options,
            new DcganOptions { FeatureMaps = FeatureMaps, Normalization = CriticNormalization }
        );
        WeightInitialization.Dcgan(pictures, context.WeightRandom);
        return pictures;
    }

    /// <summary>The widths of a fully connected discriminator's hidden layers.</summary>
    protected IReadOnlyList<int> DiscriminatorWidths =>
        DiscriminatorHidden.Count > 0 ? DiscriminatorHidden : [.. Hidden.Reverse()];

    /// <summary>How the convolutional discriminator's features are normalized. Batch norm unless overridden.</summary>
    internal virtual FeatureNormalization CriticNormalization => FeatureNormalization.Batch;

    /// <summary>What the generator makes samples from: its latent, unless overridden.</summary>
    /// <param name="context">Shape and classes.</param>
    internal virtual GeneratorOptions GeneratorOptions(NetworkContext context) => new() { LatentSize = LatentSize };

    /// <summary>What the discriminator sees and says: a sample and its score, unless overridden.</summary>
    /// <param name="context">Shape and classes.</param>
    internal virtual DiscriminatorOptions DiscriminatorOptions(NetworkContext context) => new();

    /// <summary>An encoder of the discriminator's size: layers that take samples to latents.</summary>
    /// <param name="context">Shape and classes.</param>
    /// <param name="normalization">For pictures: how hidden features are normalized.</param>
    private protected nn.Module<Tensor, Tensor> CreateEncoder(NetworkContext context, FeatureNormalization normalization)
    {
        var (layers, width) = DetectorNetworks.Trunk(
            context.Shape,
            IsConvolutional(context),
            DiscriminatorWidths,
            FeatureMaps,
            normalization
        );
        var encoder = nn.Sequential([.. layers, new OneDnnLinear(width, LatentSize)]);
        Initialize(encoder, context);
        return encoder;
    }

    /// <summary>A discriminator of samples with their latents; not yet initialized.</summary>
    private protected PairDiscriminator CreatePairDiscriminator(NetworkContext context, int features, WeightNormalization weights)
    {
        var (layers, width) = DetectorNetworks.Trunk(
            context.Shape,
            IsConvolutional(context),
            DiscriminatorWidths,
            FeatureMaps,
            weights: weights
        );
        return new PairDiscriminator(
            nn.Sequential(layers),
            nn.Sequential(NetworkLayers.CreateLinear(width + LatentSize, features, weights), nn.LeakyReLU(0.2, inplace: true)),
            NetworkLayers.CreateLinear(features, 1, weights),
            features
        );
    }

    /// <summary>Draws a network's weights as the standard networks' are drawn.</summary>
    private protected void Initialize(nn.Module network, NetworkContext context)
    {
        if (IsConvolutional(context))
            WeightInitialization.Dcgan(network, context.WeightRandom);
        else
            WeightInitialization.FanIn(network, context.WeightRandom);
    }

    /// <summary>Whether the networks for some data are convolutional.</summary>
    /// <param name="context">Shape and classes.</param>
    protected bool IsConvolutional(NetworkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return IsConvolutional(context.Shape);
    }

    /// <summary>Whether the networks for samples of a shape are convolutional.</summary>
    private protected bool IsConvolutional(IReadOnlyList<int> shape) =>
        Architecture switch
        {
            NetworkArchitecture.Mlp => false,
            NetworkArchitecture.Dcgan => true,
            _ => ImagePlan.Fits(shape),
        };
}
