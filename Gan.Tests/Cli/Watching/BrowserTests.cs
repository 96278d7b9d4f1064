using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Gan.Cli.Watching;
using Gan.Onnx.Bundles;
using Gan.Tests.Engineering;
using Gan.Tests.Training;
using Gan.Tests.Training.StackGan;
using Gan.Training;
using Gan.Training.Guards;
using Gan.Training.Reporting;
using Microsoft.ML.Data;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Gan.Tests.Cli.Watching;

/// <summary>The page of a run in a real browser: live while it trains, and as a report.</summary>
[TestClass]
public sealed class BrowserTests
{
    private const int Patience = 60_000,
        PatienceForARun = 180_000;
    private static Chromium? _chromium;
    private readonly ConcurrentQueue<string> _complaints = [];
    private IPage _page = null!;

    private ILocator State => _page.Locator("#state");

    private ILocator Sample => _page.Locator("#sample");

    private ILocator Time => _page.GetByLabel("Time", new() { Exact = true });

    private ILocator Generated => _page.GetByAltText("A sample of the exported generator");

    private ILocator Seed => _page.GetByLabel("Seed", new() { Exact = true });

    private ILocator Latents => _page.Locator("#latents").GetByRole(AriaRole.Slider);

    private ILocator FirstCurve => _page.Locator("#charts path.line").First;

    [ClassInitialize]
    public static async Task StartBrowser(TestContext context)
    {
        // Other tests may keep every processor busy.
        SetDefaultExpectTimeout(Patience);
        _chromium = await Chromium.StartAsync();
    }

    [ClassCleanup(ClassCleanupBehavior.EndOfClass)]
    public static async Task EndBrowser()
    {
        if (_chromium is not null)
            await _chromium.DisposeAsync();
    }

    [TestInitialize]
    public async Task OpenPage()
    {
        if (_chromium is null)
            Assert.Inconclusive("There is no Chromium on this machine.");
        _page = await _chromium.NewPageAsync();
        _page.SetDefaultTimeout(Patience);
        // Resources that did not come and what the content security policy forbids are told on the console too.
        _page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" or "assert")
                _complaints.Enqueue($"{message.Location}: {message.Text}");
        };
        _page.PageError += (_, error) => _complaints.Enqueue(error);
        _page.Request += (_, request) =>
        {
            var address = new Uri(request.Url);
            if (address is { Scheme: "http" or "https", IsLoopback: false })
                _complaints.Enqueue($"It asked for {address}.");
        };
    }

    [TestCleanup]
    public async Task ClosePage()
    {
        if (_page is not null)
            await _page.Context.CloseAsync();
    }

    [TestMethod]
    [Timeout(300_000)]
    public async Task The_page_shows_a_run_as_it_goes_on()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder["run"]);
        await using var server = await WatchServer.StartAsync(folder["run"], 0);
        await _page.GotoAsync(server.Address.AbsoluteUri);
        await Expect(State).ToHaveTextAsync("waiting");

        // Small networks, so that the steps take little time beside whatever else the machine does.
        using var process = GanProcess.Start(
            "train",
            "--recipe",
            "gan",
            "--set",
            "hidden=32,32",
            "--set",
            "batch-size=16",
            "--device",
            "cpu",
            "--steps",
            "1500",
            "--checkpoint-every",
            "500",
            "--samples-every",
            "100",
            "--out",
            folder["run"]
        );
        // Looked for within the page, frame by frame: on a quick machine the run is over soon.
        var early = await _page.WaitForFunctionAsync(
            """
            () => {
                const curve = document.querySelector('#charts path.line')?.getAttribute('d') ?? '';
                return document.getElementById('state').textContent === 'training' && curve.split('L').length >= 3 && curve;
            }
            """,
            options: new() { Timeout = PatienceForARun }
        );
        await Expect(State).ToHaveTextAsync("finished", new() { Timeout = PatienceForARun });
        await Expect(FirstCurve).ToHaveAttributeAsync("d", PointsOnCurve(15));
        await Expect(FirstCurve).Not.ToHaveAttributeAsync("d", await early.JsonValueAsync<string>());
        await Expect(_page.Locator("#stats dd").First).ToHaveTextAsync("1,500 of 1,500");
        var (code, _, errors) = process.Wait();
        Assert.AreEqual(0, code, errors);

        await SliderChangesThePicture();
        var before = await PictureOf(Generated);
        var after = await SampleAfter(() => Latents.First.PressAsync("End"));
        CollectionAssert.AreNotEqual(before, after, "the latent does not change the sample");

        var light = await PictureOfThePage("watch-light.png");
        await _page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        var dark = await PictureOfThePage("watch-dark.png");
        Assert.IsTrue(Brightness(dark) < 0.5, "the dark page is not dark");
        Assert.IsTrue(Brightness(light) > 0.5, "the light page is not light");
        AssertNoComplaints();

        await _page.GotoAsync(new Uri(new RunFolder(folder["run"]).Report).AbsoluteUri);
        await Expect(State).ToHaveTextAsync("finished");
        await Expect(FirstCurve).ToHaveAttributeAsync("d", PointsOnCurve(15));
        await SliderChangesThePicture();
        await PictureOf(_page.Locator("#neighbours-picture"));
        await Expect(_page.Locator("#figures")).ToContainTextAsync("sliced Wasserstein distance");
        await Expect(_page.Locator("#configuration")).ToContainTextAsync("set batch-size");
        await Expect(_page.Locator("#environment")).ToContainTextAsync("libtorch");
        await PictureOfThePage("report.png");
        AssertNoComplaints();
    }

    [TestMethod]
    [Timeout(300_000)]
    public async Task Curves_samples_and_theme_answer_the_hand()
    {
        using var folder = new TestFolder();
        MakeRun(folder.Path);
        await using var server = await WatchServer.StartAsync(folder.Path, 0);
        await _page.Clock.InstallAsync();
        await _page.GotoAsync(server.Address.AbsoluteUri);
        await Expect(FirstCurve).ToHaveAttributeAsync("d", PointsOnCurve(20));

        // Pointing at a curve tells what it is there.
        var losses = _page.GetByRole(AriaRole.Img, new() { Name = "Losses" });
        var chart = _page.Locator(".chart").Filter(new() { Has = losses });
        await Expect(chart).ToContainTextAsync("discriminator 2");
        await losses.HoverAsync(
            new()
            {
                Position = new() { X = 48, Y = 100 },
            }
        );
        await Expect(chart.Locator(".cursor")).ToHaveCountAsync(1);
        await Expect(chart.Locator(".key")).ToHaveTextAsync("discriminator 0.1generator 1step 100");
        await _page.GetByRole(AriaRole.Heading, new() { Name = "Curves" }).HoverAsync();
        await Expect(chart.Locator(".cursor")).ToHaveCountAsync(0);

        // Without smoothing there is only what was measured.
        await Expect(chart.Locator("path")).ToHaveCountAsync(4);
        var smooth = await FirstCurve.GetAttributeAsync("d");
        await _page.GetByLabel("Smoothing").PressAsync("Home");
        await Expect(chart.Locator("path")).ToHaveCountAsync(2);
        await Expect(FirstCurve).Not.ToHaveAttributeAsync("d", smooth!);

        // Played, the samples go from the first to the last, which they then stay at.
        await _page.Clock.PauseAtAsync(DateTime.UtcNow.AddHours(1));
        var play = _page.GetByRole(AriaRole.Button, new() { Name = "Play the samples through training" });
        await Expect(Sample).ToHaveAttributeAsync("alt", "Samples at step 2000");
        await play.ClickAsync();
        await Expect(play).ToHaveTextAsync("❚❚ Pause");
        foreach (var step in new[] { 0, 500, 1000 })
        {
            await Expect(Sample).ToHaveAttributeAsync("alt", $"Samples at step {step}");
            await PictureOf(Sample);
            await _page.Clock.RunForAsync(180);
        }

        await _page.Clock.RunForAsync(1_000);
        await Expect(play).ToHaveTextAsync("▶ Play");
        await Expect(Sample).ToHaveAttributeAsync("alt", "Samples at step 2000");

        // A mouse finds the slider's beginning.
        await Time.ClickAsync(
            new()
            {
                Position = new() { X = 3, Y = 8 },
            }
        );
        await Expect(Sample).ToHaveAttributeAsync("alt", "Samples at step 0");

        // The theme is the system's until one is chosen, which the browser remembers.
        var (theme, body) = (_page.GetByRole(AriaRole.Button, new() { Name = "Theme" }), _page.Locator("body"));
        const string Light = "rgb(246, 247, 251)",
            Dark = "rgb(14, 17, 23)";
        await Expect(body).ToHaveCSSAsync("background-color", Light);
        await theme.ClickAsync();
        await Expect(theme).ToHaveTextAsync("Theme: dark");
        await Expect(body).ToHaveCSSAsync("background-color", Dark);
        await _page.ReloadAsync();
        await Expect(theme).ToHaveTextAsync("Theme: dark");
        await Expect(body).ToHaveCSSAsync("background-color", Dark);
        await _page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await theme.ClickAsync();
        await Expect(body).ToHaveCSSAsync("background-color", Light);
        await theme.ClickAsync();
        await Expect(theme).ToHaveTextAsync("Theme: auto");
        await Expect(body).ToHaveCSSAsync("background-color", Dark);
        AssertNoComplaints();
    }

    [TestMethod]
    [Timeout(300_000)]
    public async Task The_generator_draws_the_sentence_that_is_typed()
    {
        using var folder = new TestFolder();
        MakeRun(folder.Path);
        Directory.Delete(new RunFolder(folder.Path).Bundle, recursive: true);
        StackGanBundle.Trained.Save(new RunFolder(folder.Path).Bundle);
        await using var server = await WatchServer.StartAsync(folder.Path, 0);
        await _page.GotoAsync(server.Address.AbsoluteUri);
        var first = await PictureOf(Generated);
        var text = _page.GetByLabel("Text");
        var typed = await SampleAfter(() => text.FillAsync("a purple cross in the middle"));
        CollectionAssert.AreNotEqual(first, typed, "another sentence, the same sample");
        var again = await SampleAfter(() => text.FillAsync(""));
        CollectionAssert.AreEqual(first, again, "without a sentence the first example is drawn");
        AssertNoComplaints();
    }

    [TestMethod]
    [Timeout(300_000)]
    public async Task The_generator_makes_what_the_sliders_say()
    {
        using var folder = new TestFolder();
        MakeRun(folder.Path);
        await using var server = await WatchServer.StartAsync(folder.Path, 0);
        await _page.GotoAsync(server.Address.AbsoluteUri);
        var first = await PictureOf(Generated);
        await Expect(Latents).ToHaveCountAsync(12);
        await Expect(_page.GetByLabel("Class")).ToBeHiddenAsync();

        await Expect(Seed).ToHaveValueAsync("1");
        await Seed.FillAsync("7");
        var seventh = await SampleAfter(() => Seed.PressAsync("Enter"));
        CollectionAssert.AreNotEqual(first, seventh, "another seed, the same sample");

        var moved = await SampleAfter(() => Latents.First.PressAsync("End"));
        await Expect(_page.Locator("#latents output").First).ToHaveTextAsync("3.50");
        CollectionAssert.AreNotEqual(seventh, moved, "the latent does not change the sample");

        var another = await SampleAfter(() => _page.GetByRole(AriaRole.Button, new() { Name = "Another seed" }).ClickAsync());
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
        await _page.GotoAsync(server.Address.AbsoluteUri);
        await _page.GetByRole(AriaRole.Button, new() { Name = "Begin" }).ClickAsync();
        var note = _page.Locator("#easel-note");
        await Expect(note).ToHaveTextAsync("The generator of step 300.");
        var strokes = _page.Locator("#easel-strokes");
        await strokes.ScrollIntoViewIfNeededAsync();
        await _page.GetByLabel("Brush").FillAsync("1.5");
        var before = await Columns();

        // Down along the darkest column, which no digit needs to be dark.
        var column = Array.IndexOf(before[2..6], before[2..6].Min()) + 2;
        var box = (await strokes.BoundingBoxAsync())!;
        var x = box.X + (column + 0.5f) * box.Width / 8;
        await _page.Mouse.MoveAsync(x, box.Y + box.Height * 0.2f);
        await _page.Mouse.DownAsync();
        await _page.Mouse.MoveAsync(x, box.Y + box.Height * 0.8f, new() { Steps = 6 });
        await _page.Mouse.UpAsync();
        await Expect(note).ToHaveAttributeAsync("data-settled", "true");
        await Expect(note).ToContainTextAsync("Strokes off by");
        var after = await Columns();
        Assert.IsTrue(
            after[column] > before[column] + 40,
            $"column {column}: {before[column]:F0} before, {after[column]:F0} after"
        );

        await PictureOfThePage("easel.png");

        // What the sliders do begins at zero, and is undone like a stroke.
        await _page.GetByRole(AriaRole.Button, new() { Name = "Clear strokes" }).ClickAsync();
        var slider = _page.Locator("#easel-directions").GetByRole(AriaRole.Slider).First;
        await slider.PressAsync("End");
        await Expect(_page.Locator("#easel-directions output").First).ToHaveTextAsync("4.0");
        await WaitForColumns(now => !now.SequenceEqual(after), "the direction does not change the sample");
        var undo = _page.GetByRole(AriaRole.Button, new() { Name = "Undo" });
        await undo.ClickAsync();
        await WaitForColumns(now => now.SequenceEqual(after), "undo does not take the move back");
        await undo.ClickAsync();
        await WaitForColumns(now => now.SequenceEqual(before), "undo does not take the stroke back");
        AssertNoComplaints();

        Task<double[]> Columns() =>
            _page.EvaluateAsync<double[]>(
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

    [TestMethod]
    [Timeout(300_000)]
    public async Task What_goes_wrong_is_told_as_it_happens()
    {
        using var folder = new TestFolder();
        var run = new RunFolder(folder.Path);
        var status = new RunStatus(RunState.Running, 50, 200, 10, 15, DateTime.UtcNow);
        Tell(run, status);
        var working = run.Lock();
        await using var server = await WatchServer.StartAsync(folder.Path, 0);
        await _page.Clock.InstallAsync();
        await _page.GotoAsync(server.Address.AbsoluteUri);
        await Expect(State).ToHaveTextAsync("training");
        await Expect(_page).ToHaveTitleAsync(new Regex("^25 % · "));
        await Expect(_page.GetByRole(AriaRole.Progressbar)).ToHaveJSPropertyAsync("value", 50);
        await Expect(_page.Locator("#warnings")).ToBeHiddenAsync();

        await _page.Clock.FastForwardAsync("01:00");
        await Expect(State).ToHaveTextAsync("no sign of life");

        // What the run tells is text, whatever stands in it.
        var finding = new GuardFinding(50, 40, GuardKind.ModeCollapse, "<b>It collapsed.</b>") { WentBackTo = 1000 };
        RunFolder.Append(run.Findings, finding);
        await Expect(_page.GetByRole(AriaRole.Heading, new() { Name = "Warnings" })).ToBeVisibleAsync();
        await Expect(_page.Locator("#findings li")).ToHaveTextAsync("<b>It collapsed.</b> The run went back to step 1,000.");

        // Whatever ends the process ends its lock.
        working.Dispose();
        await Expect(State).ToHaveTextAsync("killed");

        Tell(run, status with { State = RunState.Failed, Message = "The disk is <full>." });
        await Expect(State).ToHaveTextAsync("failed");
        await Expect(_page.Locator("#stats")).ToContainTextAsync("What went wrongThe disk is <full>.");
        AssertNoComplaints();
    }

    /// <summary>A run that has ended, without the time that training takes: reports, grids of samples, a generator.</summary>
    private static void MakeRun(string folder)
    {
        var run = new RunFolder(folder);
        RunFolder.Write(run.Metrics, Enumerable.Range(1, 20).Select(i => TestReports.Of(i * 100, i / 10.0, 1.0 / i)));
        Tell(run, new RunStatus(RunState.Finished, 2000, 2000, 10, 0, DateTime.UtcNow));
        foreach (var step in new[] { 0, 500, 1000, 1500, 2000 })
        {
            var random = new Random(step);
            float[] pixels = [.. Enumerable.Range(0, 20 * 64).Select(_ => random.NextSingle())];
            SampleGrid.Save(run.Samples(step), pixels, [1, 8, 8], new ValueRange { Minimum = 0, Maximum = 1 });
        }

        Directory.CreateDirectory(run.Bundle);
        foreach (var file in Directory.GetFiles(Path.Combine(SourceTree.Root, "models", "digits-dcgan")))
            File.Copy(file, Path.Combine(run.Bundle, Path.GetFileName(file)));
    }

    private static void Tell(RunFolder run, RunStatus status) => AtomicFile.WriteText(run.Status, RunFolder.Text(status));

    private static Regex PointsOnCurve(int count) => new($"^M[^L]+(L[^L]+){{{count - 1}}}$");

    private async Task SliderChangesThePicture()
    {
        var last = int.Parse((await Time.GetAttributeAsync("max"))!, CultureInfo.InvariantCulture);
        Assert.IsTrue(last >= 10, $"there are {last} grids of samples after the first");
        var (late, address) = (await PictureOf(Sample), await Sample.GetAttributeAsync("src"));
        await Time.PressAsync("Home");
        await Expect(Sample).ToHaveAttributeAsync("alt", "Samples at step 0");
        await Expect(Sample).Not.ToHaveAttributeAsync("src", address!);
        CollectionAssert.AreNotEqual(late, await PictureOf(Sample), "the slider does not change the picture");
        await Time.PressAsync("ArrowRight");
        await Expect(Sample).ToHaveAttributeAsync("alt", "Samples at step 100");
    }

    /// <summary>What the generator's sample looks like once something is done to the page that makes another.</summary>
    private async Task<byte[]> SampleAfter(Func<Task> action)
    {
        var address = await Generated.GetAttributeAsync("src");
        await action();
        await Expect(Generated).Not.ToHaveAttributeAsync("src", address!);
        return await PictureOf(Generated);
    }

    /// <summary>What an image on the page looks like, once it is there.</summary>
    private static async Task<byte[]> PictureOf(ILocator image)
    {
        await Expect(image).ToBeVisibleAsync();
        await Expect(image).ToHaveAttributeAsync("src", new Regex("."));
        // Fails for one that cannot be shown.
        await image.EvaluateAsync("image => image.decode()");
        return AssertNotBlank(await image.ScreenshotAsync());
    }

    /// <summary>What the whole page looks like. GAN_SCREENSHOTS names a folder to keep it in.</summary>
    private async Task<byte[]> PictureOfThePage(string name)
    {
        var png = AssertNotBlank(await _page.ScreenshotAsync(new() { FullPage = true }));
        if (Environment.GetEnvironmentVariable("GAN_SCREENSHOTS") is { } shots)
        {
            Directory.CreateDirectory(shots);
            await File.WriteAllBytesAsync(Path.Combine(shots, name), png);
        }

        return png;
    }

    private static byte[] AssertNotBlank(byte[] png)
    {
        var colours = MemoryMarshal.Cast<byte, int>(Pixels(png)).ToArray().Distinct().Count();
        Assert.IsTrue(colours >= 8, $"it is blank, or nearly: {colours} colours");
        return png;
    }

    private static double Brightness(byte[] png) => Pixels(png).Average(p => p / 255.0);

    private static byte[] Pixels(byte[] png)
    {
        using var stream = new MemoryStream(png);
        using var image = MLImage.CreateFromStream(stream);
        return image.Pixels.ToArray();
    }

    private void AssertNoComplaints() => Assert.IsTrue(_complaints.IsEmpty, string.Join('\n', _complaints));
}
