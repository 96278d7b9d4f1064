using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Graphs.Wire;
using Gan.Onnx.Inference;

namespace Gan.Tests.Onnx;

/// <summary>Translators of any size: values computed by hand, masks, classes, enlarging, tiles without a seam, and what is
/// refused.</summary>
[TestClass]
public sealed class FreeTranslatorTests
{
    private const float OfTheRange = 1e-4f * 255;

    private static readonly SessionSettings OneThread = new() { Threads = 1 };

    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(7, 5)]
    [DataRow(32, 32)]
    [DataRow(33, 100)]
    public void An_image_of_any_size_gives_the_values_computed_by_hand(int height, int width)
    {
        foreach (var scale in new[] { 1, 2, 3 })
        {
            using var session = new TranslatorSession(FreeTranslator.Make(scale), OneThread);
            var image = FreeTranslator.Image(height, width);
            AssertNear(FreeTranslator.Expected(image, height, width, scale), Translate(session, image, height, width));
        }
    }

    [TestMethod]
    public void At_the_trained_size_many_images_are_translated_at_once()
    {
        using var session = new TranslatorSession(FreeTranslator.Make(scale: 2), OneThread);
        Assert.AreEqual((3 * 32 * 32, 3 * 64 * 64), (session.ImageSize, session.SampleSize));
        var images = Enumerable.Range(0, 5).Select(seed => FreeTranslator.Image(32, 32, seed)).ToArray();
        var samples = new float[5 * session.SampleSize];
        session.Translate([.. images.SelectMany(i => i)], samples);
        for (var i = 0; i < 5; i++)
            AssertNear(FreeTranslator.Expected(images[i], 32, 32, 2), samples.AsSpan(i * session.SampleSize, session.SampleSize));
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Masks_and_classes_go_with_an_image(bool free)
    {
        using var session = new TranslatorSession(FreeTranslator.Make(mask: true, classes: true, free: free), OneThread);
        var (height, width) = free ? (9, 21) : (32, 32);
        var (image, mask) = (FreeTranslator.Image(height, width), FreeTranslator.Mask(height, width));
        var (sample, classes) = (new float[image.Length], new float[height * width]);

        session.Translate(image, height, width, sample, mask, classes);

        AssertNear(FreeTranslator.Expected(image, height, width, mask: mask), sample);
        CollectionAssert.AreEqual(FreeTranslator.ExpectedClasses(image), classes);
        Array.Clear(sample);
        session.Translate(image, height, width, sample, mask);
        AssertNear(FreeTranslator.Expected(image, height, width, mask: mask), sample);
    }

    [TestMethod]
    [DataRow(200, 330, 138)]
    [DataRow(330, 200, 150)]
    [DataRow(64, 500, 300)]
    [DataRow(140, 140, 138)]
    public void Tiles_of_a_network_that_halves_its_image_leave_no_seam(int height, int width, int side)
    {
        var image = FreeTranslator.Image(height, width);
        using var whole = new TranslatorSession(FreeTranslator.Make(model: FreeTranslator.Halving()), OneThread);
        var expected = Translate(whole, image, height, width);
        AssertNear(expected, Tiled(reach: 5, side), OfTheRange);

        // A bundle that says that pixels reach less far than they do has seams: they would be seen here.
        if (side > 138)
            Assert.IsGreaterThan(1f, Difference(expected, Tiled(reach: 0, side)));

        float[] Tiled(int reach, int tile)
        {
            using var session = new TranslatorSession(
                FreeTranslator.Make(reach: reach, model: FreeTranslator.Halving()),
                OneThread with
                {
                    TileSide = tile,
                }
            );
            return Translate(session, image, height, width);
        }
    }

    [TestMethod]
    public void Tiles_are_enlarged_and_have_their_masks_and_classes()
    {
        const int Height = 210,
            Width = 301;
        var (image, mask) = (FreeTranslator.Image(Height, Width), FreeTranslator.Mask(Height, Width));
        using var session = new TranslatorSession(
            FreeTranslator.Make(scale: 2, reach: 1, mask: true, classes: true),
            OneThread with
            {
                TileSide = 130,
            }
        );
        var (sample, classes) = (new float[session.SampleSizeOf(Height, Width)], new float[Height * Width]);
        session.Translate(image, Height, Width, sample, mask, classes);
        AssertNear(FreeTranslator.Expected(image, Height, Width, 2, mask), sample);
        CollectionAssert.AreEqual(FreeTranslator.ExpectedClasses(image), classes);
    }

    [TestMethod]
    public void Tiles_of_the_default_side_serve_images_beyond_what_is_run_at_once()
    {
        const int Height = 600,
            Width = 1100;
        var image = FreeTranslator.Image(Height, Width);
        using var session = new TranslatorSession(FreeTranslator.Make(reach: 1), OneThread);
        AssertNear(FreeTranslator.Expected(image, Height, Width), Translate(session, image, Height, Width));
        Assert.AreEqual(3 * 6000 * 6000, session.SampleSizeOf(6000, 6000));
    }

    [TestMethod]
    public void Tiles_cover_a_side_end_to_end_and_hold_all_that_reaches_what_they_keep()
    {
        var random = new Random(5);
        for (var round = 0; round < 3000; round++)
        {
            var (reach, smallest) = (random.Next(0, 90), random.Next(1, 200));
            var least = (int)
                ImageTiles.SmallestFor(
                    FreeTranslator.Make().Manifest.Translator! with
                    {
                        Reach = reach,
                        SmallestSide = smallest,
                    }
                );
            var (side, length) = (least + random.Next(0, 100), random.Next(smallest, 2500));
            ImageTile[] tiles = [.. new ImageTiles(side, reach, smallest).Cut(length)];
            var (at, what) = (0, $"{length} pixels, tiles of {side}, reach {reach}, at least {smallest}");
            foreach (var tile in tiles)
            {
                var (end, kept) = (tile.Start + tile.Length, tile.From + tile.Count);
                Assert.AreEqual(at, tile.From, what);
                Assert.IsGreaterThan(0, tile.Count, what);
                Assert.IsTrue(tile.Length >= smallest && tile.Length <= side, what);
                Assert.IsTrue(tile.Start == 0 || tile.From - tile.Start >= reach, what);
                Assert.IsTrue(end == length || end - kept >= reach, what);
                Assert.AreEqual(0, tile.Start % 64, what);
                Assert.AreEqual(length % 64, tile.Length % 64, what);
                at = kept;
            }

            Assert.AreEqual(length, at, what);
        }
    }

    [TestMethod]
    public void Four_threads_get_what_one_gets()
    {
        using var session = new TranslatorSession(FreeTranslator.Make(scale: 2), OneThread);
        Parallel.For(
            0,
            60,
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            round =>
            {
                var (height, width) = (1 + round % 13, 1 + round % 7);
                var image = FreeTranslator.Image(height, width, round);
                AssertNear(FreeTranslator.Expected(image, height, width, 2), Translate(session, image, height, width));
            }
        );
    }

    [TestMethod]
    public void What_does_not_fit_is_refused_in_a_sentence()
    {
        using var session = new TranslatorSession(FreeTranslator.Make(smallest: 8), OneThread);
        Refused(() => session.SampleSizeOf(7, 20), "of at least 8 pixels a side, but not an image 20 pixels wide and 7 high");
        Refused(() => session.SampleSizeOf(0, 20), "20 pixels wide and 0 high");
        Refused(() => session.SampleSizeOf(-9, 20), "20 pixels wide and -9 high");
        Refused(() => session.SampleSizeOf(5000, 5000), "at most 5592405 pixels, but not an image 5000 pixels wide");
        Refused(() => session.SampleSizeOf(int.MaxValue, int.MaxValue), "at most 5592405 pixels, but not an image");
        var (image, sample) = (new float[300], new float[300]);
        Refused(() => session.Translate(image.AsSpan(1), 10, 10, sample), "10 high 'image' must have 300 values, but it has 299");
        Refused(() => session.Translate(image, 10, 10, sample.AsSpan(1)), "'sample' must have 300 values, but it has 299");
        Refused(() => session.Translate(image, 10, 10, sample, new float[100]), "takes no mask");
        Refused(() => session.Translate(image, 10, 10, sample, default, new float[100]), "tells no classes apart");

        using var all = new TranslatorSession(FreeTranslator.Make(mask: true, classes: true), OneThread);
        Refused(() => all.Translate(image, 10, 10, sample), "'mask' must have 100 values, but it has 0");
        Refused(() => all.Translate(image, 10, 10, sample, new float[100], new float[99]), "'classes' must have 100 values");
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => all.Translate(image, sample)).Message,
            "also takes a mask"
        );

        using var one = new TranslatorSession(FreeTranslator.Make(free: false), OneThread);
        Refused(
            () => one.SampleSizeOf(10, 10),
            "takes an image 32 pixels wide and 32 high, but not an image 10 pixels wide and 10 high"
        );
        session.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => session.Translate(image, 10, 10, sample));
    }

    [TestMethod]
    public void Tiles_that_are_too_small_or_too_large_are_refused()
    {
        var bundle = FreeTranslator.Make(reach: 20);
        foreach (var (side, part) in new[] { (0, "TileSide"), (4097, "4096"), (167, "at least 168 pixels a side") })
        {
            var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() =>
                new TranslatorSession(bundle, OneThread with { TileSide = side }).Dispose()
            );
            if (side == 167)
                StringAssert.Contains(e.Message, part);
        }

        new TranslatorSession(bundle, OneThread with { TileSide = 168 }).Dispose();
        // No tile helps where all is within reach.
        using var far = new TranslatorSession(FreeTranslator.Make(reach: 10_000), OneThread);
        Refused(() => far.SampleSizeOf(5000, 5000), "at most 5592405 pixels");
    }

    [TestMethod]
    public void A_model_that_gives_another_size_than_the_bundle_says_is_named()
    {
        using var session = new TranslatorSession(FreeTranslator.Make(scale: 2, model: FreeTranslator.Model(3)), OneThread);
        var e = Assert.ThrowsExactly<GanException>(() =>
            session.Translate(FreeTranslator.Image(4, 5), 4, 5, new float[session.SampleSizeOf(4, 5)])
        );
        StringAssert.Contains(e.Message, "cannot run translator.onnx on an image 5 pixels wide and 4 high");
    }

    [TestMethod]
    [DataRow("image", 2)]
    [DataRow("image", 3)]
    [DataRow("mask", 2)]
    [DataRow("x", 3)]
    [DataRow("classes", 2)]
    public void A_size_that_is_fixed_where_it_is_to_be_free_and_the_other_way_round_is_refused(string port, int dimension)
    {
        Spoil(free: true, d => d.DimValue = 32, "but gan.json says [batch, ");
        Spoil(free: false, d => d.DimParam = "side", "'side'");

        void Spoil(bool free, Action<TensorShapeProto.Types.Dimension> edit, string cause)
        {
            using var folder = new BundleFolder(FreeTranslator.Make(mask: true, classes: true, free: free));
            folder.EditModel(
                GanBundle.TranslatorFile,
                m => edit(m.Graph.Input.Concat(m.Graph.Output).Single(v => v.Name == port).Type.TensorType.Shape.Dim[dimension])
            );
            BundleFolder.AssertRefused(folder.Folder, $"'{port}' of shape ['batch', ", cause);
        }
    }

    [TestMethod]
    public void A_free_model_is_refused_where_the_manifest_says_nothing_of_it()
    {
        using var folder = new BundleFolder(FreeTranslator.Make());
        folder.EditManifest(manifest => manifest["translator"]!.AsObject().Remove("anySize"));
        BundleFolder.AssertRefused(
            folder.Folder,
            "'image' of shape ['batch', 3, 'height', 'width'], but gan.json says [batch, 3, 32, 32]"
        );
    }

    private static float[] Translate(TranslatorSession session, float[] image, int height, int width)
    {
        var sample = new float[session.SampleSizeOf(height, width)];
        session.Translate(image, height, width, sample);
        return sample;
    }

    private static void Refused(Action act, string part) =>
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(act).Message, part);

    private static float Difference(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.AreEqual(expected.Length, actual.Length);
        var most = 0f;
        for (var i = 0; i < expected.Length; i++)
            most = Math.Max(most, Math.Abs(expected[i] - actual[i]));
        return most;
    }

    private static void AssertNear(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, float tolerance = 1e-3f) =>
        Assert.IsLessThan(tolerance, Difference(expected, actual));
}
