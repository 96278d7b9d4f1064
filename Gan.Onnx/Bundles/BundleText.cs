namespace Gan.Onnx.Bundles;

/// <summary>How a text becomes the vector that a generator of pictures from words takes: words, pairs of neighbouring words and
/// pieces of words are hashed into so many places (feature hashing: Weinberger et al. 2009), and the vector is scaled so that its
/// squares sum up to its width, as those of a normal latent do. Upper and lower case are the same, and so is every text that says
/// the same words.</summary>
/// <remarks>Nothing is learned here and no list of words is kept, so that any text has a vector. What the generator makes of a
/// word that it was not trained on is another question: pieces of it that it knows are all that it goes by.</remarks>
public sealed record BundleText
{
    /// <summary>The longest run of words that is hashed as one: 1 for words alone, 2 for pairs as well; at most 4.</summary>
    public const int MostWords = 4;

    /// <summary>The longest pieces of words, in characters.</summary>
    public const int LongestPieces = 16;

    /// <summary>How many examples a bundle holds at most.</summary>
    public const int MostExamples = 64;

    /// <summary>How many values the vector has: 2 to <see cref="BundleLimits.LatentSize"/>.</summary>
    public required int Width { get; init; }

    /// <summary>Runs of up to so many words are hashed: 1 to <see cref="MostWords"/>.</summary>
    public required int Words { get; init; }

    /// <summary>The shortest pieces of words that are hashed, in characters, the word's beginning and end counting as one each:
    /// at least 2; 0 where no pieces are.</summary>
    public required int ShortestPiece { get; init; }

    /// <summary>The longest pieces, in characters: at least <see cref="ShortestPiece"/> and at most
    /// <see cref="LongestPieces"/>.</summary>
    public required int LongestPiece { get; init; }

    /// <summary>Some of the captions that the generator learned from: samples are made of these where no text is given. 1 to
    /// <see cref="MostExamples"/>.</summary>
    public required IReadOnlyList<string> Examples { get; init; }
}
