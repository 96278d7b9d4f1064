using System.Globalization;
using System.Text.RegularExpressions;
using Gan.Cli.Watching;
using Gan.Tests.Training;
using Gan.Training;
using Gan.Training.Guards;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Gan.Tests.Cli.Watching;

/// <summary>The page of a run in a real browser: live while it trains, and as a report.</summary>
[TestClass]
public sealed class BrowserTests : BrowserPage
{
    private const int PatienceForARun = 180_000;

    private ILocator State => Page.Locator("#state");

    private ILocator Sample => Page.Locator("#sample");

    private ILocator Time => Page.GetByLabel("Time", new() { Exact = true });

    private ILocator FirstCurve => Page.Locator("#charts path.line").First;

    [TestMethod]
    [Timeout(300_000)]
    public async Task ThePage_shows_a_run_as_it_goes_on()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder["run"]);
        await using var server = await WatchServer.StartAsync(folder["run"], 0);
        await Page.GotoAsync(server.Address.AbsoluteUri);
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
        var early = await Page.WaitForFunctionAsync(
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
        await Expect(Page.Locator("#stats dd").First).ToHaveTextAsync("1,500 of 1,500");
        var (code, _, errors) = process.Wait();
        Assert.AreEqual(0, code, errors);

        await SliderChangesThePicture();
        var before = await PictureOf(Generated);
        var after = await SampleAfter(() => Latents.First.PressAsync("End"));
        CollectionAssert.AreNotEqual(before, after, "the latent does not change the sample");

        var light = await PictureOfThePage("watch-light.png");
        await Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        var dark = await PictureOfThePage("watch-dark.png");
        Assert.IsTrue(Brightness(dark) < 0.5, "the dark page is not dark");
        Assert.IsTrue(Brightness(light) > 0.5, "the light page is not light");
        AssertNoComplaints();

        await Page.GotoAsync(new Uri(new RunFolder(folder["run"]).Report).AbsoluteUri);
        await Expect(State).ToHaveTextAsync("finished");
        await Expect(FirstCurve).ToHaveAttributeAsync("d", PointsOnCurve(15));
        await SliderChangesThePicture();
        await PictureOf(Page.Locator("#neighbours-picture"));
        await Expect(Page.Locator("#figures")).ToContainTextAsync("sliced Wasserstein distance");
        await Expect(Page.Locator("#configuration")).ToContainTextAsync("set batch-size");
        await Expect(Page.Locator("#environment")).ToContainTextAsync("libtorch");
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
        await Page.Clock.InstallAsync();
        await Page.GotoAsync(server.Address.AbsoluteUri);
        await Expect(FirstCurve).ToHaveAttributeAsync("d", PointsOnCurve(20));

        // Pointing at a curve tells what it is there.
        var losses = Page.GetByRole(AriaRole.Img, new() { Name = "Losses" });
        var chart = Page.Locator(".chart").Filter(new() { Has = losses });
        await Expect(chart).ToContainTextAsync("discriminator 2");
        await losses.HoverAsync(
            new()
            {
                Position = new() { X = 48, Y = 100 },
            }
        );
        await Expect(chart.Locator(".cursor")).ToHaveCountAsync(1);
        await Expect(chart.Locator(".key")).ToHaveTextAsync("discriminator 0.1generator 1step 100");
        await Page.GetByRole(AriaRole.Heading, new() { Name = "Curves" }).HoverAsync();
        await Expect(chart.Locator(".cursor")).ToHaveCountAsync(0);

        // Without smoothing there is only what was measured.
        await Expect(chart.Locator("path")).ToHaveCountAsync(4);
        var smooth = await FirstCurve.GetAttributeAsync("d");
        await Page.GetByLabel("Smoothing").PressAsync("Home");
        await Expect(chart.Locator("path")).ToHaveCountAsync(2);
        await Expect(FirstCurve).Not.ToHaveAttributeAsync("d", smooth!);

        // Played, the samples go from the first to the last, which they then stay at.
        await Page.Clock.PauseAtAsync(DateTime.UtcNow.AddHours(1));
        var play = Page.GetByRole(AriaRole.Button, new() { Name = "Play the samples through training" });
        await Expect(Sample).ToHaveAttributeAsync("alt", "Samples at step 2000");
        await play.ClickAsync();
        await Expect(play).ToHaveTextAsync("❚❚ Pause");
        foreach (var step in new[] { 0, 500, 1000 })
        {
            await Expect(Sample).ToHaveAttributeAsync("alt", $"Samples at step {step}");
            await PictureOf(Sample);
            await Page.Clock.RunForAsync(180);
        }

        await Page.Clock.RunForAsync(1_000);
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
        var (theme, body) = (Page.GetByRole(AriaRole.Button, new() { Name = "Theme" }), Page.Locator("body"));
        const string Light = "rgb(246, 247, 251)",
            Dark = "rgb(14, 17, 23)";
        await Expect(body).ToHaveCSSAsync("background-color", Light);
        await theme.ClickAsync();
        await Expect(theme).ToHaveTextAsync("Theme: dark");
        await Expect(body).ToHaveCSSAsync("background-color", Dark);
        await Page.ReloadAsync();
        await Expect(theme).ToHaveTextAsync("Theme: dark");
        await Expect(body).ToHaveCSSAsync("background-color", Dark);
        await Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await theme.ClickAsync();
        await Expect(body).ToHaveCSSAsync("background-color", Light);
        await theme.ClickAsync();
        await Expect(theme).ToHaveTextAsync("Theme: auto");
        await Expect(body).ToHaveCSSAsync("background-color", Dark);
        AssertNoComplaints();
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
        await Page.Clock.InstallAsync();
        await Page.GotoAsync(server.Address.AbsoluteUri);
        await Expect(State).ToHaveTextAsync("training");
        await Expect(Page).ToHaveTitleAsync(new Regex("^25 % · "));
        await Expect(Page.GetByRole(AriaRole.Progressbar)).ToHaveJSPropertyAsync("value", 50);
        await Expect(Page.Locator("#warnings")).ToBeHiddenAsync();

        await Page.Clock.FastForwardAsync("01:00");
        await Expect(State).ToHaveTextAsync("no sign of life");

        // What the run tells is text, whatever stands in it.
        var finding = new GuardFinding(50, 40, GuardKind.ModeCollapse, "<b>It collapsed.</b>") { WentBackTo = 1000 };
        RunFolder.Append(run.Findings, finding);
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Warnings" })).ToBeVisibleAsync();
        await Expect(Page.Locator("#findings li")).ToHaveTextAsync("<b>It collapsed.</b> The run went back to step 1,000.");

        // Whatever ends the process ends its lock.
        working.Dispose();
        await Expect(State).ToHaveTextAsync("killed");

        Tell(run, status with { State = RunState.Failed, Message = "The disk is <full>." });
        await Expect(State).ToHaveTextAsync("failed");
        await Expect(Page.Locator("#stats")).ToContainTextAsync("What went wrongThe disk is <full>.");
        AssertNoComplaints();
    }

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

    private static double Brightness(byte[] png) => Pixels(png).Average(p => p / 255.0);
}
