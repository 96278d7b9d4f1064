using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using Gan.Onnx.Bundles;

namespace Gan.Onnx.Inference;

/// <summary>Turns texts into the vectors that a generator takes, as <see cref="BundleText"/> says.</summary>
/// <remarks>Safe for use by several threads at once. The same text gives the same vector on every machine.</remarks>
internal sealed class TextHashing(BundleText settings)
{
    private const char WordEnd = '\u0003',
        WordStart = '\u0002',
        WordBreak = '\u0001';

    /// <summary>How many values a vector has.</summary>
    public int Width => settings.Width;

    /// <summary>Writes a text's vector: its squares sum up to its width, so that its values are of the size of a normal latent's;
    /// or all zeros where it holds no word.</summary>
    /// <param name="text">The text.</param>
    /// <param name="vector">Where it goes; as long as <see cref="Width"/>.</param>
    public void Encode(ReadOnlySpan<char> text, Span<float> vector)
    {
        vector.Clear();
        var words = Words(text);
        for (var first = 0; first < words.Count; first++)
        {
            for (var length = 1; length <= settings.Words && first + length <= words.Count; length++)
                Add(string.Join(WordBreak, words.GetRange(first, length)), 1, vector);
            AddPieces(words[first], vector);
        }

        var norm = 0.0;
        foreach (var value in vector)
            norm += (double)value * value;
        if (norm == 0)
            return;
        var scale = (float)Math.Sqrt(settings.Width / norm);
        foreach (ref var value in vector)
            value *= scale;
    }

    /// <summary>The words of a text in lower case: runs of letters, digits and marks; each symbol, such as an emoji, is a word of
    /// its own.</summary>
    internal static List<string> Words(ReadOnlySpan<char> text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (Rune.IsLetterOrDigit(rune) || IsMark(category))
            {
                word.Append(Rune.ToLowerInvariant(rune).ToString());
                continue;
            }

            End();
            if (category is System.Globalization.UnicodeCategory.OtherSymbol)
                words.Add(rune.ToString());
        }

        End();
        return words;

        void End()
        {
            if (word.Length > 0)
                words.Add(word.ToString());
            word.Clear();
        }
    }

    private static bool IsMark(System.Globalization.UnicodeCategory category) =>
        category
            is System.Globalization.UnicodeCategory.NonSpacingMark
                or System.Globalization.UnicodeCategory.SpacingCombiningMark;

    /// <summary>Adds the pieces of a word, which weigh as much together as the word itself.</summary>
    private void AddPieces(string word, Span<float> vector)
    {
        if (settings.ShortestPiece == 0)
            return;
        var bounded = $"{WordStart}{word}{WordEnd}";
        var count = 0;
        for (var length = settings.ShortestPiece; length <= settings.LongestPiece; length++)
            count += Math.Max(0, bounded.Length - length + 1);
        if (count == 0)
            return;
        var weight = (float)(1 / Math.Sqrt(count));
        for (var length = settings.ShortestPiece; length <= settings.LongestPiece; length++)
        {
            for (var start = 0; start + length <= bounded.Length; start++)
                Add(bounded.AsSpan(start, length), weight, vector);
        }
    }

    /// <summary>Adds a feature at the place that its hash names; the hash's highest bit is the sign, so that features that share
    /// a place cancel out on average.</summary>
    private void Add(ReadOnlySpan<char> feature, float weight, Span<float> vector)
    {
        var hash = XxHash64.HashToUInt64(MemoryMarshal.AsBytes(feature));
        vector[(int)(hash % (uint)settings.Width)] += hash >> 63 == 0 ? weight : -weight;
    }
}
