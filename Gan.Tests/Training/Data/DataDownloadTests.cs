using System.Net;
using System.Security.Cryptography;
using Gan.Onnx;
using Gan.Training.Data;

namespace Gan.Tests.Training.Data;

/// <summary>Downloads from a server of this test's own.</summary>
[TestClass]
public sealed class DataDownloadTests
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 200_000).Select(i => (byte)(i * 7))];

    [TestMethod]
    public async Task A_file_is_fetched_once_and_checked()
    {
        using var folder = new TestFolder();
        using var server = new Server();
        var file = server.File(Sha256(Content));
        await DataDownload.FetchAsync([file], folder["data"]);
        CollectionAssert.AreEqual(Content, File.ReadAllBytes(folder["data/set.bin"]));
        await DataDownload.FetchAsync([file], folder["data"]);
        Assert.AreEqual(1, server.Requests, "a file that is there is not fetched again");
        File.WriteAllText(folder["data/set.bin"], "spoilt");
        await DataDownload.FetchAsync([file], folder["data"]);
        CollectionAssert.AreEqual(Content, File.ReadAllBytes(folder["data/set.bin"]));
    }

    [TestMethod]
    public async Task What_has_another_checksum_is_thrown_away()
    {
        using var folder = new TestFolder();
        using var server = new Server();
        var e = await Assert.ThrowsExactlyAsync<GanException>(() =>
            DataDownload.FetchAsync([server.File(new string('0', 64))], folder["data"])
        );
        StringAssert.Contains(e.Message, $"instead of {new string('0', 64)}; it was thrown away");
        Assert.AreEqual(0, Directory.GetFiles(folder["data"]).Length);
    }

    [TestMethod]
    public async Task Without_a_network_the_message_says_what_to_put_where()
    {
        using var folder = new TestFolder();
        var file = new DownloadFile("set.bin", new Uri("http://127.0.0.1:9/set.bin"), "abc");
        var e = await Assert.ThrowsExactlyAsync<GanException>(() => DataDownload.FetchAsync([file], folder["data"]));
        StringAssert.Contains(e.Message, "http://127.0.0.1:9/set.bin could not be fetched");
        StringAssert.Contains(e.Message, $"check that its SHA-256 checksum is abc, and put it at '{folder["data/set.bin"]}'");
    }

    [TestMethod]
    public void An_unknown_set_is_answered_with_the_nearest()
    {
        var e = Assert.ThrowsExactly<GanException>(() => DataDownload.FilesOf("minst"));
        StringAssert.Contains(e.Message, "Did you mean 'mnist'?");
        Assert.AreEqual(4, DataDownload.FilesOf("MNIST").Count);
        CollectionAssert.AreEquivalent(new[] { "mnist", "fashion-mnist", "cifar10", "svhn" }, DataDownload.Names.ToArray());
    }

    [TestMethod]
    public async Task A_server_that_falls_silent_is_an_error_and_no_cancellation()
    {
        using var folder = new TestFolder();
        using var server = new Server { IsSilent = true };
        var file = server.File("abc");
        var e = await Assert.ThrowsExactlyAsync<GanException>(() =>
            DataDownload.FetchAsync([file], folder["data"], TimeSpan.FromSeconds(1), null, CancellationToken.None)
        );
        StringAssert.Contains(e.Message, "its server sent nothing for 1 seconds. Look at the network and try again");
        Assert.AreEqual(0, Directory.GetFiles(folder["data"]).Length);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAsync<OperationCanceledException>(() =>
            DataDownload.FetchAsync([file], folder["data"], TimeSpan.FromMinutes(1), null, stop.Token)
        );
    }

    [TestMethod]
    public void Every_published_file_has_a_checksum()
    {
        foreach (var file in DataDownload.Names.SelectMany(DataDownload.FilesOf))
            StringAssert.Matches(file.Sha256, new System.Text.RegularExpressions.Regex("^[0-9a-f]{64}$"));
    }

    private static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private sealed class Server : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly string _address;

        public Server()
        {
            _address = $"http://127.0.0.1:{Random.Shared.Next(20_000, 60_000)}/";
            _listener.Prefixes.Add(_address);
            _listener.Start();
            _ = Task.Run(Serve);
        }

        public int Requests { get; private set; }

        /// <summary>Whether it sends the first bytes and then nothing.</summary>
        public bool IsSilent { get; init; }

        public DownloadFile File(string sha256) => new("set.bin", new Uri(_address + "set.bin"), sha256);

        public void Dispose() => _listener.Close();

        private async Task Serve()
        {
            while (_listener.IsListening)
            {
                try
                {
                    var context = await _listener.GetContextAsync();
                    Requests++;
                    await context.Response.OutputStream.WriteAsync(Content.AsMemory(0, IsSilent ? 1000 : Content.Length));
                    if (IsSilent)
                        await context.Response.OutputStream.FlushAsync();
                    else
                        context.Response.Close();
                }
                catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }
            }
        }
    }
}
