using Microsoft.Playwright;

namespace Gan.Tests.Cli.Watching;

/// <summary>This machine's own Chromium, without a window, driven by Playwright; no browser is ever downloaded.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    /// <summary>Starts the browser.</summary>
    /// <returns>The browser; null where there is none on this machine.</returns>
    public static async Task<Chromium?> StartAsync()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var program = Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        if (program is null)
            return null;
        var playwright = await Playwright.CreateAsync();
        try
        {
            return new Chromium(
                playwright,
                await playwright.Chromium.LaunchAsync(
                    new BrowserTypeLaunchOptions
                    {
                        ExecutablePath = program,
                        Headless = true,
                        // Root in a container, as tests often run, cannot set the sandbox up; the pages are our own.
                        ChromiumSandbox = false,
                        // Playwright itself turns off the first run's questions, updates, synchronization and talk in the
                        // background.
                        Args = ["--disable-gpu", "--disable-quic"],
                    }
                )
            );
        }
        catch
        {
            playwright.Dispose();
            throw;
        }
    }

    /// <summary>Opens an empty page that shares nothing with the others.</summary>
    public async Task<IPage> NewPageAsync()
    {
        var context = await _browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = 1280, Height = 1500 },
                ColorScheme = ColorScheme.Light,
            }
        );
        return await context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
