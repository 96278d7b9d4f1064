using System.Security.Cryptography;
using Gan.Onnx;

namespace Gan.Training.Data;

/// <summary>Fetches published data sets from their official addresses, and checks what came.</summary>
internal static class DataDownload
{
    private const int BufferSize = 1 << 16;

    // A server that sends nothing for so long will not send anything any more.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    private static readonly Dictionary<string, DownloadFile[]> Sets = new(StringComparer.OrdinalIgnoreCase)
    {
        ["mnist"] = Files(
            "https://ossci-datasets.s3.amazonaws.com/mnist/",
            ("train-images-idx3-ubyte.gz", "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
            ("train-labels-idx1-ubyte.gz", "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
            ("t10k-images-idx3-ubyte.gz", "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
            ("t10k-labels-idx1-ubyte.gz", "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6")
        ),
        ["fashion-mnist"] = Files(
            "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
            ("train-images-idx3-ubyte.gz", "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
            ("train-labels-idx1-ubyte.gz", "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
            ("t10k-images-idx3-ubyte.gz", "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
            ("t10k-labels-idx1-ubyte.gz", "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5")
        ),
        ["cifar10"] = Files(
            "https://www.cs.toronto.edu/~kriz/",
            ("cifar-10-binary.tar.gz", "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd")
        ),
        // This server has no https; the checksums vouch for what comes.
        ["svhn"] = Files(
            "http://ufldl.stanford.edu/housenumbers/",
            ("train_32x32.mat", "435e94d69a87fde4fd4d7f3dd208dfc32cb6ae8af2240d066de1df7508d083b8"),
            ("test_32x32.mat", "cdce80dfb2a2c4c6160906d0bd7c68ec5a99d7ca4831afa54f09182025b6a75b")
        ),
    };

    /// <summary>The data sets there are, by name.</summary>
    public static IReadOnlyCollection<string> Names => Sets.Keys;

    /// <summary>Where data sets go unless told otherwise: <c>gan/data</c> in the user's cache folder.</summary>
    public static string DefaultFolder => UserCache.Folder("data");

    /// <summary>The files of a data set.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="GanException">There is no such data set.</exception>
    public static IReadOnlyList<DownloadFile> FilesOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Sets.TryGetValue(name, out var files)
            ? files
            : throw new GanException(
                $"There is no data set '{name}' to download. Did you mean '{NearestName.Find(name, Sets.Keys)}'? Data sets: "
                    + $"{string.Join(", ", Sets.Keys)}."
            );
    }

    /// <summary>Fetches the files that are not there yet with the right checksum. A file appears whole and checked, or not at
    /// all.</summary>
    /// <param name="files">The files.</param>
    /// <param name="folder">Where they go; made if missing.</param>
    /// <param name="progress">Told the file's name, the bytes that came, and how many there are (0 where the server does not
    /// say).</param>
    /// <param name="cancellation">Stops between two pieces.</param>
    /// <exception cref="GanException">A file cannot be reached or has another checksum, or its server sends nothing for 100
    /// seconds; the message says how to get it otherwise.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static Task FetchAsync(
        IReadOnlyList<DownloadFile> files,
        string folder,
        Action<string, long, long>? progress = null,
        CancellationToken cancellation = default
    ) => FetchAsync(files, folder, Patience, progress, cancellation);

    /// <summary>The same, for a server that may be silent for so long.</summary>
    internal static async Task FetchAsync(
        IReadOnlyList<DownloadFile> files,
        string folder,
        TimeSpan patience,
        Action<string, long, long>? progress,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        AtomicFile.CreateFolder(folder);
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        foreach (var file in files)
        {
            var path = Path.Combine(folder, file.Name);
            if (File.Exists(path) && await Sha256Of(path, cancellation).ConfigureAwait(false) == file.Sha256)
                continue;
            await Fetch(client, file, path, patience, progress, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task Fetch(
        HttpClient client,
        DownloadFile file,
        string path,
        TimeSpan patience,
        Action<string, long, long>? progress,
        CancellationToken cancellation
    )
    {
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            await Receive(client, file, temporary, patience, progress, cancellation).ConfigureAwait(false);
            var found = await Sha256Of(temporary, cancellation).ConfigureAwait(false);
            if (found != file.Sha256)
                throw new GanException(
                    $"What came from {file.Address} has the SHA-256 checksum {found} instead of {file.Sha256}; it was thrown "
                        + $"away. Try again, or {Otherwise(file, path)}"
                );
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is HttpRequestException || WriteFailure.Is(e))
        {
            throw new GanException(
                $"The file {file.Address} could not be fetched: {WriteFailure.Reason(e)} Without a network, "
                    + Otherwise(file, path),
                e
            );
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new GanException(
                $"The file {file.Address} could not be fetched: its server sent nothing for {patience.TotalSeconds:0} seconds. "
                    + $"Look at the network and try again, or {Otherwise(file, path)}",
                e
            );
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static async Task Receive(
        HttpClient client,
        DownloadFile file,
        string path,
        TimeSpan patience,
        Action<string, long, long>? progress,
        CancellationToken cancellation
    )
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        silence.CancelAfter(patience);
        using var response = await client
            .GetAsync(file.Address, HttpCompletionOption.ResponseHeadersRead, silence.Token)
            .ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        var (received, total) = (0L, response.Content.Headers.ContentLength ?? 0);
        using var source = await response.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false);
        using var target = File.Create(path);
        var buffer = new byte[BufferSize];
        int count;
        while ((count = await source.ReadAsync(buffer, silence.Token).ConfigureAwait(false)) > 0)
        {
            silence.CancelAfter(patience);
            await target.WriteAsync(buffer.AsMemory(0, count), cancellation).ConfigureAwait(false);
            received += count;
            progress?.Invoke(file.Name, received, total);
        }
    }

    private static string Otherwise(DownloadFile file, string path) =>
        $"get it on another machine, check that its SHA-256 checksum is {file.Sha256}, and put it at '{path}'.";

    private static async Task<string> Sha256Of(string path, CancellationToken cancellation)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation).ConfigureAwait(false));
    }

    private static DownloadFile[] Files(string address, params (string Name, string Sha256)[] files) =>
        [.. files.Select(f => new DownloadFile(f.Name, new Uri(address + f.Name), f.Sha256))];
}

/// <summary>A file of a published data set.</summary>
/// <param name="Name">What it is called on the disk.</param>
/// <param name="Address">Where it is published.</param>
/// <param name="Sha256">Its SHA-256 checksum, in lower-case hexadecimal digits.</param>
internal sealed record DownloadFile(string Name, Uri Address, string Sha256);
