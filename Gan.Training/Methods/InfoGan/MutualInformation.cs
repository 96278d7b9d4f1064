using Gan.Training.Games;
using Gan.Training.Losses;
using Gan.Training.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Gan.Training.Methods;

/// <summary>InfoGAN's lower bound of the mutual information between codes and samples: X. Chen et al., "InfoGAN", NIPS 2016,
/// equation 5. Both players minimize its negative.</summary>
/// <remarks>For a categorical code the cross-entropy of the estimate, for a continuous one half the squared error: the negative
/// log-likelihood of a Gaussian of variance 1, without its constant.</remarks>
/// <param name="layout">The codes.</param>
internal sealed class MutualInformation(CodeLayout layout) : LossTerm
{
    /// <inheritdoc/>
    public override string Name => "mutual-information";

    /// <summary>The weight of categorical codes. Default 1.</summary>
    public double CategoricalWeight { get; init; } = 1;

    /// <summary>The weight of continuous codes. Default 0.1.</summary>
    public double ContinuousWeight { get; init; } = 0.1;

    /// <inheritdoc/>
    public override Tensor? DiscriminatorTerm(AdversarialStep pass) => Term(pass);

    /// <inheritdoc/>
    public override Tensor? GeneratorTerm(AdversarialStep pass) => Term(pass);

    private Tensor? Term(AdversarialStep pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        var (estimate, code) = (pass.FakeOutput.Code!, pass.Input.Code!);
        Tensor? term = null;
        var start = 0L;
        foreach (var categories in layout.Categorical)
        {
            var logits = log_softmax(estimate.narrow(1, start, categories), 1);
            Add(CategoricalWeight * -(code.narrow(1, start, categories) * logits).sum(1).mean());
            start += categories;
        }

        if (layout.Continuous > 0)
        {
            var error = estimate.narrow(1, start, layout.Continuous) - code.narrow(1, start, layout.Continuous);
            Add(ContinuousWeight / 2 * error.square().sum(1).mean());
        }

        return term;

        void Add(Tensor part) => term = term is null ? part : term + part;
    }
}
