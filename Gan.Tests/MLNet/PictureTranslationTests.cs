using Gan.MLNet;
using Gan.MLNet.Images;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Tests.Onnx;
using Gan.Tests.Training;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace Gan.Tests.MLNet;

/// <summary>Image columns whose pictures keep their sizes, masks, classes and transparency.</summary>
[TestClass]
public sealed class PictureTranslationTests
{
    private readonly MLContext _ml = new MLContext(seed: 1).RegisterGanTransformers();

    private sealed class Shown
    {
        public string Name { get; set; } = "";

        public MLImage Image { get; set; } = null!;

        public MLImage Mask { get; set; } = null!;
    }

    private sealed class Made
    {
        public MLImage Translated { get; set; } = null!;

        public VBuffer<float> Classes { get; set; }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void Pictures_keep_their_sizes_times_the_scale(int scale)
    {
        IDataView view = View((5, 7), (1, 1), (40, 33));
        using TranslatorTransformer translator = _ml
            .Transforms.ApplyGanTranslator(FreeTranslator.Make(scale), "Translated", "Image")
            .Fit(view);
        IDataView output = translator.Transform(view);
        Assert.AreEqual(new ImageDataViewType(), output.Schema["Translated"].Type);
        List<MLImage> images = ViewReader.Column<MLImage>(output, "Translated");
        AssertPicture(images[0], 5, 7, scale);
        AssertPicture(images[1], 1, 1, scale);
        AssertPicture(images[2], 40, 33, scale);
        images.ForEach(image => image.Dispose());
    }

    [TestMethod]
    public void Numbers_are_vectors_of_the_pictures_own_lengths()
    {
        IDataView view = View((5, 7), (2, 3));
        using TranslatorTransformer translator = _ml
            .Transforms.ApplyGanTranslator(
                FreeTranslator.Make(2),
                new TranslatorOptions
                {
                    OutputColumnName = "Values",
                    InputColumnName = "Image",
                    OutputKind = GeneratedKind.Vector,
                }
            )
            .Fit(view);
        IDataView output = translator.Transform(view);
        Assert.IsFalse(((VectorDataViewType)output.Schema["Values"].Type).IsKnownSize);
        ViewReader.AssertRowsEqual(
            [FreeTranslator.Expected(Values(5, 7), 5, 7, 2), FreeTranslator.Expected(Values(2, 3), 2, 3, 2)],
            ViewReader.Vectors(output, "Values"),
            1e-3f
        );
    }

    [TestMethod]
    public void Transparent_pictures_lie_on_the_background_and_stay_as_transparent()
    {
        byte[] pixels = [10, 20, 30, 255, 200, 100, 50, 0, 0, 0, 0, 255, 255, 255, 255, 128];
        var shown = new Shown { Image = RgbaImage.ToMLImage(2, 2, pixels, isTransparent: true), Mask = Picture(2, 2, Level) };
        IDataView view = View([shown]);
        foreach (int scale in new[] { 1, 2 })
        {
            using TranslatorTransformer translator = _ml
                .Transforms.ApplyGanTranslator(
                    FreeTranslator.Make(scale),
                    new TranslatorOptions
                    {
                        InputColumnName = "Image",
                        Images = new ImageInputOptions { Background = "black" },
                    }
                )
                .Fit(view);
            using MLImage made = ViewReader.Column<MLImage>(translator.Transform(view), "Translated").Single();
            using RgbaImage result = RgbaImage.From(made);
            Assert.AreEqual((2 * scale, 2 * scale), (result.Width, result.Height));
            // On black the transparent pixel is 0: 10 / 2 + 0 / 4 + 0 / 4.
            Assert.AreEqual(5, result.Pixels[0]);
            if (scale == 1)
                CollectionAssert.AreEqual(
                    new byte[] { 255, 0, 255, 128 },
                    Enumerable.Range(0, 4).Select(i => made.Pixels[4 * i + 3]).ToArray()
                );
            else
                Assert.AreEqual(191, made.Pixels[4 + 3], "three quarters of 255 and a quarter of 0");
        }
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Masks_and_classes_are_columns(bool free)
    {
        GanBundle bundle = FreeTranslator.Make(mask: true, classes: true, free: free);
        (int height, int width) = free ? (6, 9) : (32, 32);
        IDataView view = View((height, width), (height, width));
        using TranslatorTransformer translator = _ml.Transforms.ApplyGanTranslator(bundle, All()).Fit(view);
        IDataView output = translator.Transform(view);

        float[] image = Values(height, width),
            mask = [.. Enumerable.Range(0, height * width).Select(i => i % 3 == 1 ? 1f : 0)];
        List<MLImage> images = ViewReader.Column<MLImage>(output, "Translated");
        images.ForEach(made => AssertPicture(made, height, width, mask: mask));
        images.ForEach(made => made.Dispose());
        float[] classes = FreeTranslator.ExpectedClasses(image);
        ViewReader.AssertRowsEqual([classes, classes], ViewReader.Vectors(output, "Classes"));

        DataViewSchema.Column column = output.Schema["Classes"];
        if (!free)
            CollectionAssert.AreEqual(new[] { 32, 32 }, ((VectorDataViewType)column.Type).Dimensions.ToArray());
        Assert.AreEqual(free, column.Type is VectorDataViewType { IsKnownSize: false });
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.Annotations.GetValue("TrainingLabelValues", ref names);
        CollectionAssert.AreEqual(new[] { "even", "odd" }, names.DenseValues().Select(n => n.ToString()).ToArray());
        ShapeAssert.Agrees(_ml.Transforms.ApplyGanTranslator(bundle, All()), view);
        ShapeAssert.Agrees(_ml.Transforms.ApplyGanTranslator(FreeTranslator.Make(), "Translated", "Image"), view);
    }

    [TestMethod]
    public void A_picture_of_another_size_and_its_mask_are_brought_to_a_bundles_of_one_size()
    {
        // All red 100; the mask's left half is white.
        var rows = new[]
        {
            new Shown
            {
                Image = Picture(64, 64, (c, _, _) => c == 0 ? 100 : 0),
                Mask = Picture(64, 64, (_, _, x) => x < 31 ? 255 : 0),
            },
        };
        IDataView view = View(rows);
        using TranslatorTransformer translator = _ml
            .Transforms.ApplyGanTranslator(FreeTranslator.Make(mask: true, free: false), All() with { ClassesColumnName = null })
            .Fit(view);
        using MLImage made = ViewReader.Column<MLImage>(translator.Transform(view), "Translated").Single();
        Assert.AreEqual((32, 32), (made.Width, made.Height));
        byte RedAt(int x) => made.Pixels[4 * (10 * 32 + x)];
        Assert.AreEqual((155, 155), (RedAt(3), RedAt(14)));
        // Pixel 15 is half white, so it is filled in; its right neighbour is not.
        Assert.AreEqual((Math.Round(155 * 0.75 + 100 * 0.25), 100), (RedAt(15), RedAt(16)));
    }

    [TestMethod]
    public void A_prediction_engine_gives_the_same_and_reads_again_after_a_bad_row()
    {
        IDataView view = View((6, 9));
        var model = _ml.Transforms.ApplyGanTranslator(FreeTranslator.Make(mask: true, classes: true), All()).Fit(view);
        using var engine = _ml.Model.CreatePredictionEngine<Shown, Made>(model);
        Shown good = Row(6, 9),
            other = Row(3, 4),
            bad = new() { Image = Picture(6, 9, Level), Mask = Picture(9, 6, Level) };
        float[] classes = FreeTranslator.ExpectedClasses(Values(6, 9));
        for (int round = 0; round < 2; round++)
        {
            Made made = engine.Predict(good);
            Assert.AreEqual((9, 6), (made.Translated.Width, made.Translated.Height));
            CollectionAssert.AreEqual(classes, made.Classes.DenseValues().ToArray());
            made.Translated.Dispose();
            StringAssert.Contains(
                Assert.ThrowsExactly<GanException>(() => engine.Predict(bad)).Message,
                "(counted from 0): the mask is 6 pixels wide and 9 high, but the picture 9 wide and 6 high"
            );
            made = engine.Predict(other);
            Assert.AreEqual((4, 3), (made.Translated.Width, made.Translated.Height));
            Assert.AreEqual(12, made.Classes.Length);
            made.Translated.Dispose();
        }
    }

    [TestMethod]
    public void Vectors_of_the_trained_size_have_masks_and_classes_too_and_bad_ones_spoil_no_other()
    {
        IDataView view = _ml.Data.LoadFromEnumerable([Numbers(0), Numbers(float.NaN), Numbers(0), Numbers(9)], Definition());
        using TranslatorTransformer translator = _ml
            .Transforms.ApplyGanTranslator(
                FreeTranslator.Make(classes: true),
                new TranslatorOptions
                {
                    InputColumnName = "Pixels",
                    OutputKind = GeneratedKind.Vector,
                    ClassesColumnName = "Classes",
                }
            )
            .Fit(view);
        IDataView output = translator.Transform(view);
        CollectionAssert.AreEqual(
            new[] { 3, 32, 32 },
            ((VectorDataViewType)output.Schema["Translated"].Type).Dimensions.ToArray()
        );
        using DataViewRowCursor cursor = output.GetRowCursor(output.Schema);
        var getter = cursor.GetGetter<VBuffer<float>>(output.Schema["Translated"]);
        VBuffer<float> value = default;
        foreach (float pixel in new[] { 0, float.NaN, 0, 9 })
        {
            Assert.IsTrue(cursor.MoveNext());
            if (float.IsNaN(pixel))
            {
                StringAssert.Contains(
                    Assert.ThrowsExactly<GanException>(() => getter(ref value)).Message,
                    "Column 'Pixels', row 1 (counted from 0): element 0 is NaN"
                );
                continue;
            }

            getter(ref value);
            Assert.AreEqual(pixel, value.GetValues()[40], 1e-4f);
        }
    }

    [TestMethod]
    public void All_of_it_is_saved_and_loaded_and_models_of_the_version_before_are_read()
    {
        using var folder = new TestFolder();
        IDataView view = View((6, 9));
        using TranslatorTransformer translator = _ml
            .Transforms.ApplyGanTranslator(FreeTranslator.Make(2, mask: true, classes: true), All())
            .Fit(view);
        string path = folder["model.zip"];
        _ml.Model.Save(translator, view.Schema, path);
        using var loaded = Loaded(path);
        Assert.AreEqual(
            ("Translated", "Image", "Mask", "Classes"),
            (loaded.OutputColumnName, loaded.InputColumnName, loaded.MaskColumnName, loaded.ClassesColumnName)
        );
        using MLImage expected = ViewReader.Column<MLImage>(translator.Transform(view), "Translated").Single(),
            actual = ViewReader.Column<MLImage>(loaded.Transform(view), "Translated").Single();
        Assert.IsTrue(expected.Pixels.SequenceEqual(actual.Pixels));

        using TranslatorTransformer plain = _ml
            .Transforms.ApplyGanTranslator(FreeTranslator.Make(), "Translated", "Image")
            .Fit(view);
        _ml.Model.Save(plain, view.Schema, path);
        // Two empty names, a byte each, are what that version did not have.
        ModelZip.SetVersion(path, TranslatorTransformer.Identity, 0x00010001);
        ModelZip.Rewrite(path, "/Settings", bytes => bytes[..^2]);
        using var older = Loaded(path);
        Assert.AreEqual(
            ("Translated", "Image", null, null),
            (older.OutputColumnName, older.InputColumnName, older.MaskColumnName, older.ClassesColumnName)
        );

        _ml.Model.Save(plain, view.Schema, path);
        ModelZip.Rewrite(path, "/Settings", bytes => bytes[..^2]);
        StringAssert.Contains(Assert.ThrowsExactly<GanException>(() => Loaded(path).Dispose()).Message, " is damaged: ");
        _ml.Model.Save(plain, view.Schema, path);
        ModelZip.SetVersion(path, TranslatorTransformer.Identity, 0x00010000);
        Assert.ThrowsExactly<GanException>(() => Loaded(path).Dispose());

        static TranslatorTransformer Loaded(string path)
        {
            ITransformer model = new MLContext().LoadGanModel(path, out _);
            return model as TranslatorTransformer ?? ((IEnumerable<ITransformer>)model).OfType<TranslatorTransformer>().Single();
        }
    }

    [TestMethod]
    public void What_does_not_fit_is_refused_in_a_sentence()
    {
        GanBundle plain = FreeTranslator.Make(smallest: 4),
            all = FreeTranslator.Make(mask: true, classes: true);
        Refused<GanException>(
            () => Fit(plain, All() with { ClassesColumnName = null }),
            "takes no mask: leave out MaskColumnName"
        );
        Refused<GanException>(() => Fit(plain, All() with { MaskColumnName = null }), "leave out ClassesColumnName");
        Refused<GanException>(() => Fit(all, All() with { MaskColumnName = null }), "name its column in MaskColumnName");
        Refused<ArgumentException>(
            () => Fit(all, All() with { ClassesColumnName = "Translated" }),
            "both be column 'Translated'"
        );
        Refused<ArgumentOutOfRangeException>(
            () => Fit(all, All() with { MaskColumnName = "Sun" }),
            "Could not find input column 'Sun'"
        );
        IDataView numbers = _ml.Data.LoadFromEnumerable([Numbers(1)], Definition());
        Refused<ArgumentOutOfRangeException>(
            () =>
                _ml
                    .Transforms.ApplyGanTranslator(all, All() with { InputColumnName = "Pixels", MaskColumnName = "Pixels" })
                    .Fit(numbers)
                    .Transform(numbers),
            "Schema mismatch for input column 'Pixels': expected an image, got "
        );

        IDataView view = View((6, 9), (3, 9));
        using TranslatorTransformer translator = _ml.Transforms.ApplyGanTranslator(plain, "Translated", "Image").Fit(view);
        Refused<GanException>(
            () => ViewReader.Column<MLImage>(translator.Transform(view), "Translated"),
            "Column 'Image', row 1 (counted from 0): The translator takes images of at least 4 pixels a side, but not an image 9 "
                + "pixels wide and 3 high."
        );

        TranslatorTransformer Fit(GanBundle bundle, TranslatorOptions options) =>
            _ml.Transforms.ApplyGanTranslator(bundle, options).Fit(View((6, 9)));
    }

    [TestMethod]
    public void Large_pictures_are_cut_into_tiles_of_the_settings_side()
    {
        IDataView view = View((150, 210));
        GanBundle bundle = FreeTranslator.Make(reach: 1);
        using TranslatorTransformer tiled = _ml
            .Transforms.ApplyGanTranslator(bundle, "Translated", "Image", new SessionSettings { TileSide = 130 })
            .Fit(view);
        using MLImage image = ViewReader.Column<MLImage>(tiled.Transform(view), "Translated").Single();
        AssertPicture(image, 150, 210);
    }

    private static TranslatorOptions All() =>
        new()
        {
            InputColumnName = "Image",
            MaskColumnName = "Mask",
            ClassesColumnName = "Classes",
        };

    private IDataView View(params (int Height, int Width)[] sizes) =>
        View([.. sizes.Select(size => Row(size.Height, size.Width))]);

    private IDataView View(Shown[] rows) => _ml.Data.LoadFromEnumerable(rows);

    private static Shown Row(int height, int width) =>
        new()
        {
            Image = Picture(height, width, Level),
            // Greys near to white and to black are white and black.
            Mask = Picture(height, width, (_, y, x) => (y * width + x) % 3 == 1 ? 200 : 90),
        };

    private static int Level(int channel, int y, int x) => (y * 37 + x * 11 + channel * 101) % 256;

    private static float[] Values(int height, int width) =>
        [
            .. Enumerable
                .Range(0, 3 * height * width)
                .Select(i => (float)Level(i / (height * width), i / width % height, i % width)),
        ];

    private static MLImage Picture(int height, int width, Func<int, int, int, int> level)
    {
        var pixels = new byte[4 * height * width];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = i % 4 == 3 ? byte.MaxValue : (byte)level(i % 4, i / 4 / width, i / 4 % width);
        return MLImage.CreateFromPixels(width, height, MLPixelFormat.Rgba32, pixels);
    }

    /// <summary>The picture is what the translator makes of the picture of that size.</summary>
    private static void AssertPicture(MLImage made, int height, int width, int scale = 1, float[]? mask = null)
    {
        Assert.AreEqual((width * scale, height * scale), (made.Width, made.Height));
        float[] expected = FreeTranslator.Expected(Values(height, width), height, width, scale, mask);
        int area = made.Width * made.Height;
        for (int i = 0; i < 4 * area; i++)
        {
            float value = i % 4 == 3 ? 255 : expected[i % 4 * area + i / 4];
            Assert.AreEqual(value, made.Pixels[i], 0.51f, $"pixel {i / 4}, channel {i % 4}");
        }
    }

    private sealed class PixelRow
    {
        public float[] Pixels { get; set; } = [];
    }

    private static PixelRow Numbers(float value) => new() { Pixels = [.. Enumerable.Repeat(value, 3 * 32 * 32)] };

    private static SchemaDefinition Definition()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(PixelRow));
        definition["Pixels"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 3 * 32 * 32);
        return definition;
    }

    private static void Refused<TException>(Action act, string part)
        where TException : Exception => StringAssert.Contains(Assert.ThrowsExactly<TException>(act).Message, part);
}
