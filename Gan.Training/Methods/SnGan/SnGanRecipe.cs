using System.ComponentModel;
using Gan.Training.Losses;
using Gan.Training.Networks;

namespace Gan.Training.Methods;

/// <summary>Spectrally normalized GAN with hinge loss, and with labels a projection discriminator: T. Miyato et al., "Spectral
/// Normalization for Generative Adversarial Networks", and T. Miyato, M. Koyama, "cGANs with Projection Discriminator", both ICLR
/// 2018.</summary>
/// <remarks>Residual networks for pictures, fully connected ones with spectral norm for other data. Adam with beta1 0, beta2 0.9
/// and five discriminator updates per generator update, as in the papers. Where the data have labels, both players use them,
/// unless <see cref="Conditional"/> is off.</remarks>
public sealed record SnGanRecipe : StandardRecipe
{
    /// <summary>The papers' settings, with fewer feature maps.</summary>
    public SnGanRecipe() => (LatentSize, Beta1, Beta2, DiscriminatorSteps, FeatureMaps) = (128, 0, 0.9, 5, 64);

    /// <inheritdoc/>
    public override string Name => "sngan";

    /// <inheritdoc/>
    public override string Method => "SN-GAN";

    /// <inheritdoc/>
    public override string Paper =>
        "Miyato et al.: Spectral Normalization for Generative Adversarial Networks (ICLR 2018, arXiv:1802.05957); "
        + "Miyato, Koyama: cGANs with Projection Discriminator (ICLR 2018, arXiv:1802.05637)";

    /// <summary>Whether labels are used where there are any.</summary>
    /// <value>True or false; default true.</value>
    [Category("data")]
    public bool Conditional { get; init; } = true;

    /// <inheritdoc/>
    public override AdversarialLoss CreateLoss() => new HingeLoss();

    /// <inheritdoc/>
    public override GeneratorNetwork CreateGenerator(NetworkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!IsConvolutional(context))
            return base.CreateGenerator(context);
        var network = SnResnetNetworks.CreateGenerator(context.Shape, GeneratorOptions(context), FeatureMaps);
        WeightInitialization.Xavier(network, context.WeightRandom);
        return network;
    }

    /// <inheritdoc/>
    public override DiscriminatorNetwork CreateDiscriminator(NetworkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!IsConvolutional(context))
        {
            var vector = MlpNetworks.CreateDiscriminator(
                context.Shape,
                DiscriminatorOptions(context),
                new MlpOptions { Hidden = DiscriminatorWidths, WeightNormalization = WeightNormalization.Spectral }
            );
            WeightInitialization.FanIn(vector, context.WeightRandom);
            return vector;
        }

        var network = SnResnetNetworks.CreateDiscriminator(context.Shape, DiscriminatorOptions(context), FeatureMaps);
        WeightInitialization.Xavier(network, context.WeightRandom);
        return network;
    }

    /// <inheritdoc/>
    internal override GeneratorOptions GeneratorOptions(NetworkContext context) =>
        base.GeneratorOptions(context) with
        {
            ClassCount = Classes(context),
        };

    /// <inheritdoc/>
    internal override DiscriminatorOptions DiscriminatorOptions(NetworkContext context) =>
        new() { ProjectionClasses = Classes(context) };

    private int Classes(NetworkContext context) => Conditional ? context.ClassCount : 0;
}
