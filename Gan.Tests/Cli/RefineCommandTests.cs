using System.Text;
using System.Text.Json.Nodes;
using Gan.MLNet.Images;
using Gan.Onnx.Bundles;
using Gan.Tests.Onnx;
using Gan.Tests.Training;
using Gan.Tests.Training.Data;

namespace Gan.Tests.Cli;

/// <summary><c>gan refine</c>: pictures with their labels, in folders and in tables, how much they changed, and what is refused
/// before any work.</summary>
[TestClass]
public sealed class RefineCommandTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void A_folder_keeps_classes_names_and_tables_of_labels()
    {
        var bundle = Save(FreeTranslator.Make());
        Write("in/one/a.png", 200);
        Write("in/one/b.png", 100);
        Write("in/two/a.png", 0);
        Write("in/two/.hidden.png", 0);
        // Everything but the names stays as it is: blanks, quotes, line ends, and the bytes of the last line.
        var labels = "picture, label ,\"note\"\r\none/a.png,1,\"says \"\"a\"\"\"\r\ntwo/a.png,2,\n";
        File.WriteAllBytes(_folder["in/labels.csv"], Encoding.UTF8.GetBytes(labels));
        var (code, output, errors) = Refine(bundle, _folder["in"], _folder["out"]);
        Assert.AreEqual(0, code, errors);
        StringAssert.Contains(output, $"3 pictures refined, 0 skipped: {_folder["out"]}");
        StringAssert.Contains(output, "passed over: hidden or system files and folders (1).");
        StringAssert.Contains(output, $"table: {_folder["out/labels.csv"]}");
        CollectionAssert.AreEqual(new[] { "labels.csv", "one/a.png", "one/b.png", "two/a.png" }, Files("out"));
        Assert.AreEqual(labels, File.ReadAllText(_folder["out/labels.csv"]));
        using var made = ImageDecoder.Decode(_folder["out/one/a.png"], out _, out _)!;
        // Half of each pixel and a quarter of its right and lower neighbour: the same, but at the edges.
        Assert.AreEqual((200, 150, 100), (made.Pixels[0], made.Pixels[4 * 7], made.Pixels[^4]));
    }

    /// <summary>A flat picture of 8x8 loses a quarter of each pixel of its right and lower edge: 16/64 of a quarter, of 200, 100
    /// and 0 of 255.</summary>
    [TestMethod]
    public void How_much_changed_is_said_and_doubts_are_warned_of()
    {
        var bundle = Save(FreeTranslator.Make());
        Write("in/a.png", 200);
        Write("in/b.png", 100);
        Write("in/c.png", 0);
        double[] changes = [200 / 255.0 / 16, 100 / 255.0 / 16, 0];
        var (code, output, errors) = Refine(bundle, _folder["in"], _folder["out"], "--json");
        Assert.AreEqual(0, code, errors);
        var json = JsonNode.Parse(output)!;
        Assert.AreEqual(changes.Average(), (double)json["change"]!, 1e-6);
        Assert.AreEqual(changes[0], (double)json["mostChange"]!, 1e-6);
        Assert.AreEqual((3, 0, 0), ((int)json["refined"]!, (int)json["doubtful"]!, json["tables"]!.AsArray().Count));
        Assert.DoesNotContain("Warning", errors);

        (code, output, errors) = Refine(bundle, _folder["in"], _folder["out"], "--force", "--doubt-above", "0.04");
        Assert.AreEqual(0, code, "A doubt is no failure.");
        StringAssert.Contains(output, "changed by 0.025 of the range on average, most by 0.049 (a.png)");
        StringAssert.Contains(
            errors,
            "Warning: 1 of 3 pictures changed by more than 0.04 of the range, so that their labels are in doubt. Look at 'a.png' "
                + "first"
        );
        (_, _, errors) = Refine(
            bundle,
            _folder["in"],
            _folder["out"],
            "--force",
            "--doubt-above",
            "0.04",
            "--doubt-share",
            "0.34"
        );
        Assert.DoesNotContain("Warning", errors);
    }

    [TestMethod]
    public void A_table_names_the_refined_pictures_and_is_otherwise_as_it_was()
    {
        var bundle = Save(FreeTranslator.Make());
        Write("in/sub/a.png", 200);
        Write("in/b.jpg", 100);
        Write("in/unnamed.png", 100);
        // With a byte order mark, semicolons, a decimal comma, a name in quotes, one in two rows, and no last line's end.
        var table = "\uFEFFx;picture;gaze\r\n 1,5 ;\"sub/a.png\";left\r\n2;b.jpg;b.jpg\n3;.\\b.jpg;ä";
        File.WriteAllText(_folder["in/labels.csv"], table, new UTF8Encoding(false));
        var (code, output, errors) = Refine(bundle, _folder["in/labels.csv"], _folder["out"]);
        Assert.AreEqual(0, code, errors);
        StringAssert.Contains(output, "2 pictures refined");
        CollectionAssert.AreEqual(new[] { "b.png", "labels.csv", "sub/a.png" }, Files("out"));
        Assert.AreEqual(
            "\uFEFFx;picture;gaze\r\n 1,5 ;\"sub/a.png\";left\r\n2;b.png;b.jpg\n3;.\\b.png;ä",
            Encoding.UTF8.GetString(File.ReadAllBytes(_folder["out/labels.csv"])),
            "Another column that says the same is left alone."
        );
        // Windows-1252 with tabs, and the column said.
        File.WriteAllBytes(_folder["in/t.tsv"], Encoding.Latin1.GetBytes("first\tsecond\tname\nb.jpg\tsub/a.png\tJ\u00fcrgen\n"));
        RefusesInto(bundle, _folder["in/t.tsv"], _folder["new"], "several columns name a picture of its folder in every row");
        Assert.AreEqual(0, Refine(bundle, _folder["in/t.tsv"], _folder["new"], "--column", "first").Code);
        Assert.AreEqual(
            "first\tsecond\tname\nb.png\tsub/a.png\tJ\u00fcrgen\n",
            Encoding.Latin1.GetString(File.ReadAllBytes(_folder["new/t.tsv"]))
        );
        CollectionAssert.AreEqual(new[] { "b.png", "t.tsv" }, Files("new"));
    }

    [TestMethod]
    public void Quotes_within_a_cell_without_quotes_hide_no_names()
    {
        var bundle = Save(FreeTranslator.Make());
        Write("in/a.jpg", 200);
        Write("in/b.jpg", 100);
        var table = "note,picture\n5\"\" pipe,a.jpg\n\"a \"\"b\"\", c\",b.jpg\n6\" pipe,b.jpg\n";
        File.WriteAllText(_folder["in/labels.csv"], table);
        var expected = table.Replace(".jpg", ".png", StringComparison.Ordinal);
        foreach (var input in new[] { "in", "in/labels.csv" })
        {
            var (code, _, errors) = Refine(bundle, _folder[input], _folder["out"], "--force");
            Assert.AreEqual(0, code, errors);
            Assert.AreEqual(expected, File.ReadAllText(_folder["out/labels.csv"]));
        }
    }

    /// <summary>A name that changes is changed wherever it names the picture: by its path, or alone where only one has
    /// it.</summary>
    [TestMethod]
    public void Tables_in_a_folder_follow_pictures_whose_ending_changes()
    {
        var bundle = Save(FreeTranslator.Make());
        Write("in/one/a.jpg", 200);
        Write("in/one/b.jpg", 200);
        Write("in/two/b.jpg", 200);
        File.WriteAllText(_folder["in/labels.csv"], "picture,label\none/a.jpg,1\na.jpg,1\nb.jpg,2\ntwo/b.jpg,3\nzero.jpg,4\n");
        File.WriteAllText(_folder["in/two/labels.tsv"], "picture\tlabel\nb.jpg\t3\n");
        Assert.AreEqual(0, Refine(bundle, _folder["in"], _folder["out"]).Code);
        Assert.AreEqual(
            "picture,label\none/a.png,1\na.png,1\nb.jpg,2\ntwo/b.png,3\nzero.jpg,4\n",
            File.ReadAllText(_folder["out/labels.csv"])
        );
        Assert.AreEqual("picture\tlabel\nb.png\t3\n", File.ReadAllText(_folder["out/two/labels.tsv"]));
    }

    [TestMethod]
    public void Without_every_picture_there_is_no_table_and_missing_ones_are_made_later()
    {
        var bundle = Save(FreeTranslator.Make(smallest: 3));
        Write("in/a.png", 200);
        Write("in/b.png", 100);
        File.WriteAllText(_folder["in/labels.csv"], "picture,label\na.png,1\nb.png,2\n");
        var whole = File.ReadAllBytes(_folder["in/b.png"]);
        File.WriteAllBytes(_folder["in/b.png"], whole[..^20]);
        var (code, _, errors) = Refine(bundle, _folder["in/labels.csv"], _folder["out"]);
        Assert.AreEqual(1, code);
        StringAssert.Contains(errors, $"skipped {_folder["in/b.png"]}: it ends early.");
        StringAssert.Contains(errors, "1 of 2 pictures could not be refined; the lines above say why. No table was written.");
        CollectionAssert.AreEqual(new[] { "a.png" }, Files("out"));

        File.WriteAllBytes(_folder["in/b.png"], whole);
        RefusesInto(bundle, _folder["in/labels.csv"], _folder["out"], "a.png' is there already. --force replaces what is there");
        var json = JsonNode.Parse(Refine(bundle, _folder["in/labels.csv"], _folder["out"], "--missing", "--json").Output)!;
        Assert.AreEqual(1, (int)json["refined"]!);
        CollectionAssert.AreEqual(new[] { "a.png", "b.png", "labels.csv" }, Files("out"));
        File.Delete(_folder["out/a.png"]);
        File.Delete(_folder["out/b.png"]);
        RefusesInto(bundle, _folder["in/labels.csv"], _folder["out"], "labels.csv' is there already. --force replaces it.");
    }

    [TestMethod]
    public void What_cannot_be_done_is_refused_before_any_work()
    {
        var bundle = Save(FreeTranslator.Make());
        Write("in/a.png", 200);
        Refuses(Save(TinyBundle.Make(), "none"), "in", "has no translator. Train one with a recipe that translates pictures");
        Refuses(Save(FreeTranslator.Make(mask: true), "mask"), "in", "takes a mask, so it does not refine");
        Refuses(Save(FreeTranslator.Make(classes: true), "classes"), "in", "tells pixels' classes, so it does not refine");
        Refuses(Save(FreeTranslator.Make(scale: 2), "larger"), "in", "makes pictures 2 times as large");
        Refuses(bundle, "nowhere", "There is no file or folder");
        Refuses(bundle, "in/a.png", "is neither a folder of pictures nor a table (.csv or .tsv) that names some.");
        Refuses(bundle, "in", "The option --column is for tables", "--column", "picture");
        Refuses(bundle, "in", "--doubt-above is 1.5; it must be from 0 to 1", "--doubt-above", "1.5");
        Refuses(bundle, "in", "--doubt-share is -1; it must be from 0 to 1", "--doubt-share=-1");
        Refuses(bundle, "in", "not both", "--force", "--missing");
        Refuses(bundle, "in", "--background is 'sky'", "--background", "sky");
        RefusesInto(bundle, _folder["in"], _folder["in/out"], "where its pictures would be translated again");

        Table("picture,label\n", "has no rows below its first one");
        Table("picture,label\nb.png,1\n", "no column names a picture of its folder in every row");
        Table("picture,label\na.png,1\nb.png,1\n", "says 'b.png' in row 2: there is no such file", "--column", "picture");
        Table("picture,label\n,1\n", "says '' in row 1: it names no picture", "--column", "picture");
        Table("picture,label\n../in/a.png,1\n", "pictures must lie in the table's folder", "--column", "picture");
        Table("picture,label\na.png,1\n", "has no column 'file'; its columns are 'picture', 'label'.", "--column", "file");
        Table("picture,label\na.png,1\na.bmp,1\n", "would both become");
        Assert.IsFalse(Path.Exists(_folder["out"]), "nothing was made");

        void Table(string text, string expected, params string[] options)
        {
            File.Copy(_folder["in/a.png"], _folder["in/a.bmp"], overwrite: true);
            File.WriteAllText(_folder["in/labels.csv"], text);
            Refuses(bundle, "in/labels.csv", expected, options);
        }
    }

    private string Save(GanBundle bundle, string name = "bundle")
    {
        bundle.Save(_folder[name]);
        return _folder[name];
    }

    private static (int Code, string Output, string Errors) Refine(
        string bundle,
        string input,
        string output,
        params string[] options
    ) => GanInProcess.Run(["refine", "--bundle", bundle, "--device", "cpu", input, output, .. options]);

    private void Refuses(string bundle, string input, string expected, params string[] options) =>
        RefusesInto(bundle, _folder[input], _folder["out"], expected, options);

    private static void RefusesInto(string bundle, string input, string output, string expected, params string[] options) =>
        GanInProcess.Refuses(["refine", "--bundle", bundle, input, output, .. options], expected);

    private string[] Files(string folder) =>
        [
            .. Directory
                .GetFiles(_folder[folder], "*", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(_folder[folder], f))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>A flat picture of 8x8; a PNG whatever its ending, which is not what tells what it is.</summary>
    private void Write(string name, byte level)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        File.WriteAllBytes(_folder[name], PictureFile.Flat(8, 8, level, level, level));
    }
}
