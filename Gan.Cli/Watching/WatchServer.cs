using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gan.Onnx;
using Gan.Training;
using Gan.Training.Reporting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Gan.Cli.Watching;

/// <summary>Serves a run's page to browsers on this machine, and to nobody else.</summary>
/// <remarks>
/// It listens on 127.0.0.1 only. A page from elsewhere that gets a browser to ask here under another name (DNS rebinding) is
/// refused by the host that it then names. Files are served by step number, never by a path; nothing is ever written.
/// </remarks>
internal sealed class WatchServer : IAsyncDisposable
{
    // A picture of 1024x1024 in Base64, and latents.
    private const long LargestRequest = 8 << 20;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(400);
    private readonly WebApplication _app;
    private readonly RunFolder _folder;
    private readonly Playground _playground;
    private readonly Easel _easel;
    private readonly CancellationTokenSource _stopping = new();

    private WatchServer(string folder, int port)
    {
        _folder = new RunFolder(folder);
        _playground = new Playground(_folder.Bundle);
        _easel = new Easel(folder);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.Listen(IPAddress.Loopback, port);
                kestrel.Limits.MaxRequestBodySize = LargestRequest;
            });
        builder.Services.AddRoutingCore();
        _app = builder.Build();
        _app.Use(Guard);
        _app.UseRouting();
        _app.MapGet("/", Page);
        _app.MapGet("/api/events", Events);
        _app.MapGet("/samples/{step:long:min(0)}", Samples);
        _app.MapGet("/api/latent", Latents);
        _app.MapGet("/api/generate", Generate);
        _app.MapPost("/api/easel/begin", context => Edit(context, _easel.Begin));
        _app.MapPost("/api/easel/apply", context => Edit(context, _easel.Apply));
    }

    /// <summary>Where the page is.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>Begins to serve.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="port">The port; 0 for one that is free.</param>
    /// <param name="cancellation">Stops the start.</param>
    /// <exception cref="GanException">The port is taken or may not be used.</exception>
    public static async Task<WatchServer> StartAsync(string folder, int port, CancellationToken cancellation = default)
    {
        var server = new WatchServer(folder, port);
        try
        {
            await server._app.StartAsync(cancellation);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            await server.DisposeAsync();
            throw new GanException(
                $"The port {port} cannot be used: {e.Message} Give another with --port, or 0 for one that is free.",
                e
            );
        }

        server.Address = new Uri(
            server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()
        );
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        // Open streams of events would keep the server from stopping.
        await _stopping.CancelAsync();
        await _app.DisposeAsync();
        _playground.Dispose();
        _easel.Dispose();
        _stopping.Dispose();
    }

    private async Task Guard(HttpContext context, RequestDelegate next)
    {
        if (!IsOwn(context.Request.Host, Address))
        {
            await Refuse(context, StatusCodes.Status421MisdirectedRequest, $"This page is at {Address} only.");
            return;
        }

        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        try
        {
            await next(context);
        }
        catch (GanException e)
        {
            await Refuse(context, StatusCodes.Status404NotFound, e.Message);
        }
        catch (OperationCanceledException)
        {
            // The browser went away, or the server ends.
        }
    }

    /// <summary>Whether a request names this server, of whose port browsers leave out the usual one, 80.</summary>
    internal static bool IsOwn(HostString host, Uri address) =>
        (host.Port ?? 80) == address.Port
        && (host.Host == address.Host || host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase));

    private static Task Refuse(HttpContext context, int code, string message)
    {
        if (context.Response.HasStarted)
            return Task.CompletedTask;
        context.Response.StatusCode = code;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(message);
    }

    private static Task Page(HttpContext context)
    {
        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        context.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'unsafe-inline'; img-src 'self' data: blob:; "
            + $"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(RunPage.Render(null, nonce));
    }

    /// <summary>Server-sent events: what the run has told so far, then what is new as it comes.</summary>
    private async Task Events(HttpContext context)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
        context.Response.ContentType = "text/event-stream";
        var updates = new RunUpdates(_folder);
        while (true)
        {
            if (updates.Next() is { } update)
            {
                await context.Response.WriteAsync($"data: {update.ToJsonString()}\n\n", ends.Token);
                await context.Response.Body.FlushAsync(ends.Token);
            }

            await Task.Delay(PollInterval, ends.Token);
        }
    }

    private async Task Samples(HttpContext context)
    {
        var step = long.Parse((string)context.GetRouteValue("step")!, System.Globalization.CultureInfo.InvariantCulture);
        var file = _folder.Samples(step);
        if (!File.Exists(file))
            throw new GanException($"There are no samples of step {step}.");
        context.Response.ContentType = "image/png";
        context.Response.Headers.CacheControl = "private, max-age=3600";
        await context.Response.SendFileAsync(file, context.RequestAborted);
    }

    private Task Latents(HttpContext context) => Json(context, _playground.Latents(Seed(context)));

    private async Task Generate(HttpContext context)
    {
        var label = int.TryParse(context.Request.Query["class"], out var number) ? number : 0;
        var (png, values) = _playground.Generate(
            Seed(context),
            label,
            context.Request.Query["text"].ToString(),
            context.Request.Query["moved"].ToString()
        );
        if (png is null)
        {
            await Json(context, values!);
            return;
        }

        context.Response.ContentType = "image/png";
        await context.Response.Body.WriteAsync(png, context.RequestAborted);
    }

    /// <summary>A request with a body. Only a page of this server's own may send JSON, which browsers ask for leave to do from
    /// elsewhere.</summary>
    private static async Task Edit(HttpContext context, Func<JsonNode?, JsonObject> work)
    {
        if (
            context.Request.ContentType is not { } type
            || !type.StartsWith("application/json", StringComparison.OrdinalIgnoreCase)
        )
        {
            await Refuse(context, StatusCodes.Status415UnsupportedMediaType, "Edits are sent as application/json.");
            return;
        }

        JsonNode? request;
        try
        {
            request = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        }
        catch (JsonException e)
        {
            throw new GanException($"What was sent is no edit: {e.Message}", e);
        }

        await Json(context, await Task.Run(() => work(request)));
    }

    private static ulong Seed(HttpContext context) => ulong.TryParse(context.Request.Query["seed"], out var seed) ? seed : 1;

    private static Task Json(HttpContext context, JsonObject value)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(value.ToJsonString());
    }
}
