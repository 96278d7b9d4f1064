using Gan.Onnx.Bundles;

namespace Gan.Onnx.Inference;

/// <summary>Draws code vectors: the same for a seed and a row, whatever the batch, the thread or the machine.</summary>
public static class CodeSampler
{
    // Codes come from a stream of their own, beside that of the latents.
    private const ulong Stream = 0x9E3779B97F4A7C15;

    /// <summary>Fills a code vector: one category of each block, equally likely, and continuous codes uniform in [-1,
    /// 1).</summary>
    /// <param name="layout">How the vector is made up.</param>
    /// <param name="seed">Different seeds give unrelated rows.</param>
    /// <param name="row">Which of the seed's rows; at least 0.</param>
    /// <param name="code">Where the values go: <see cref="BundleCode.Width"/> of them.</param>
    /// <exception cref="ArgumentException">The row is negative, or the length does not fit.</exception>
    public static void Fill(BundleCode layout, ulong seed, long row, Span<float> code)
    {
        ArgumentNullException.ThrowIfNull(layout);
        Lengths.Require(code.Length, 1, layout.Width, nameof(code));
        LatentSampler.Fill(LatentDistribution.Uniform, seed ^ Stream, row, code);
        var start = 0;
        for (var block = 0; block < layout.Categorical.Count; block++)
        {
            // The block's first number, in [-1, 1), says which of its categories it is.
            var categories = layout.Categorical[block];
            var category = Math.Min(categories - 1, (int)((code[start] + 1) / 2 * categories));
            code.Slice(start, categories).Clear();
            code[start + category] = 1;
            start += categories;
        }
    }
}
