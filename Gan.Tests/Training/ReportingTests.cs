using System.Xml.Linq;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training;
using Gan.Training.Reporting;
using Microsoft.ML.Data;

namespace Gan.Tests.Training;

[TestClass]
public sealed class ReportingTests
{
    private static readonly ValueRange Range = new() { Minimum = -1, Maximum = 1 };

    [TestMethod]
    public void A_grid_holds_each_picture_at_its_place()
    {
        using var folder = new TestFolder();
        // Three grey pictures of 1x2 pixels, two to a row, drawn at twice their size, one white pixel between.
        SampleGrid.Save(folder["grid.png"], [-1, 1, 0, 5, 1, -5], [1, 1, 2], Range, columns: 2, scale: 2);
        using var image = MLImage.CreateFromFile(folder["grid.png"]);
        Assert.AreEqual((11, 7), (image.Width, image.Height));
        var bytes = image.Pixels.ToArray();
        byte[] Row(int y) => [.. Enumerable.Range(0, 11).Select(x => bytes[(y * 11 + x) * 4])];
        CollectionAssert.AreEqual(new byte[] { 255, 0, 0, 255, 255, 255, 128, 128, 255, 255, 255 }, Row(1));
        CollectionAssert.AreEqual(new byte[] { 255, 255, 255, 0, 0, 255, 255, 255, 255, 255, 255 }, Row(5));
        Assert.AreEqual(1, Directory.GetFiles(folder.Path).Length);
    }

    [TestMethod]
    public void Samples_that_are_no_pictures_are_not_drawn()
    {
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => SampleGrid.Save("x.png", [1], [1], Range)).Message,
            "shape [1] cannot be drawn"
        );
    }

    [TestMethod]
    public void A_chart_draws_one_curve_per_player()
    {
        StepReport[] losses = [TestReports.Of(100, 1.4, 0.7), TestReports.Of(200, 0.7, 1.4), TestReports.Of(300, 1.0, 1.0)];
        var svg = XElement.Parse(LineChart.Losses("A < B", losses));
        XNamespace ns = "http://www.w3.org/2000/svg";
        var curves = svg.Elements(ns + "polyline").Select(c => c.Attribute("points")!.Value.Split(' ')).ToArray();
        Assert.AreEqual(2, curves.Length);
        Assert.IsTrue(curves.All(c => c.Length == 3));
        double Y(string point) => double.Parse(point.Split(',')[1], System.Globalization.CultureInfo.InvariantCulture);
        Assert.IsTrue(Y(curves[0][0]) < Y(curves[0][1]) && Y(curves[1][0]) > Y(curves[1][1]), "larger losses stand higher");
        Assert.AreEqual(Y(curves[0][2]), Y(curves[1][2]));
        Assert.IsTrue(svg.Value.Contains("A < B", StringComparison.Ordinal));
    }

    [TestMethod]
    public void A_page_is_self_contained_and_escapes_what_it_is_told()
    {
        using var folder = new TestFolder();
        SampleGrid.Save(folder["grid.png"], [0], [1, 1, 1], Range);
        var page = new HtmlPage("Title & more");
        page.AddHeading("<b>");
        page.AddImage(folder["grid.png"], "caption");
        page.AddTable([("a<b", "1", "how")]);
        page.Save(folder["page.html"]);
        var html = File.ReadAllText(folder["page.html"]);
        StringAssert.Contains(html, "<h1>Title &amp; more</h1>");
        StringAssert.Contains(html, "<h2>&lt;b&gt;</h2>");
        StringAssert.Contains(html, "<td>a&lt;b</td>");
        StringAssert.Contains(html, "src=\"data:image/png;base64,");
        Assert.IsFalse(html.Contains("src=\"http", StringComparison.Ordinal));
    }

    [TestMethod]
    public void A_failed_write_leaves_the_old_file_and_nothing_else()
    {
        using var folder = new TestFolder();
        AtomicFile.WriteText(folder["a.txt"], "old");
        Assert.ThrowsExactly<GanException>(() =>
            AtomicFile.Write(
                folder["a.txt"],
                stream =>
                {
                    stream.WriteByte(1);
                    throw new IOException("disk full");
                }
            )
        );
        Assert.AreEqual("old", File.ReadAllText(folder["a.txt"]));
        Assert.AreEqual(1, Directory.GetFiles(folder.Path).Length);
    }

    [TestMethod]
    public void A_link_stays_and_what_it_leads_to_is_written()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder["far"]);
        File.WriteAllText(folder["far/a.txt"], "old");
        File.CreateSymbolicLink(folder["far/link"], "a.txt");
        File.CreateSymbolicLink(folder["there"], Path.Combine("far", "link"));
        Directory.CreateSymbolicLink(folder["folder"], folder["far"]);
        File.CreateSymbolicLink(folder["nowhere"], folder["folder/new.txt"]);
        AtomicFile.WriteText(folder["there"], "new");
        AtomicFile.WriteText(folder["nowhere"], "newest");
        AtomicFile.RequireWritable(folder["there"]);
        Assert.AreEqual("new", File.ReadAllText(folder["far/a.txt"]));
        Assert.AreEqual("newest", File.ReadAllText(folder["far/new.txt"]));
        foreach (var link in new[] { "far/link", "there", "nowhere" })
            Assert.IsNotNull(new FileInfo(folder[link]).LinkTarget, link);
        Assert.HasCount(3, Directory.GetFiles(folder["far"]));
        Assert.IsTrue(FileLinks.AreSame(folder["there"], folder["folder/a.txt"]));
        Assert.IsFalse(FileLinks.AreSame(folder["there"], folder["nowhere"]));
    }

    [TestMethod]
    public void Links_in_a_circle_are_refused()
    {
        using var folder = new TestFolder();
        File.CreateSymbolicLink(folder["a"], "b");
        File.CreateSymbolicLink(folder["b"], "a");
        var e = Assert.ThrowsExactly<GanException>(() => AtomicFile.WriteText(folder["a"], "text"));
        StringAssert.Contains(e.Message, "leads in a circle");
        Assert.AreEqual("b", new FileInfo(folder["a"]).LinkTarget);
    }

    [TestMethod]
    public void A_file_does_not_take_the_place_of_a_pipe_or_a_device()
    {
        using var folder = new TestFolder();
        folder.MakePipe("pipe");
        File.CreateSymbolicLink(folder["link"], "pipe");
        Assert.AreEqual("a device", SpecialFile.Kind("/dev/null"));
        foreach (var path in new[] { folder["pipe"], folder["link"] })
        {
            foreach (var write in new Action<string>[] { AtomicFile.RequireReplaceable, AtomicFile.RequireWritable })
                StringAssert.Contains(
                    Assert.ThrowsExactly<GanException>(() => write(path)).Message,
                    $"The file '{path}' could not be written: it is a pipe"
                );
        }

        Assert.ThrowsExactly<GanException>(() => AtomicFile.WriteText(folder["link"], "text"));
        Assert.AreEqual("a pipe", SpecialFile.Kind(folder["pipe"]));
        File.WriteAllText(folder["empty"], "");
        foreach (var path in new[] { folder["empty"], folder.Path, folder["none"] })
            Assert.IsNull(SpecialFile.Kind(path), path);
    }
}
