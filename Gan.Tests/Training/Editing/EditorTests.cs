using Gan.Onnx;
using Gan.Training;
using Gan.Training.Editing;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Editing;

[TestClass]
public sealed class EditorTests
{
    private static GanTrainer? s_run;

    private static PictureGenerator Generator => PictureGenerator.Of(s_run!);

    [ClassInitialize]
    public static void Train(TestContext context) => s_run = EditingNetworks.Digits(400);

    [ClassCleanup]
    public static void Release() => s_run?.Dispose();

    /// <summary>The left half is to be as it is in another sample: it is within 25 steps.</summary>
    [TestMethod]
    public void Strokes_are_followed()
    {
        var before = Generator.DrawLatents(1, 1);
        foreach (var seed in new[] { 2, 3, 4, 5 })
        {
            var doodle = LeftHalfOf(Generator.Generate(Generator.DrawLatents(1, seed)));
            var found = new PictureEditor(Generator).Apply(doodle, before, new EditOptions { KeepWeight = 0 })[0];
            Console.WriteLine($"colour {found.ColourError:F4}, change {found.Change:F4}, latent {found.LatentChange:F4}");
            Assert.IsLessThan(0.02, found.ColourError, $"seed {seed}");
        }
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void What_was_not_drawn_on_changes_less_the_more_it_weighs(bool keep)
    {
        var before = Generator.DrawLatents(1, 1);
        var doodle = LeftHalfOf(Generator.Generate(Generator.DrawLatents(1, 2)));
        double Change(double weight) =>
            new PictureEditor(Generator)
                .Apply(
                    doodle,
                    before,
                    new EditOptions
                    {
                        Candidates = 1,
                        Steps = 100,
                        KeepWeight = keep ? weight : 0,
                        Smoothness = keep ? 0 : weight,
                    }
                )[0]
                .Change;

        double[] changes = [.. new[] { 0, 0.1, 1, 10 }.Select(Change)];
        Console.WriteLine(string.Join(", ", changes));
        CollectionAssert.AreEqual(changes.OrderDescending().ToArray(), changes);
        Assert.IsLessThan(0.2 * changes[0], changes[^1]);
    }

    /// <summary>On a generator whose answer is known: one latent for each pixel, so that the terms are sums of squares.</summary>
    [TestMethod]
    public void The_terms_are_those_worked_out_by_hand()
    {
        using var network = Pixels();
        var generator = EditingNetworks.Of(network, 1, 2, 2);
        // Pixels 0 and 1 are drawn white, 3 is kept, 2 is neither.
        var doodle = new Doodle
        {
            Colours = [1, 1, 0, 0],
            Mask = [1, 1, 0, 0],
            Keep = [0, 0, 0, 1],
        };
        var editor = new PictureEditor(generator);

        var free = editor.Apply(
            doodle,
            [0, 0, 0.5f, -0.5f],
            new EditOptions
            {
                Candidates = 1,
                Steps = 400,
                Smoothness = 0,
                KeepWeight = 1,
            }
        )[0];
        Assert.AreEqual(1, free.Latent[0], 1e-3);
        Assert.AreEqual(0, free.ColourError, 1e-5);
        Assert.AreEqual(0.5, free.Latent[2], 1e-3);
        Assert.AreEqual(0, free.Change, 1e-5);
        Assert.AreEqual(0.5, free.LatentChange, 1e-3);

        // For each of the two pixels (1 - z)² / 2 + w z² / 4 (a mask of two, a latent of four): least at 2 / (2 + w).
        var held = editor.Apply(
            doodle,
            new float[4],
            new EditOptions
            {
                Candidates = 1,
                Steps = 400,
                Smoothness = 2,
                KeepWeight = 0,
            }
        )[0];
        Assert.AreEqual(0.5, held.Latent[0], 1e-3);
        Assert.AreEqual(0.25, held.ColourError, 1e-3);
        Assert.AreEqual(0.125, held.LatentChange, 1e-3);
        Assert.AreEqual(0.75, held.Picture[0], 1e-3);
    }

    [TestMethod]
    public void Candidates_come_best_first_and_the_same_for_the_same_seed()
    {
        var doodle = LeftHalfOf(Generator.Generate(Generator.DrawLatents(1, 2)));
        var editor = new PictureEditor(Generator);
        var options = new EditOptions { Candidates = 5, Steps = 5 };

        var found = editor.Apply(doodle, null, options);
        var again = editor.Apply(doodle, null, options);
        var other = editor.Apply(doodle, null, options with { Seed = 2 });

        Assert.HasCount(5, found);
        CollectionAssert.AreEqual(found.Select(e => e.ColourError).Order().ToArray(), found.Select(e => e.ColourError).ToArray());
        CollectionAssert.AreEqual(found[0].Latent, again[0].Latent);
        CollectionAssert.AreNotEqual(found[0].Latent, other[0].Latent);
        Assert.AreEqual(0, found[0].Change);
    }

    /// <summary>An upright line is drawn where the sample has none: the samples found have more of one there.</summary>
    [TestMethod]
    public void Edges_are_followed()
    {
        var before = Generator.DrawLatents(1, 6);
        var edges = new float[64];
        for (var row = 1; row < 7; row++)
            edges[row * 8 + 2] = 1;
        var doodle = new Doodle
        {
            Colours = new float[64],
            Mask = new float[64],
            Edges = edges,
        };
        var editor = new PictureEditor(Generator);
        double Error(double weight) =>
            editor
                .Apply(
                    doodle,
                    before,
                    new EditOptions
                    {
                        EdgeWeight = weight,
                        Candidates = 1,
                        Steps = 60,
                        KeepWeight = 0,
                    }
                )[0]
                .EdgeError;

        var (ignored, followed) = (Error(0), Error(10));
        Console.WriteLine($"{ignored:F4} {followed:F4}");
        Assert.IsLessThan(0.6 * ignored, followed);
    }

    /// <summary>An edge is drawn on, as strokes are: its pixels are free to change.</summary>
    [TestMethod]
    public void What_an_edge_was_drawn_on_does_not_stay()
    {
        var before = Generator.DrawLatents(1, 6);
        float[] edges = [.. Enumerable.Range(0, 64).Select(i => i % 8 < 4 ? 1f : 0)];
        var doodle = new Doodle
        {
            Colours = new float[64],
            Mask = new float[64],
            Edges = edges,
        };
        var editor = new PictureEditor(Generator);
        var options = new EditOptions
        {
            Candidates = 1,
            Steps = 10,
            EdgeWeight = 10,
        };
        var found = editor.Apply(doodle, before, options)[0];
        var said = editor.Apply(doodle with { Keep = [.. edges.Select(e => 1 - e)] }, before, options)[0];
        CollectionAssert.AreEqual(said.Picture, found.Picture);
        Assert.AreEqual(said.Change, found.Change);
        Assert.IsGreaterThan(0, found.Change);
    }

    [TestMethod]
    public void Histograms_tell_which_way_an_edge_runs()
    {
        using var scope = NewDisposeScope();
        Tensor Of(Func<int, int, bool> white)
        {
            float[] pixels = [.. Enumerable.Range(0, 64).Select(i => white(i % 8, i / 8) ? 1f : -1f)];
            return OrientationHistogram.Of(tensor(pixels, [1, 1, 8, 8]), 8).flatten();
        }

        // Bins are at multiples of 22.5 degrees of the direction of change: 0 across, 4 down.
        Assert.AreEqual(0, Of((x, _) => x >= 4).argmax().item<long>());
        Assert.AreEqual(4, Of((_, y) => y >= 4).argmax().item<long>());
        Assert.AreEqual(2, Of((x, y) => x + y >= 8).argmax().item<long>());
        Assert.AreEqual(1, Of((x, _) => x >= 4).square().sum().item<float>(), 1e-3);
        Assert.IsLessThan(1e-3f, Of((_, _) => true).abs().max().item<float>());
        // Which side is the bright one does not matter.
        Assert.AreEqual(0, (Of((x, _) => x >= 4) - Of((x, _) => x < 4)).abs().max().item<float>(), 1e-5);
    }

    [TestMethod]
    public void A_doodle_that_does_not_fit_is_refused()
    {
        var editor = new PictureEditor(Generator);
        var nothing = new Doodle { Colours = new float[64], Mask = new float[64] };
        StringAssert.Contains(Assert.ThrowsExactly<GanException>(() => editor.Apply(nothing)).Message, "Nothing was drawn");
        Assert.ThrowsExactly<ArgumentException>(() => editor.Apply(nothing with { Mask = new float[63] }));
        Assert.ThrowsExactly<ArgumentException>(() => editor.Apply(nothing with { Colours = new float[63] }));
        var drawn = nothing with { Mask = [.. Enumerable.Repeat(1f, 64)] };
        Assert.ThrowsExactly<ArgumentException>(() => editor.Apply(drawn, new float[5]));
        Assert.ThrowsExactly<ArgumentException>(() => editor.Apply(drawn, new float[32]));
        Assert.ThrowsExactly<GanException>(() => editor.Apply(drawn, null, new EditOptions { Candidates = 0 }));
    }

    private static Doodle LeftHalfOf(float[] picture) =>
        new() { Colours = picture, Mask = [.. Enumerable.Range(0, 64).Select(i => i % 8 < 4 ? 1f : 0)] };

    /// <summary>A generator that gives its four latents as the pixels of a picture of 2x2.</summary>
    private static Gan.Training.Networks.GeneratorNetwork Pixels()
    {
        var layer = nn.Linear(4, 4, hasBias: false);
        using var noGrad = no_grad();
        layer.weight!.copy_(eye(4));
        return new Gan.Training.Networks.GeneratorNetwork(4, nn.Sequential(layer, nn.Unflatten(1, [1, 2, 2])));
    }
}
