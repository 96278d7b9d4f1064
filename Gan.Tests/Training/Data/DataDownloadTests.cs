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
        var file = server.File(Md5(Content));
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
            DataDownload.FetchAsync([server.File(new string('0', 32))], folder["data"])
        );
        StringAssert.Contains(e.Message, "instead of 00000000000000000000000000000000; it was thrown away");
        Assert.AreEqual(0, Directory.GetFiles(folder["data"]).Length);
    }

    [TestMethod]
    public async Task Without_a_network_the_message_says_what_to_put_where()
    {
        using var folder = new TestFolder();
        var file = new DownloadFile("set.bin", new Uri("http://127.0.0.1:9/set.bin"), "abc");
        var e = await Assert.ThrowsExactlyAsync<GanException>(() => DataDownload.FetchAsync([file], folder["data"]));
        StringAssert.Contains(e.Message, "http://127.0.0.1:9/set.bin could not be fetched");
        StringAssert.Contains(e.Message, $"check that its MD5 checksum is abc, and put it at '{folder["data/set.bin"]}'");
    }

    [TestMethod]
    public void An_unknown_set_is_answered_with_the_nearest()
    {
        var e = Assert.ThrowsExactly<GanException>(() => DataDownload.FilesOf("minst"));
        StringAssert.Contains(e.Message, "Did you mean 'mnist'?");
        Assert.AreEqual(4, DataDownload.FilesOf("MNIST").Count);
        CollectionAssert.AreEquivalent(new[] { "mnist", "fashion-mnist", "cifar10", "svhn" }, DataDownload.Names.ToArray());
    }

#pragma warning disable CA5351 // As the published checksums are.
    private static string Md5(byte[] content) => Convert.ToHexStringLower(MD5.HashData(content));
#pragma warning restore CA5351

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

        public DownloadFile File(string md5) => new("set.bin", new Uri(_address + "set.bin"), md5);

        public void Dispose() => _listener.Close();

        private async Task Serve()
        {
            while (_listener.IsListening)
            {
                try
                {
                    var context = await _listener.GetContextAsync();
                    Requests++;
                    await context.Response.OutputStream.WriteAsync(Content);
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
