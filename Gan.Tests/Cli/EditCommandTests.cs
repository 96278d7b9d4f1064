using System.Text.Json.Nodes;
using Gan.MLNet.Images;
using Gan.Onnx.Bundles;
using Gan.Tests.Training;
using Gan.Tests.Training.Data;

namespace Gan.Tests.Cli;

/// <summary><c>gan edit</c> on a small run of the digits.</summary>
[TestClass]
public sealed class EditCommandTests
{
    private const int Side = 8;
    private static TestFolder? s_folder;
    private static string s_prepared = "";

    private static string Run => s_folder!["run"];

    [ClassInitialize]
    public static void Train(TestContext context)
    {
        s_folder = new TestFolder();
        Watching.EaselTests.TrainRun(Run);
        (var code, s_prepared, var errors) = GanInProcess.Run(
            "edit",
            "prepare",
            Run,
            "--steps",
            "150",
            "--feature-maps",
            "8",
            "--directions",
            "4",
            "--device",
            "cpu",
            "--json"
        );
        Assert.AreEqual(0, code, errors);
        File.WriteAllBytes(s_folder["strokes.png"], Strokes(Side, Side, (x, _) => x is 3 or 4, 255));
        File.WriteAllBytes(s_folder["photo.png"], Strokes(64, 64, (_, _) => true, 20));
    }

    [ClassCleanup]
    public static void Release() => s_folder?.Dispose();

    [TestMethod]
    public void Preparing_adds_an_encoder_and_directions_to_the_bundle()
    {
        var told = JsonNode.Parse(s_prepared)!;
        var bundle = GanBundle.Load(Path.Combine(Run, "bundle"));
        Assert.IsTrue(bundle.HasEncoder && bundle.HasDirections && bundle.HasDiscriminator);
        Assert.AreEqual(new BundleDirections { Count = 4, Method = DirectionMethod.Weights }, bundle.Manifest.Directions);
        Assert.AreEqual(4, (int)told["directions"]!);
        Assert.IsGreaterThan(8, (double)told["psnr"]!);
        var (code, inspected, _) = GanInProcess.Run("inspect", Path.Combine(Run, "bundle"));
        Assert.AreEqual(0, code);
        StringAssert.Contains(inspected, "4, from weights");
    }

    [TestMethod]
    public void Strokes_on_a_photo_are_followed()
    {
        var result = Edit("--image", s_folder!["photo.png"], "--strokes", s_folder["strokes.png"], "--projection", At("p.png"));
        Assert.IsTrue(File.Exists(At("p.png")));
        Assert.AreEqual((Side, Side), SizeOf(At("out.png")));
        Assert.IsGreaterThan(3, (double)result["projectionPsnr"]!);
        // Two columns are to be white: they become brighter than what the photo was projected to.
        var (drawn, before) = (Brightness(At("out.png"), 3, 5), Brightness(At("p.png"), 3, 5));
        Assert.IsGreaterThan(before + 30, drawn);
        Assert.IsGreaterThan(0, (double)result["colourError"]!);
        Assert.IsGreaterThan(0, (double)result["change"]!);
    }

    [TestMethod]
    public void Without_a_photo_strokes_choose_among_samples_and_a_seed_fixes_the_result()
    {
        byte[] Drawn(string seed)
        {
            Edit("--strokes", s_folder!["strokes.png"], "--seed", seed, "--candidates", "4", "--steps", "5");
            return File.ReadAllBytes(At("out.png"));
        }

        var first = Drawn("1");
        CollectionAssert.AreEqual(first, Drawn("1"));
        CollectionAssert.AreNotEqual(first, Drawn("2"));
    }

    [TestMethod]
    public void Directions_move_a_sample()
    {
        Edit("--direction", "1", "--amount", "0");
        var still = File.ReadAllBytes(At("out.png"));
        Edit("--direction", "1", "--amount", "-2.5", "--direction", "3", "--amount", "1");
        CollectionAssert.AreNotEqual(still, File.ReadAllBytes(At("out.png")));
    }

    [TestMethod]
    public void Larger_weights_keep_more()
    {
        double Change(string weight) =>
            (double)
                Edit(
                    "--image",
                    s_folder!["photo.png"],
                    "--strokes",
                    s_folder["strokes.png"],
                    "--keep-weight",
                    weight,
                    "--candidates",
                    "1"
                )["change"]!;
        Assert.IsLessThan(Change("0"), Change("10"));
    }

    [TestMethod]
    public void Edges_and_a_mask_are_read()
    {
        File.WriteAllBytes(At("edges.png"), Strokes(Side, Side, (x, _) => x == 2, 0));
        File.WriteAllBytes(At("keep.png"), PictureFile.Flat(Side, Side, 255, 255, 255));
        var result = Edit(
            "--image",
            s_folder!["photo.png"],
            "--edges",
            At("edges.png"),
            "--keep",
            At("keep.png"),
            "--steps",
            "3"
        );
        Assert.IsNotNull(result["edgeError"]);
        Assert.IsNull(result["colourError"]);
    }

    /// <summary>Transparent pixels hide a colour, white with some programs.</summary>
    [TestMethod]
    public void What_is_transparent_in_a_mask_is_not_kept()
    {
        double Change(byte[] mask)
        {
            File.WriteAllBytes(At("keep.png"), mask);
            return (double)
                Edit(
                    "--image",
                    s_folder!["photo.png"],
                    "--strokes",
                    s_folder["strokes.png"],
                    "--keep",
                    At("keep.png"),
                    "--candidates",
                    "1",
                    "--steps",
                    "5"
                )["change"]!;
        }

        byte[] Right(Func<int, byte[]> pixel) =>
            PictureFile.Png(Side, Side, 4, [.. Enumerable.Range(0, Side * Side).SelectMany(i => pixel(i % Side))]);
        var opaque = Change(Right(x => x < 6 ? [0, 0, 0, 255] : [255, 255, 255, 255]));
        Assert.AreEqual(opaque, Change(Right(x => x < 6 ? [255, 255, 255, 0] : [255, 255, 255, 255])), 1e-9);
        Assert.AreNotEqual(opaque, Change(PictureFile.Flat(Side, Side, 255, 255, 255)), 1e-9);
    }

    [TestMethod]
    [DataRow("There is nothing to do: give --image", "--out", "x.png")]
    [DataRow("its name must end in .png", "--out", "x.jpg", "--direction", "1", "--amount", "1")]
    [DataRow("There are 1 of --direction and 0 of --amount", "--out", "x.png", "--direction", "1")]
    [DataRow("The option --direction is 5; there are 4, from 1", "--out", "x.png", "--direction", "5", "--amount", "1")]
    [DataRow("directions count from 1", "--out", "x.png", "--direction", "0", "--amount", "1")]
    [DataRow("The option --projection is for --image", "--out", "x.png", "--strokes", "s.png", "--projection", "p.png")]
    [DataRow("The option --strokes: 'nowhere.png' cannot be read", "--out", "x.png", "--strokes", "nowhere.png")]
    [DataRow("--projection-steps is 0; it must be", "--out", "x.png", "--image", "i.png", "--projection-steps", "0")]
    [DataRow("--candidates is 0; it must be", "--out", "x.png", "--image", "i.png", "--candidates", "0")]
    [DataRow("The option --class is 'seven'", "--out", "x.png", "--direction", "1", "--amount", "1", "--class", "seven")]
    [DataRow("The option --keep says what stays while", "--out", "x.png", "--image", "i.png", "--keep", "k.png")]
    public void What_cannot_be_done_is_said(string sentence, params string[] options)
    {
        var (code, _, errors) = GanInProcess.Run(["edit", "--run", Run, "--device", "cpu", .. options]);
        Assert.AreEqual(1, code, errors);
        StringAssert.Contains(errors, sentence);
        Assert.IsFalse(File.Exists("x.png"));
    }

    [TestMethod]
    public void Pictures_that_do_not_fit_are_refused()
    {
        File.WriteAllBytes(At("wide.png"), Strokes(16, 8, (x, _) => x < 4, 255));
        Refused(
            "is 16x8, and that of --image is 64x64. Give pictures of the same proportions.",
            "--image",
            s_folder!["photo.png"],
            "--strokes",
            At("wide.png")
        );
        File.WriteAllBytes(At("opaque.png"), PictureFile.Flat(Side, Side, 1, 2, 3));
        Refused("is not transparent anywhere", "--strokes", At("opaque.png"));
        File.WriteAllBytes(At("empty.png"), Strokes(Side, Side, (_, _) => false, 255));
        Refused("nothing is drawn in", "--strokes", At("empty.png"));

        void Refused(string sentence, params string[] options)
        {
            var (code, _, errors) = GanInProcess.Run([
                "edit",
                "--run",
                Run,
                "--device",
                "cpu",
                "--out",
                At("no.png"),
                .. options,
            ]);
            Assert.AreEqual(1, code, errors);
            StringAssert.Contains(errors, sentence);
            Assert.IsFalse(File.Exists(At("no.png")));
        }
    }

    [TestMethod]
    public void A_run_that_is_none_is_refused()
    {
        var (code, _, errors) = GanInProcess.Run(
            "edit",
            "--run",
            At("none"),
            "--out",
            "x.png",
            "--direction",
            "1",
            "--amount",
            "1"
        );
        Assert.AreEqual(1, code);
        StringAssert.Contains(errors, "There is no run");
        GanInProcess.Refuses(["edit", "prepare", Run, "--device", "gpu"], "--device is 'gpu'; it must be auto, cpu, cuda or");
        (code, _, errors) = GanInProcess.Run("edit", "prepare", Run, "--directions", "0", "--device", "cpu");
        Assert.AreEqual(1, code);
        StringAssert.Contains(errors, "The option --directions is 0");
    }

    [TestMethod]
    public void Pictures_that_are_read_are_not_written_over()
    {
        var before = File.ReadAllBytes(At("photo.png"));
        File.CreateSymbolicLink(At("link.png"), "photo.png");
        string[] edit = ["edit", "--run", Run, "--device", "cpu", "--image", At("photo.png")];
        const string Different = "They must be different files.";
        GanInProcess.Refuses([.. edit, "--out", At("photo.png")], $"which is read as --image. {Different}");
        GanInProcess.Refuses([.. edit, "--out", At("link.png")], $"which is read as --image. {Different}");
        GanInProcess.Refuses(
            [.. edit, "--strokes", At("strokes.png"), "--out", At("x.png"), "--projection", At("strokes.png")],
            $"--projection would replace '{At("strokes.png")}', which is read as --strokes. {Different}"
        );
        GanInProcess.Refuses(
            [.. edit, "--out", At("x.png"), "--projection", At("x.png")],
            $"--out and --projection are both '{At("x.png")}'. {Different}"
        );
        CollectionAssert.AreEqual(before, File.ReadAllBytes(At("photo.png")));
        Assert.IsFalse(File.Exists(At("x.png")));
    }

    private static JsonNode Edit(params string[] options)
    {
        var (code, output, errors) = GanInProcess.Run([
            "edit",
            "--run",
            Run,
            "--device",
            "cpu",
            "--out",
            At("out.png"),
            "--json",
            .. options,
        ]);
        Assert.AreEqual(0, code, errors);
        return JsonNode.Parse(output)!;
    }

    private static string At(string name) => s_folder![name];

    private static (int, int) SizeOf(string path)
    {
        using var picture = ImageDecoder.Decode(path, out _, out _)!;
        return (picture.Width, picture.Height);
    }

    private static double Brightness(string path, int from, int to)
    {
        using var picture = ImageDecoder.Decode(path, out _, out _)!;
        var sum = 0.0;
        for (var i = 0; i < picture.Width * picture.Height; i++)
            if (i % picture.Width >= from && i % picture.Width < to)
                sum += picture.Pixels[4 * i];
        return sum / (picture.Height * (to - from));
    }

    /// <summary>A picture that is opaque and of one grey where it says so, and transparent elsewhere.</summary>
    private static byte[] Strokes(int width, int height, Func<int, int, bool> drawn, byte grey)
    {
        var pixels = new byte[4 * width * height];
        for (var i = 0; i < width * height; i++)
            if (drawn(i % width, i / width))
                (pixels[4 * i], pixels[4 * i + 1], pixels[4 * i + 2], pixels[4 * i + 3]) = (grey, grey, grey, 255);
        return PngPicture.Encode(pixels, width, height, isGrey: false, isTransparent: true);
    }
}
