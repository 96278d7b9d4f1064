using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Gan.Training.Regularizers;

/// <summary>The supervised half of the semi-supervised game: the cross-entropy of the discriminator's class logits on a batch of
/// labelled
/// rows. T. Salimans et al., "Improved Techniques for Training GANs", NIPS 2016, section 5.</summary>
/// <remarks>Needs a recipe with a batch of labelled rows (<see cref="Recipes.Recipe.LabelledBatchSize"/>).</remarks>
public sealed class SupervisedClassifier : Regularizer
{
    private Tensor _accuracy = null!;

    /// <summary>The weight. Default 1.</summary>
    public double Weight { get; init; } = 1;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> State => new Dictionary<string, Tensor> { ["accuracy"] = _accuracy };

    /// <summary><c>supervised/accuracy</c>: the share of the latest labelled batch that was classified right.</summary>
    public override IReadOnlyDictionary<string, Tensor> Readings =>
        new Dictionary<string, Tensor> { ["supervised/accuracy"] = _accuracy };

    /// <inheritdoc/>
    public override void Prepare(GameContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _accuracy = zeros([], device: context.Device).DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor? DiscriminatorTerm(Turn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        var (samples, labels) = (turn.Labelled!.Samples, turn.Labelled.Labels!);
        var logits = turn.Game.Discriminator.Judge(samples).Classes!;
        using (no_grad())
            _accuracy.copy_(logits.argmax(1).eq(labels).to(ScalarType.Float32).mean());
        return Weight * cross_entropy(logits, labels);
    }
}
