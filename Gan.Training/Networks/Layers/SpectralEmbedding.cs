using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Training.Networks.Layers;

/// <summary>An embedding, Int64 [batch] to [batch, width], with spectral normalization: the table has the largest singular value
/// 1 (Miyato and Koyama 2018).</summary>
/// <remarks>Each pass in training mode does one power iteration; evaluation mode does none.</remarks>
internal sealed class SpectralEmbedding : ReparameterizedLayer
{
    private readonly Embedding _embedding;
    private readonly SpectralNormalization _spectral;

    /// <summary>Makes the layer.</summary>
    /// <param name="count">The number of classes.</param>
    /// <param name="width">Width of the vector of each.</param>
    public SpectralEmbedding(long count, long width)
        : base(nameof(SpectralEmbedding))
    {
        _embedding = nn.Embedding(count, width);
        _spectral = new SpectralNormalization(_embedding.weight!);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Parameter? Bias => null;

    /// <inheritdoc/>
    public override Tensor EffectiveWeight() => _spectral.Effective(_embedding.weight!);

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => Weight().index_select(0, input);

    internal override void WeightWasSet() => _spectral.Restart(_embedding.weight!);

    private protected override Tensor Weight() => _spectral.Apply(_embedding.weight!);
}
