using System.Text.Json.Nodes;
using Gan.Cli.Commands;
using Gan.Cli.Translation;
using Gan.MLNet.Images;
using Gan.Onnx.Bundles;
using Gan.Tests.Onnx;
using Gan.Tests.Training;
using Gan.Tests.Training.Data;

namespace Gan.Tests.Cli;

/// <summary><c>gan translate</c>: one picture, folders, masks, classes, sizes, and what is refused before any work.</summary>
[TestClass]
public sealed class TranslateCommandTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void One_picture_keeps_its_size_times_the_scale(int scale)
    {
        var bundle = Save(FreeTranslator.Make(scale));
        Write("in.png", 7, 5);
        var (code, output, errors) = Translate(bundle, _folder["in.png"], _folder["out/new.png"]);
        Assert.AreEqual(0, code, errors);
        StringAssert.Contains(output, $"translated: {_folder["out/new.png"]}");
        AssertPicture(_folder["out/new.png"], 7, 5, scale);
        // RGB, 8 bits: nothing is made up that the model does not give.
        Assert.AreEqual((8, 2), (File.ReadAllBytes(_folder["out/new.png"])[24], File.ReadAllBytes(_folder["out/new.png"])[25]));

        Directory.CreateDirectory(_folder["there"]);
        Assert.AreEqual(0, Translate(bundle, _folder["in.png"], _folder["there"]).Code);
        AssertPicture(_folder["there/in.png"], 7, 5, scale);
    }

    [TestMethod]
    public void A_folder_keeps_names_and_folders_and_says_what_it_skips()
    {
        var bundle = Save(FreeTranslator.Make(smallest: 3));
        Write("in/b.png", 6, 4);
        Write("in/sub/deeper/a.bmp.png", 3, 9);
        Write("in/.hidden.png", 6, 4);
        Write("in/tiny.png", 2, 9);
        File.WriteAllBytes(_folder["in/cut.png"], PictureFile.Flat(8, 8, 1, 2, 3)[..^20]);
        File.WriteAllText(_folder["in/notes.txt"], "no picture");
        File.WriteAllBytes(_folder["in/inks.jpg"], PictureFile.CmykJpeg);
        _folder.MakePipe("in/pipe.png");
        Directory.CreateSymbolicLink(_folder["in/again"], _folder["in"]);

        var (code, output, errors) = Translate(bundle, _folder["in"], _folder["out"]);
        Assert.AreEqual(1, code, errors);
        StringAssert.Contains(
            output,
            "passed over: files that are no pictures (1), hidden or system files and folders (2), links to folders (1)."
        );
        StringAssert.Contains(output, $"3 pictures translated, 2 skipped: {_folder["out"]}");
        StringAssert.Contains(errors, $"skipped {_folder["in/cut.png"]}: it ends early.");
        StringAssert.Contains(
            errors,
            $"skipped {_folder["in/tiny.png"]}: The translator takes images of at least 3 pixels a side, but not an image 9 "
                + $"pixels "
                + "wide and 2 high."
        );
        StringAssert.Contains(errors, "2 of 5 pictures could not be translated; the lines above say why.");
        CollectionAssert.AreEqual(new[] { "b.png", "inks.png", "sub/deeper/a.bmp.png" }, Files("out"));
        AssertPicture(_folder["out/b.png"], 6, 4);
        AssertPicture(_folder["out/sub/deeper/a.bmp.png"], 3, 9);
        using var inks = Read(_folder["out/inks.png"]);
        Assert.AreEqual(51 / 2.0 + 51 / 4.0 + 51 / 4.0, inks.Pixels[0], 1.0, "inks are read as colours");

        var json = JsonNode.Parse(Translate(bundle, _folder["in"], _folder["out"], "--missing", "--json").Output)!;
        Assert.AreEqual((0, 2), ((int)json["translated"]!, json["skipped"]!.AsArray().Count));
        Assert.AreEqual(
            ("cut.png", "it ends early."),
            ((string)json["skipped"]![0]!["file"]!, (string)json["skipped"]![0]!["reason"]!)
        );
    }

    [TestMethod]
    public void Results_that_are_there_are_refused_replaced_or_left()
    {
        var bundle = Save(FreeTranslator.Make());
        Write("in/a.png", 6, 4);
        Write("in/b.png", 4, 6);
        Directory.CreateDirectory(_folder["out"]);
        File.WriteAllText(_folder["out/a.png"], "mine");
        Refuses(bundle, _folder["in"], _folder["out"], "a.png' is there already. --force replaces what is there");
        CollectionAssert.AreEqual(new[] { "a.png" }, Files("out"), "nothing was made");

        Assert.AreEqual(0, Translate(bundle, _folder["in"], _folder["out"], "--missing").Code);
        Assert.AreEqual("mine", File.ReadAllText(_folder["out/a.png"]));
        AssertPicture(_folder["out/b.png"], 4, 6);
        Refuses(bundle, _folder["in"], _folder["out"], "a.png' is there already, and 1 more.");
        Assert.AreEqual(0, Translate(bundle, _folder["in"], _folder["out"], "--force").Code);
        AssertPicture(_folder["out/a.png"], 6, 4);
    }

    [TestMethod]
    public void A_bundle_of_one_size_gives_pictures_of_their_own_sizes()
    {
        // Red 200 everywhere, larger and smaller than 32 x 32: half of it, and its neighbours but at the edges.
        var bundle = Save(FreeTranslator.Make(scale: 2, free: false));
        foreach (var (height, width) in new[] { (100, 70), (9, 5) })
        {
            File.WriteAllBytes(_folder["in.png"], PictureFile.Flat(width, height, 200, 0, 0));
            var (code, _, errors) = Translate(bundle, _folder["in.png"], _folder["out.png"], "--force");
            Assert.AreEqual(0, code, errors);
            using var made = Read(_folder["out.png"]);
            Assert.AreEqual((width * 2, height * 2), (made.Width, made.Height));
            Assert.AreEqual(200, made.Pixels[0]);
            if (height > 32)
                Assert.AreEqual(100, made.Pixels[^4], "the last pixel has no neighbours");
        }
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Masks_are_found_by_name_and_pixels_that_stay_are_the_pictures_own(bool free)
    {
        var bundle = Save(FreeTranslator.Make(mask: true, free: free));
        Write("in/a.png", 40, 50);
        Write("in/sub/b.png", 40, 50);
        // White in the left half.
        byte[] mask = [.. Enumerable.Range(0, 40 * 50).Select(i => i % 50 < 25 ? byte.MaxValue : byte.MinValue)];
        Directory.CreateDirectory(_folder["masks/sub"]);
        File.WriteAllBytes(_folder["masks/a.png"], PictureFile.Png(50, 40, 1, mask));
        File.WriteAllBytes(_folder["masks/sub/b.bmp"], PictureFile.Png(50, 40, 1, mask));
        string[] masks = ["--mask", _folder["masks"]];
        Refuses(bundle, _folder["in"], _folder["masks"], "is a picture or a mask that is read", [.. masks, "--force"]);

        var (code, _, errors) = Translate(bundle, _folder["in"], _folder["out"], masks);
        Assert.AreEqual(0, code, errors);
        using (var own = Read(_folder["in/sub/b.png"]))
        using (var made = Read(_folder["out/sub/b.png"]))
        {
            Assert.AreEqual((50, 40), (made.Width, made.Height));
            var changed = Enumerable.Range(0, 2000).Where(i => made.Pixels[4 * i] != own.Pixels[4 * i]).ToArray();
            if (!free)
            {
                Assert.IsTrue(changed.All(i => i % 50 < 25), "what stays is the picture's own, to the byte");
                Assert.IsGreaterThan(800, changed.Length);
            }
            else
                AssertPicture(_folder["out/sub/b.png"], 40, 50, mask: [.. mask.Select(m => m / 255f)]);
        }

        File.WriteAllBytes(_folder["masks/a.png"], PictureFile.Png(40, 50, 1, mask));
        (code, _, errors) = Translate(bundle, _folder["in"], _folder["out"], [.. masks, "--force"]);
        Assert.AreEqual(1, code);
        StringAssert.Contains(
            errors,
            "the mask is 40 pixels wide and 50 high, but the picture 50 wide and 40 high; both must be of one size."
        );
        File.WriteAllText(_folder["masks/a.png"], "");
        StringAssert.Contains(
            Translate(bundle, _folder["in"], _folder["out"], [.. masks, "--force"]).Errors,
            $"its mask {_folder["masks/a.png"]} cannot be read: it is empty."
        );
        File.Move(_folder["masks/a.png"], _folder["masks/a.jpg"]);
        File.Copy(_folder["masks/a.jpg"], _folder["masks/a.bmp"]);
        Refuses(bundle, _folder["in"], _folder["new"], "holds 2 masks for 'a.png'", masks);
        File.Delete(_folder["masks/a.bmp"]);
        File.Delete(_folder["masks/a.jpg"]);
        Refuses(bundle, _folder["in"], _folder["new"], "holds no mask for 'a.png'", masks);
        Refuses(bundle, _folder["in"], _folder["new"], "there is no file or folder", "--mask", _folder["nowhere"]);
        Assert.IsFalse(Path.Exists(_folder["new"]), "nothing was made");
        // One mask for all.
        Assert.AreEqual(0, Translate(bundle, _folder["in"], _folder["new"], "--mask", _folder["masks/sub/b.bmp"]).Code);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Classes_are_grey_pictures_of_their_numbers(bool free)
    {
        var bundle = Save(FreeTranslator.Make(classes: true, free: free));
        // More red than green on the right.
        byte[] pixels = [.. Enumerable.Range(0, 64 * 64 * 3).Select(i => (byte)(i % 3 == (i / 3 % 64 < 32 ? 1 : 0) ? 200 : 20))];
        Directory.CreateDirectory(_folder["in"]);
        File.WriteAllBytes(_folder["in/a.png"], PictureFile.Png(64, 64, 3, pixels));
        var (code, _, errors) = Translate(bundle, _folder["in"], _folder["out"], "--classes", _folder["numbers"]);
        Assert.AreEqual(0, code, errors);
        var file = File.ReadAllBytes(_folder["numbers/a.png"]);
        Assert.AreEqual((8, 0), (file[24], file[25]), "8 bits, grey");
        using var map = Read(_folder["numbers/a.png"]);
        Assert.AreEqual((64, 64), (map.Width, map.Height));
        for (var i = 0; i < 64 * 64; i++)
            Assert.AreEqual(i % 64 < 32 ? 0 : 1, map.Pixels[4 * i], $"pixel {i}");
        Refuses(bundle, _folder["in"], _folder["new"], "are one folder", "--classes", _folder["new"]);
        Refuses(bundle, _folder["in/a.png"], _folder["new.png"], "must be different files", "--classes", _folder["new.png"]);
    }

    [TestMethod]
    public void Transparent_pictures_stay_as_transparent_and_lie_on_the_background()
    {
        var bundle = Save(FreeTranslator.Make());
        File.WriteAllBytes(_folder["in.png"], PictureFile.Png(2, 1, 4, 100, 100, 100, 255, 9, 9, 9, 0));
        foreach (var (background, expected) in new[] { ("black", 50), ("#c8c8c8", 100) })
        {
            var (code, _, errors) = Translate(
                bundle,
                _folder["in.png"],
                _folder["out.png"],
                "--background",
                background,
                "--force"
            );
            Assert.AreEqual(0, code, errors);
            using var made = Read(_folder["out.png"]);
            Assert.AreEqual((expected, 255, 0), (made.Pixels[0], made.Pixels[3], made.Pixels[7]));
        }
    }

    [TestMethod]
    public void Size_and_tiles_can_be_said()
    {
        var bundle = Save(FreeTranslator.Make(reach: 1));
        Write("in.png", 300, 150);
        var (code, _, errors) = Translate(bundle, _folder["in.png"], _folder["tiled.png"], "--tile", "130");
        Assert.AreEqual(0, code, errors);
        AssertPicture(_folder["tiled.png"], 300, 150);
        Assert.AreEqual(0, Translate(bundle, _folder["in.png"], _folder["small.png"], "--size", "20").Code);
        using var small = Read(_folder["small.png"]);
        Assert.AreEqual((10, 20), (small.Width, small.Height));
        Refuses(
            bundle,
            _folder["in.png"],
            _folder["x.png"],
            "--tile is 129; for this bundle it must be 130 to 4096",
            "--tile",
            "129"
        );
        Refuses(bundle, _folder["in.png"], _folder["x.png"], "--size is 0; it must be at least 1", "--size", "0");
        var whole = Save(FreeTranslator.Make(free: false), "whole");
        Refuses(whole, _folder["in.png"], _folder["x.png"], "--tile is for bundles of any size", "--tile", "512");
        Refuses(whole, _folder["in.png"], _folder["x.png"], "takes pictures 32 pixels wide and 32 high", "--size", "20");
    }

    [TestMethod]
    public void What_cannot_be_done_is_refused_before_any_work()
    {
        var bundle = Save(FreeTranslator.Make());
        Write("in/a.png", 6, 4);
        Write("in/sub/a.png", 6, 4);
        Directory.CreateDirectory(_folder["empty"]);
        File.WriteAllText(_folder["empty/notes.txt"], "");
        Refuses(bundle, _folder["nowhere"], _folder["out"], "There is no file or folder");
        Refuses(bundle, _folder["in/a.png"], _folder["out.jpg"], "its name must end in .png");
        Refuses(bundle, _folder["in/a.png"], _folder["in/a.png"], "must be different files");
        Refuses(bundle, _folder["in"], _folder["in/out"], "where its pictures would be translated again");
        Refuses(bundle, _folder["in"], _folder["in"], "where its pictures would be translated again");
        Refuses(bundle, _folder["in"], _folder["in/a.png"], "lies in");
        Refuses(bundle, _folder["in"], _folder["empty/notes.txt"], "is a file");
        Refuses(bundle, _folder["empty"], _folder["out"], "holds no pictures. It holds files that are no pictures (1).");
        Refuses(bundle, _folder["in"], _folder["out"], "this one takes no mask", "--mask", _folder["in"]);
        Refuses(bundle, _folder["in"], _folder["out"], "this one does not", "--classes", _folder["numbers"]);
        Refuses(bundle, _folder["in"], _folder["out"], "--background is 'sky'", "--background", "sky");
        Refuses(bundle, _folder["in"], _folder["out"], "not both", "--force", "--missing");
        Refuses(
            bundle,
            _folder["in"],
            _folder["out"],
            "--device is 'tpu'; it must be auto, cpu, cuda or cuda:N.",
            "--device",
            "tpu"
        );
        Refuses(Save(FreeTranslator.Make(mask: true), "mask"), _folder["in"], _folder["out"], "give --mask");
        Refuses(Save(TinyBundle.Make(), "none"), _folder["in"], _folder["out"], "has no translator");
        File.WriteAllText(_folder["broken.png"], "no picture");
        Refuses(bundle, _folder["broken.png"], _folder["x.png"], "broken.png' cannot be translated: it is text, not a picture.");

        File.Copy(_folder["in/a.png"], _folder["in/a.bmp"]);
        Refuses(bundle, _folder["in"], _folder["out"], "'a.bmp' and 'a.png' would both become");
        Assert.IsFalse(Path.Exists(_folder["out"]));
    }

    [TestMethod]
    public void Ctrl_C_is_seen_between_two_pictures_and_the_same_command_goes_on()
    {
        var bundle = FreeTranslator.Make();
        foreach (var name in new[] { "a", "b", "c" })
            Write($"in/{name}.png", 6, 4);
        using var cancellation = new CancellationTokenSource();
        var plan = TranslationPlan.Make(_folder["in"], _folder["out"], null, null);
        var e = Assert.ThrowsExactly<StoppedException>(() =>
            TranslationRun.Run(
                plan,
                item =>
                {
                    if (item.Name == "b.png")
                        cancellation.Cancel();
                    return (new TranslatedPicture([1], null), null);
                },
                new StringWriter(),
                cancellation.Token
            )
        );
        Assert.AreEqual("2 of 3 pictures are translated. The same command with --missing goes on.", e.Message);
        CollectionAssert.AreEqual(new[] { "a.png", "b.png" }, Files("out"));
        CollectionAssert.AreEqual(new[] { "c.png" }, plan.Missing().Items.Select(i => i.Name).ToArray());
        Assert.AreEqual(0, Translate(Save(bundle), _folder["in"], _folder["out"], "--missing").Code);
        AssertPicture(_folder["out/c.png"], 6, 4);
        CollectionAssert.AreEqual(new[] { "a.png", "b.png", "c.png" }, Files("out"));
    }

    private string Save(GanBundle bundle, string name = "bundle")
    {
        bundle.Save(_folder[name]);
        return _folder[name];
    }

    private static (int Code, string Output, string Errors) Translate(
        string bundle,
        string input,
        string output,
        params string[] options
    ) => GanInProcess.Run(["translate", "--bundle", bundle, "--device", "cpu", input, output, .. options]);

    private static void Refuses(string bundle, string input, string output, string expected, params string[] options) =>
        GanInProcess.Refuses(["translate", "--bundle", bundle, input, output, .. options], expected);

    private string[] Files(string folder) =>
        [
            .. Directory
                .GetFiles(_folder[folder], "*", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(_folder[folder], f))
                .Order(StringComparer.Ordinal),
        ];

    private void Write(string name, int height, int width)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        var values = FreeTranslator.Image(height, width);
        byte[] pixels = [.. Enumerable.Range(0, values.Length).Select(i => (byte)values[i % 3 * height * width + i / 3])];
        File.WriteAllBytes(_folder[name], PictureFile.Png(width, height, 3, pixels));
    }

    private static RgbaImage Read(string path)
    {
        var image = ImageDecoder.Decode(path, out _, out var fault);
        Assert.IsNotNull(image, $"{path}: {fault}");
        return image;
    }

    private static void AssertPicture(string path, int height, int width, int scale = 1, float[]? mask = null)
    {
        using var made = Read(path);
        Assert.AreEqual((width * scale, height * scale), (made.Width, made.Height));
        var expected = FreeTranslator.Expected(FreeTranslator.Image(height, width), height, width, scale, mask);
        var area = made.Width * made.Height;
        for (var i = 0; i < 4 * area; i++)
            Assert.AreEqual(i % 4 == 3 ? 255 : expected[i % 4 * area + i / 4], made.Pixels[i], 0.51f, $"{path}, value {i}");
    }
}
