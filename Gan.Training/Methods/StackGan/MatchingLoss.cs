using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Gan.Training.Methods;

/// <summary>The losses of a discriminator that heeds texts (Reed et al. 2016, "GAN-CLS"): real images of other texts are as wrong
/// as generated ones, so that it cannot judge by looks alone.</summary>
internal static class MatchingLoss
{
    /// <summary>The mean cross entropy of logits that should say yes; a scalar.</summary>
    public static Tensor Yes(Tensor logits) => softplus(-logits).mean();

    /// <summary>The mean cross entropy of logits that should say no; a scalar.</summary>
    public static Tensor No(Tensor logits) => softplus(logits).mean();

    /// <summary>The mean cross entropy of logits that should say no, of some rows; 0 where there are none.</summary>
    /// <param name="logits">Logits [batch].</param>
    /// <param name="counts">1 for a row that counts, 0 for one that does not, [batch].</param>
    public static Tensor No(Tensor logits, Tensor counts) => (softplus(logits) * counts).sum() / counts.sum().clamp_min(1);

    /// <summary>Each row's text given to the row before it, the first one's to the last.</summary>
    /// <param name="text">Vectors of texts [batch, text].</param>
    /// <returns>The texts, and 1 for each row whose new text differs from its own, else 0.</returns>
    public static (Tensor Text, Tensor Differs) Mismatched(Tensor text)
    {
        var other = text.roll(-1, 0);
        return (other, other.ne(text).any(1).to(text.dtype));
    }
}
