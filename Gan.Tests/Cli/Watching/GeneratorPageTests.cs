using Gan.Cli.Watching;
using Gan.Tests.Training;
using Gan.Tests.Training.StackGan;
using Gan.Training;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Gan.Tests.Cli.Watching;

/// <summary>The generator on a run's page in a real browser: sliders, sentences, strokes.</summary>
[TestClass]
public sealed class GeneratorPageTests : BrowserPage
{
    private ILocator Seed => Page.GetByLabel("Seed", new() { Exact = true });

    [TestMethod]
    [Timeout(300_000)]
    public async Task The_generator_draws_the_sentence_that_is_typed()
    {
        using var folder = new TestFolder();
        MakeRun(folder.Path);
        Directory.Delete(new RunFolder(folder.Path).Bundle, recursive: true);
        StackGanBundle.Trained.Save(new RunFolder(folder.Path).Bundle);
        await using var server = await WatchServer.StartAsync(folder.Path, 0);
        await Page.GotoAsync(server.Address.AbsoluteUri);
        var first = await PictureOf(Generated);
        var text = Page.GetByLabel("Text");
        var typed = await SampleAfter(() => text.FillAsync("a purple cross in the middle"));
        CollectionAssert.AreNotEqual(first, typed, "another sentence, the same sample");
        var again = await SampleAfter(() => text.FillAsync(""));
        CollectionAssert.AreEqual(first, again, "without a sentence the first example is drawn");
        AssertNoComplaints();

        // What is wrong with a sentence is said as long as it stands there.
        var note = Page.Locator("#generated-note");
        await text.FillAsync("...");
        await Expect(note).ToHaveTextAsync("'...' holds no word.");
        await SampleAfter(() => text.FillAsync("a purple cross in the middle"));
        await Expect(note).ToHaveTextAsync("");
    }

    [TestMethod]
    [Timeout(300_000)]
    public async Task The_generator_makes_what_the_sliders_say()
    {
        using var folder = new TestFolder();
        MakeRun(folder.Path);
        await using var server = await WatchServer.StartAsync(folder.Path, 0);
        await Page.GotoAsync(server.Address.AbsoluteUri);
        var first = await PictureOf(Generated);
        await Expect(Latents).ToHaveCountAsync(12);
        await Expect(Page.GetByLabel("Class")).ToBeHiddenAsync();

        await Expect(Seed).ToHaveValueAsync("1");
        await Seed.FillAsync("7");
        var seventh = await SampleAfter(() => Seed.PressAsync("Enter"));
        CollectionAssert.AreNotEqual(first, seventh, "another seed, the same sample");

        var moved = await SampleAfter(() => Latents.First.PressAsync("End"));
        await Expect(Page.Locator("#latents output").First).ToHaveTextAsync("3.50");
        CollectionAssert.AreNotEqual(seventh, moved, "the latent does not change the sample");

        var another = await SampleAfter(() => Page.GetByRole(AriaRole.Button, new() { Name = "Another seed" }).ClickAsync());
        await Expect(Seed).Not.ToHaveValueAsync("7");
        CollectionAssert.AreNotEqual(seventh, another, "another seed, the same sample");

        // A seed brings its sample back; what was moved is forgotten.
        await Seed.FillAsync("7");
        var again = await SampleAfter(() => Seed.PressAsync("Enter"));
        CollectionAssert.AreEqual(seventh, again, "the seed does not bring its sample back");
        AssertNoComplaints();
    }

    /// <summary>A stroke of white makes the sample brighter under it; a direction's slider changes it; undo brings it
    /// back.</summary>
    [TestMethod]
    [Timeout(300_000)]
    public async Task A_stroke_changes_the_sample_under_it()
    {
        using var folder = new TestFolder();
        EaselTests.TrainRun(folder["run"]);
        await using var server = await WatchServer.StartAsync(folder["run"], 0);
        await Page.GotoAsync(server.Address.AbsoluteUri);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Begin" }).ClickAsync();
        var note = Page.Locator("#easel-note");
        await Expect(note).ToHaveTextAsync("The generator of step 300.");
        var strokes = Page.Locator("#easel-strokes");
        await strokes.ScrollIntoViewIfNeededAsync();
        await Page.GetByLabel("Brush").FillAsync("1.5");
        var before = await Columns();

        // Down along the darkest column, which no digit needs to be dark.
        var column = Array.IndexOf(before[2..6], before[2..6].Min()) + 2;
        var box = (await strokes.BoundingBoxAsync())!;
        var x = box.X + (column + 0.5f) * box.Width / 8;
        await Page.Mouse.MoveAsync(x, box.Y + box.Height * 0.2f);
        await Page.Mouse.DownAsync();
        await Page.Mouse.MoveAsync(x, box.Y + box.Height * 0.8f, new() { Steps = 6 });
        await Page.Mouse.UpAsync();
        await Expect(note).ToHaveAttributeAsync("data-settled", "true");
        await Expect(note).ToContainTextAsync("Strokes off by");
        var after = await Columns();
        Assert.IsTrue(
            after[column] > before[column] + 40,
            $"column {column}: {before[column]:F0} before, {after[column]:F0} after"
        );

        await PictureOfThePage("easel.png");

        // What the sliders do begins at zero, and is undone like a stroke.
        await Page.GetByRole(AriaRole.Button, new() { Name = "Clear strokes" }).ClickAsync();
        var slider = Page.Locator("#easel-directions").GetByRole(AriaRole.Slider).First;
        await slider.PressAsync("End");
        await Expect(Page.Locator("#easel-directions output").First).ToHaveTextAsync("4.0");
        await WaitForColumns(now => !now.SequenceEqual(after), "the direction does not change the sample");
        var undo = Page.GetByRole(AriaRole.Button, new() { Name = "Undo" });
        await undo.ClickAsync();
        await WaitForColumns(now => now.SequenceEqual(after), "undo does not take the move back");
        await undo.ClickAsync();
        await WaitForColumns(now => now.SequenceEqual(before), "undo does not take the stroke back");
        AssertNoComplaints();

        Task<double[]> Columns() =>
            Page.EvaluateAsync<double[]>(
                """
                () => {
                    const canvas = document.getElementById('easel-picture');
                    const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                    const sums = new Array(canvas.width).fill(0);
                    for (let i = 0; i < data.length; i += 4) sums[i / 4 % canvas.width] += data[i];
                    return sums.map(sum => sum / canvas.height);
                }
                """
            );

        async Task WaitForColumns(Func<double[], bool> holds, string otherwise)
        {
            for (var attempt = 0; attempt < 300; attempt++, await Task.Delay(100))
                if (holds(await Columns()))
                    return;
            Assert.Fail(otherwise);
        }
    }
}
