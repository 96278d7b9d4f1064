using Gan.Tests.Cli.Watching;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using static Microsoft.Playwright.Assertions;

namespace Gan.Tests.Engineering;

/// <summary>The site in a real browser, which asks nothing of other machines and complains of nothing.</summary>
[TestClass]
public sealed class SitePageTests : BrowserPage
{
    [TestMethod]
    public async Task Pages_are_shown_and_what_is_searched_for_is_found()
    {
        await using var server = await ServeAsync(BuiltSite.Folder);
        var address = server.Urls.Single();

        await Page.GotoAsync($"{address}/index.html");
        await Expect(Page).ToHaveTitleAsync("GANs for .NET | Gan");
        await Expect(Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Cookbook" })).ToBeVisibleAsync();
        await PictureOfThePage("site-front.png");

        await Page.GotoAsync($"{address}/docs/cookbook/sensors.html");
        await Expect(Page.Locator("article h1")).ToHaveTextAsync("Sensors that do not go together");
        // Code has colours, and the page its place in the table of contents.
        await Expect(Page.Locator("article code .hljs-string").First).ToBeVisibleAsync();
        await Expect(Page.Locator("#toc li.active > a").Last).ToHaveTextAsync("Sensors that do not go together");
        await PictureOfThePage("site-cookbook.png");

        await Page.GotoAsync($"{address}/api/Gan.MLNet.GeneratorOptions.html");
        await Expect(Page.Locator("article")).ToContainTextAsync("TruncationColumnName");
        await PictureOfThePage("site-api.png");

        await Page.Locator("#search-query").FillAsync("fingerprints membership");
        await Expect(Page.Locator("#search-results .sr-items").First).ToContainTextAsync("Privacy");
        await PictureOfThePage("site-search.png");
        AssertNoComplaints();
    }

    private static async Task<WebApplication> ServeAsync(string folder)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        server.UseStaticFiles(
            new StaticFileOptions
            {
                FileProvider = new PhysicalFileProvider(folder),
                ContentTypeProvider = new FileExtensionContentTypeProvider { Mappings = { [".yml"] = "text/plain" } },
            }
        );
        await server.StartAsync();
        return server;
    }
}
