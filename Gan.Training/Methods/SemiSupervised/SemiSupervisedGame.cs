using Gan.Training.Games;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Gan.Training.Methods;

/// <summary>The game of T. Salimans et al., "Improved Techniques for Training GANs", NIPS 2016, section 5: beside real and
/// generated samples each update of the discriminator sees a batch of labelled ones, and minimizes the cross-entropy of its class
/// logits.</summary>
internal sealed class SemiSupervisedGame : LatentGame
{
    private readonly BatchStream _labelled;
    private readonly Accuracy _accuracy = new();

    public SemiSupervisedGame(GameSetup setup, SemiSupervisedGanRecipe recipe)
        : base(setup, recipe)
    {
        var labelled = setup.Data.Where(label => label >= 0);
        _labelled = setup.CreateBatches("labelled", labelled, Math.Min(recipe.BatchSize, labelled.Count));
        AddPart(_accuracy);
    }

    private protected override PlayerLoss DiscriminatorLoss(StepContext context)
    {
        var loss = base.DiscriminatorLoss(context);
        var batch = _labelled.Next();
        var logits = Discriminator.call(batch.Samples).Classes!;
        _accuracy.Measure(logits, batch.Labels!);
        return loss.Add("supervised", cross_entropy(logits, batch.Labels!));
    }

    /// <summary><c>supervised/accuracy</c>: the share of the latest labelled batch that was classified right.</summary>
    private sealed class Accuracy : GamePart
    {
        private Tensor _value = null!;

        public override IReadOnlyDictionary<string, Tensor> State => new Dictionary<string, Tensor> { ["accuracy"] = _value };

        public override IReadOnlyDictionary<string, Tensor> Metrics =>
            new Dictionary<string, Tensor> { ["supervised/accuracy"] = _value };

        public override void Prepare(Game game) => _value = zeros([], device: game.Device).DetachFromDisposeScope();

        public void Measure(Tensor logits, Tensor labels)
        {
            using var noGrad = no_grad();
            _value.copy_(logits.argmax(1).eq(labels).to(ScalarType.Float32).mean());
        }
    }
}
