using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Gan.Cli.Watching;
using Gan.Onnx;
using Gan.Tests.Engineering;
using Gan.Tests.Training;
using Gan.Training;
using Microsoft.AspNetCore.Http;

namespace Gan.Tests.Cli.Watching;

/// <summary>What the server of a run's page gives, and what it refuses.</summary>
[TestClass]
public sealed class WatchServerTests
{
    [TestMethod]
    public async Task Events_tell_what_there_is_then_what_is_new_and_what_was_replaced()
    {
        using var folder = new TestFolder();
        var run = new RunFolder(folder.Path);
        File.WriteAllText(run.Metrics, Line(1) + Line(2));
        await using var server = await WatchServer.StartAsync(folder.Path, 0);
        using var client = new HttpClient { BaseAddress = server.Address };
        using var reader = new StreamReader(await client.GetStreamAsync("api/events"));
        var first = await Next(reader);
        Assert.AreEqual("0 1 2", Told(first));
        Assert.AreEqual(System.IO.Path.GetFileName(folder.Path), (string)first["name"]!);

        // A line that is still being written is waited for.
        File.AppendAllText(run.Metrics, Line(3) + "{\"step\":");
        Assert.AreEqual("2 3", Told(await Next(reader)));
        File.AppendAllText(run.Metrics, Line(4)["{\"step\":".Length..]);
        Assert.AreEqual("3 4", Told(await Next(reader)));

        // The run went back: what stood after step 2 is no more.
        AtomicFile.WriteText(run.Metrics, Line(1) + Line(2) + Line(9));
        Assert.AreEqual("2 9", Told(await Next(reader)));

        File.WriteAllText(run.Findings, "{\"step\":9,\"message\":\"it collapsed\"}\n");
        Assert.AreEqual("it collapsed", (string)(await Next(reader))["findings"]![0]!["message"]!);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(run.Samples(5))!);
        File.WriteAllBytes(run.Samples(5), [1, 2, 3]);
        var address = (string)(await Next(reader))["samples"]![0]!["src"]!;
        CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, await client.GetByteArrayAsync(address));
    }

    [TestMethod]
    [DataRow("evil.example:{0}", "/", 421)]
    [DataRow("127.0.0.1:1", "/", 421)]
    [DataRow("localhost:{0}", "/", 200)]
    [DataRow("127.0.0.1:{0}", "/", 200)]
    [DataRow("127.0.0.1:{0}", "/samples/7", 404)]
    [DataRow("127.0.0.1:{0}", "/samples/-1", 404)]
    [DataRow("127.0.0.1:{0}", "/samples/..%2fsecret", 404)]
    [DataRow("127.0.0.1:{0}", "/../secret", 404)]
    [DataRow("127.0.0.1:{0}", "/samples/../../secret", 404)]
    [DataRow("127.0.0.1:{0}", "/config.yaml", 404)]
    [DataRow("127.0.0.1:{0}", "/api/latent", 404)]
    public async Task Only_the_page_s_own_addresses_are_answered(string host, string path, int expected)
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder["run"]);
        File.WriteAllText(folder["secret"], "secret");
        File.WriteAllText(folder["run/config.yaml"], "recipe: gan\n");
        await using var server = await WatchServer.StartAsync(folder["run"], 0);
        // A client of one's own would tidy the path up.
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, server.Address.Port);
        var stream = socket.GetStream();
        var name = string.Format(System.Globalization.CultureInfo.InvariantCulture, host, server.Address.Port);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n"));
        var answer = await new StreamReader(stream).ReadToEndAsync();
        StringAssert.StartsWith(answer, $"HTTP/1.1 {expected} ");
        Assert.IsFalse(answer.Contains("\r\nsecret", StringComparison.Ordinal), answer);
        if (expected == 200)
            StringAssert.Contains(answer, "Content-Security-Policy: default-src 'none'");
    }

    /// <summary>Browsers write names in small letters, others may not, and leave the port out where it is 80.</summary>
    [TestMethod]
    [DataRow("127.0.0.1", 80, true)]
    [DataRow("LocalHost:80", 80, true)]
    [DataRow("localhost", 8080, false)]
    [DataRow("127.0.0.1:81", 80, false)]
    [DataRow("evil.example", 80, false)]
    [DataRow("", 80, false)]
    public void The_server_knows_its_own_names(string host, int port, bool expected) =>
        Assert.AreEqual(expected, WatchServer.IsOwn(new HostString(host), new Uri($"http://127.0.0.1:{port}/")));

    [TestMethod]
    public async Task The_exported_generator_makes_what_is_asked_for()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder["bundle"]);
        foreach (var file in Directory.GetFiles(System.IO.Path.Combine(SourceTree.Root, "models", "digits-dcgan")))
            File.Copy(file, System.IO.Path.Combine(folder["bundle"], System.IO.Path.GetFileName(file)));
        await using var server = await WatchServer.StartAsync(folder.Path, 0);
        using var client = new HttpClient { BaseAddress = server.Address };
        var latent = JsonNode.Parse(await client.GetStringAsync("api/latent?seed=5"))!;
        Assert.AreEqual(12, latent["values"]!.AsArray().Count);
        var plain = await client.GetByteArrayAsync("api/generate?seed=5");
        CollectionAssert.AreEqual(plain, await client.GetByteArrayAsync("api/generate?seed=5"));
        CollectionAssert.AreNotEqual(plain, await client.GetByteArrayAsync("api/generate?seed=6"));
        CollectionAssert.AreNotEqual(plain, await client.GetByteArrayAsync("api/generate?seed=5&moved=0:3,1:-3,2:3"));
        foreach (var bad in new[] { "moved=0", "moved=100000:1", "moved=0:NaN", "moved=-1:0" })
            Assert.AreEqual(HttpStatusCode.NotFound, (await client.GetAsync($"api/generate?seed=5&{bad}")).StatusCode, bad);
    }

    [TestMethod]
    public async Task A_port_that_is_taken_is_named()
    {
        using var folder = new TestFolder();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var e = await Assert.ThrowsExactlyAsync<GanException>(() => WatchServer.StartAsync(folder.Path, port));
        StringAssert.Contains(e.Message, $"The port {port} cannot be used");
    }

    private static string Line(int step) => $"{{\"step\":{step},\"discriminator\":1,\"generator\":1,\"readings\":{{}}}}\n";

    private static string Told(JsonNode update) =>
        $"{update["keep"]} {string.Join(' ', update["metrics"]!.AsArray().Select(m => (int)m!["step"]!))}";

    private static async Task<JsonNode> Next(StreamReader reader)
    {
        string? line;
        do line = await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
        while (line is not null && !line.StartsWith("data: ", StringComparison.Ordinal));
        return JsonNode.Parse(line!["data: ".Length..])!;
    }
}
