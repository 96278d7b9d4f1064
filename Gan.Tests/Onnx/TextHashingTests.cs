using System.IO.Hashing;
using System.Runtime.InteropServices;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;

namespace Gan.Tests.Onnx;

/// <summary>How texts become the vectors that generators take.</summary>
[TestClass]
public sealed class TextHashingTests
{
    private static readonly BundleText WordsAlone = new()
    {
        Width = 64,
        Words = 1,
        ShortestPiece = 0,
        LongestPiece = 0,
        Examples = ["a red circle"],
    };

    private static readonly BundleText Usual = WordsAlone with { Width = 1024, Words = 2, ShortestPiece = 3, LongestPiece = 5 };

    [TestMethod]
    public void Words_are_runs_of_letters_digits_and_marks_and_single_symbols()
    {
        CollectionAssert.AreEqual(
            new[] { "a", "red", "ÿcircle2", "🎈", "💡", "naı\u0308ve" },
            TextHashing.Words("  A RED, Ÿcircle2! 🎈💡 naı\u0308ve…").ToArray()
        );
        Assert.IsEmpty(TextHashing.Words(" -- … "));
    }

    [TestMethod]
    public void A_word_goes_to_the_place_and_with_the_sign_that_its_hash_says()
    {
        var (place, sign) = Feature("red", WordsAlone.Width);
        var vector = Encode("Red!", WordsAlone);
        Assert.AreEqual(8 * sign, vector[place], 1e-5f, "The squares sum up to the width, 64.");
        Assert.AreEqual(1, vector.Count(v => v != 0));
    }

    [TestMethod]
    public void Pairs_of_words_and_pieces_of_words_count_too()
    {
        // "ab" has one word, and the pieces of 3 characters between its ends: ^ab and ab$.
        var settings = Usual with
        {
            Words = 1,
            LongestPiece = 3,
        };
        var vector = Encode("ab", settings);
        var scale = Math.Sqrt(settings.Width / 2.0);
        foreach (var (feature, weight) in new[] { ("ab", 1.0), ("\u0002ab", Math.Sqrt(0.5)), ("ab\u0003", Math.Sqrt(0.5)) })
        {
            var (place, sign) = Feature(feature, settings.Width);
            Assert.AreEqual(weight * scale * sign, vector[place], 1e-4);
        }

        var pair = Encode("x y", WordsAlone with { Words = 2 });
        var (together, direction) = Feature("x\u0001y", WordsAlone.Width);
        Assert.AreEqual(Math.Sqrt(64 / 3.0) * direction, pair[together], 1e-4);
        CollectionAssert.AreNotEqual(pair, Encode("y x", WordsAlone with { Words = 2 }), "The order counts.");
        CollectionAssert.AreEqual(Encode("x y", WordsAlone), Encode("y x", WordsAlone), "Of words alone it does not.");
    }

    [TestMethod]
    public void The_same_words_have_the_same_vector_of_a_normal_latent_s_length()
    {
        var vector = Encode("A red circle, at the top left.", Usual);
        CollectionAssert.AreEqual(vector, Encode("a RED circle at the top   left", Usual));
        Assert.AreEqual(Usual.Width, vector.Sum(v => (double)v * v), 0.01);
        Assert.IsGreaterThan(0.7, Likeness("a red circle", "a red circles"), "Pieces make like words alike.");
        Assert.IsLessThan(0.2, Likeness("a red circle", "some blue thing"));
    }

    [TestMethod]
    public void A_text_without_a_word_says_nothing()
    {
        var vector = Enumerable.Repeat(3f, Usual.Width).ToArray();
        new TextHashing(Usual).Encode(" … ", vector);
        Assert.IsTrue(vector.All(v => v == 0));
    }

    private static double Likeness(string one, string other) =>
        Encode(one, Usual).Zip(Encode(other, Usual)).Sum(p => (double)p.First * p.Second) / Usual.Width;

    private static float[] Encode(string text, BundleText settings)
    {
        var vector = new float[settings.Width];
        new TextHashing(settings).Encode(text, vector);
        return vector;
    }

    private static (int Place, int Sign) Feature(string feature, int width)
    {
        var hash = XxHash64.HashToUInt64(MemoryMarshal.AsBytes(feature.AsSpan()));
        return ((int)(hash % (uint)width), hash >> 63 == 0 ? 1 : -1);
    }
}
