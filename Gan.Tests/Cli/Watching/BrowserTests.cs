using Gan.Cli.Watching;
using Gan.Tests.Training;
using Gan.Training;

namespace Gan.Tests.Cli.Watching;

/// <summary>The page of a run in a real browser: live while it trains, and as a report.</summary>
[TestClass]
public sealed class BrowserTests
{
    private const string Path = "document.querySelector('#charts path.line')?.getAttribute('d')";

    [TestMethod]
    [Timeout(240_000)]
    public async Task The_page_shows_a_run_as_it_goes_on()
    {
        await using var browser = await Browser.StartAsync();
        if (browser is null) Assert.Inconclusive("There is no Chromium on this machine.");
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder["run"]);
        await using var server = await WatchServer.StartAsync(folder["run"], 0);
        await browser.OpenAsync(server.Address);
        await browser.WaitForAsync("document.getElementById('state')?.textContent === 'waiting'");

        using var process = GanProcess.Start(
            "train", "--recipe", "gan", "--steps", "1500", "--checkpoint-every", "500", "--samples-every", "100", "--device", "cpu", "--out", folder["run"]);
        await browser.WaitForAsync("document.getElementById('state').textContent === 'training'");
        await browser.WaitForAsync($"({Path} ?? '').split('L').length >= 3");
        var early = await browser.EvaluateAsync(Path);
        await browser.WaitForAsync("document.getElementById('state').textContent === 'finished'");
        await browser.WaitForAsync($"({Path}).split('L').length === 15");
        Assert.AreNotEqual(early, await browser.EvaluateAsync(Path), "the curves do not move");
        Assert.AreEqual("1,500 of 1,500", await browser.EvaluateAsync("document.querySelector('#stats dd').textContent"));
        var (code, _, errors) = process.Wait();
        Assert.AreEqual(0, code, errors);

        await SliderChangesThePicture(browser, await browser.EvaluateAsync("document.getElementById('time').max"));
        await browser.WaitForAsync("!document.getElementById('playground').hidden && document.getElementById('generated').naturalWidth > 0");
        var before = await browser.EvaluateAsync("document.getElementById('generated').src");
        await browser.EvaluateAsync("(() => { const s = document.querySelector('#latents input'); s.value = 3.5; s.dispatchEvent(new Event('input')); })()");
        await browser.WaitForAsync($"document.getElementById('generated').src !== '{before}' && document.getElementById('generated').naturalWidth > 0");

        if (Environment.GetEnvironmentVariable("GAN_SCREENSHOTS") is { } shots)
        {
            Directory.CreateDirectory(shots);
            foreach (var scheme in new[] { "light", "dark" })
            {
                await browser.PreferAsync(scheme);
                File.WriteAllBytes(System.IO.Path.Combine(shots, $"watch-{scheme}.png"), await browser.ScreenshotAsync());
            }
        }

        await browser.OpenAsync(new Uri(new RunFolder(folder["run"]).Report));
        await browser.WaitForAsync($"({Path} ?? '').split('L').length === 15");
        await SliderChangesThePicture(browser, await browser.EvaluateAsync("document.getElementById('time').max"));
        await browser.WaitForAsync("document.getElementById('neighbours-picture').naturalWidth > 0");
        StringAssert.Contains(await browser.EvaluateAsync("document.getElementById('figures').textContent"), "sliced Wasserstein distance");
        StringAssert.Contains(await browser.EvaluateAsync("document.getElementById('configuration').textContent"), "set batch-size");
        StringAssert.Contains(await browser.EvaluateAsync("document.getElementById('environment').textContent"), "libtorch");
        if (Environment.GetEnvironmentVariable("GAN_SCREENSHOTS") is { } folderOfShots)
            File.WriteAllBytes(System.IO.Path.Combine(folderOfShots, "report.png"), await browser.ScreenshotAsync());
        Assert.AreEqual("", string.Join('\n', browser.Complaints));
    }

    private static async Task SliderChangesThePicture(Browser browser, string last)
    {
        Assert.IsTrue(int.Parse(last, System.Globalization.CultureInfo.InvariantCulture) >= 10, $"there are {last} grids of samples after the first");
        await browser.WaitForAsync("document.getElementById('sample').naturalWidth > 0");
        var source = await browser.EvaluateAsync("document.getElementById('sample').src");
        await browser.EvaluateAsync("(() => { const t = document.getElementById('time'); t.value = 0; t.dispatchEvent(new Event('input')); })()");
        await browser.WaitForAsync("document.getElementById('sample').complete && document.getElementById('sample').naturalWidth > 0");
        Assert.AreNotEqual(source, await browser.EvaluateAsync("document.getElementById('sample').src"), "the slider does not change the picture");
        Assert.AreEqual("Samples at step 0", await browser.EvaluateAsync("document.getElementById('sample').alt"));
    }
}
