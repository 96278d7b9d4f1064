using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Gan.Training.Games;

namespace Gan.Training.Methods;

/// <summary>A one-class feature-matching detector, our recommendation: an R3GAN whose discriminator's features, beside the row
/// itself, are compared with those of rows it was trained on.</summary>
/// <remarks>The game is R3GAN's; what is matched are features of the last layer, as in T. Salimans et al., "Improved Techniques
/// for Training GANs", 2016, but of single rows instead of means. The score is the distance to the k-th nearest of a fixed set of
/// prototypes (<see cref="PrototypeScorer"/>), all inside the exported graph.</remarks>
public sealed record OneClassGanRecipe : R3GanRecipe
{
    /// <summary>R3GAN's game with small networks, and learning rates to match.</summary>
    public OneClassGanRecipe()
    {
        (LatentSize, Hidden, Beta2, GeneratorAveraging) = (16, [64, 64], 0.99, 0);
        (GeneratorLearningRate, DiscriminatorLearningRate) = (1e-3, 1e-3);
    }

    /// <inheritdoc/>
    public override string Name => "one-class-gan";

    /// <inheritdoc/>
    public override string Method => "one-class feature matching";

    /// <inheritdoc/>
    public override bool IsDetector => true;

    /// <inheritdoc/>
    internal override IEnumerable<Recipe> ForBudget(IReadOnlyList<int> shape, long steps) => [this];

    /// <inheritdoc/>
    public override string Paper =>
        "the game: Huang et al.: The GAN is dead; long live the GAN! (NeurIPS 2024, arXiv:2501.05441); feature matching: "
        + "Salimans et al.: Improved Techniques for Training GANs (NIPS 2016, arXiv:1606.03498)";

    /// <summary>Rows kept as prototypes: more make scoring slower.</summary>
    /// <value>At least 1; default 1024.</value>
    [Category("scoring"), Range(1, int.MaxValue)]
    public int Prototypes { get; init; } = 1024;

    /// <summary>The score is the distance to this nearest prototype, counted from 1. With 2 a single abnormal row among the
    /// prototypes hides nothing.</summary>
    /// <value>At least 1; default 2.</value>
    [Category("scoring"), Range(1, int.MaxValue)]
    public int Neighbour { get; init; } = 2;

    /// <summary>The features' share of squared distances; the rest is the row's own.</summary>
    /// <value>From 0 to 1; default 0.5.</value>
    [Category("scoring"), Range(0.0, 1.0)]
    public double FeatureWeight { get; init; } = 0.5;

    /// <summary>The share of a table's rows' own squared distances that is measured along the principal axes of the columns'
    /// correlations, each in its own unit, so that a row that breaks what holds between columns is far from all others. 0 where
    /// columns have nothing to do with each other. Pictures go without.</summary>
    /// <value>From 0 to 1; default 0.15.</value>
    [Category("scoring"), Range(0.0, 1.0)]
    public double CorrelationWeight { get; init; } = 0.15;

    /// <summary>How much it counts that a prototype of a table is itself far from the bulk of them, so that a few abnormal rows
    /// among the trained ones, which are alike, do not make each other look normal. 0 where all rows are known to be normal.
    /// Pictures go without.</summary>
    /// <value>At least 0; default 0.35.</value>
    [Category("scoring"), Range(0.0, double.MaxValue)]
    public double RemotenessWeight { get; init; } = 0.35;

    /// <inheritdoc/>
    public override Game CreateGame(GameSetup setup) => new OneClassGame(setup, this);
}
