using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Gan.Onnx.Bundles;
using Gan.Tests.Engineering;
using Gan.Tests.Training;
using Gan.Training;
using Gan.Training.Reporting;
using Microsoft.ML.Data;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Gan.Tests.Cli.Watching;

/// <summary>A page in a real browser, which complains of nothing, and what is on the page of a run.</summary>
public abstract class BrowserPage
{
    private const int Patience = 60_000;
    private static Chromium? _chromium;
    private readonly ConcurrentQueue<string> _complaints = [];

    /// <summary>The page of the test.</summary>
    private protected IPage Page { get; private set; } = null!;

    private protected ILocator Generated => Page.GetByAltText("A sample of the exported generator");

    private protected ILocator Latents => Page.Locator("#latents").GetByRole(AriaRole.Slider);

    [ClassInitialize(InheritanceBehavior.BeforeEachDerivedClass)]
    public static async Task StartBrowser(TestContext context)
    {
        // Other tests may keep every processor busy.
        SetDefaultExpectTimeout(Patience);
        _chromium = await Chromium.StartAsync();
    }

    [ClassCleanup(InheritanceBehavior.BeforeEachDerivedClass, ClassCleanupBehavior.EndOfClass)]
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
        Page = await _chromium.NewPageAsync();
        Page.SetDefaultTimeout(Patience);
        // Resources that did not come and what the content security policy forbids are told on the console too.
        Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" or "assert")
                _complaints.Enqueue($"{message.Location}: {message.Text}");
        };
        Page.PageError += (_, error) => _complaints.Enqueue(error);
        Page.Request += (_, request) =>
        {
            var address = new Uri(request.Url);
            if (address is { Scheme: "http" or "https", IsLoopback: false })
                _complaints.Enqueue($"It asked for {address}.");
        };
    }

    [TestCleanup]
    public async Task ClosePage()
    {
        if (Page is not null)
            await Page.Context.CloseAsync();
    }

    /// <summary>A run that has ended, without the time that training takes: reports, grids of samples, a generator.</summary>
    private protected static void MakeRun(string folder)
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

    private protected static void Tell(RunFolder run, RunStatus status) =>
        AtomicFile.WriteText(run.Status, RunFolder.Text(status));

    /// <summary>What the generator's sample looks like once something is done to the page that makes another.</summary>
    private protected async Task<byte[]> SampleAfter(Func<Task> action)
    {
        var address = await Generated.GetAttributeAsync("src");
        await action();
        await Expect(Generated).Not.ToHaveAttributeAsync("src", address!);
        return await PictureOf(Generated);
    }

    /// <summary>What an image on the page looks like, once it is there.</summary>
    private protected static async Task<byte[]> PictureOf(ILocator image)
    {
        await Expect(image).ToBeVisibleAsync();
        await Expect(image).ToHaveAttributeAsync("src", new Regex("."));
        // Fails for one that cannot be shown.
        await image.EvaluateAsync("image => image.decode()");
        return AssertNotBlank(await image.ScreenshotAsync());
    }

    /// <summary>What the whole page looks like. GAN_SCREENSHOTS names a folder to keep it in.</summary>
    private protected async Task<byte[]> PictureOfThePage(string name)
    {
        var png = AssertNotBlank(await Page.ScreenshotAsync(new() { FullPage = true }));
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

    private protected static byte[] Pixels(byte[] png)
    {
        using var stream = new MemoryStream(png);
        using var image = MLImage.CreateFromStream(stream);
        return image.Pixels.ToArray();
    }

    private protected void AssertNoComplaints() => Assert.IsTrue(_complaints.IsEmpty, string.Join('\n', _complaints));
}
