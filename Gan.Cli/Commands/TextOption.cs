using System.CommandLine;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;

namespace Gan.Cli.Commands;

/// <summary>The option that says in words what samples are to show.</summary>
internal static class TextOption
{
    private const int Shown = 3;

    public static Option<string?> Create() =>
        new("--text")
        {
            Description =
                "For a bundle that makes pictures of words: what they are to show; examples that it learned from when left out.",
        };

    /// <summary>Refuses a text without a word, and a text for a bundle that takes none.</summary>
    /// <exception cref="GanException">It is one of those.</exception>
    public static void Check(string? text, GanBundle bundle)
    {
        if (text is null)
            return;
        if (bundle.Manifest.Latent?.Text is not { } words)
            throw new GanException(
                $"The option --text is for bundles that make pictures of words, and this one ({bundle.Manifest.Method}) takes "
                    + $"none."
            );
        if (TextHashing.Words(text).Count == 0)
            throw new GanException(
                $"The option --text is '{text}', which holds no word. What the bundle learned from is like: "
                    + $"{string.Join("; ", words.Examples.Take(Shown))}."
            );
    }
}
