using System.Security.Cryptography;
using Gan.Onnx;

namespace Gan.Training.Data;

/// <summary>Fetches published data sets from their official addresses, and checks what came.</summary>
public static class DataDownload
{
    private const int BufferSize = 1 << 16;

    private static readonly Dictionary<string, DownloadFile[]> Sets = new(StringComparer.OrdinalIgnoreCase)
    {
        ["mnist"] = Files(
            "https://ossci-datasets.s3.amazonaws.com/mnist/",
            ("train-images-idx3-ubyte.gz", "f68b3c2dcbeaaa9fbdd348bbdeb94873"),
            ("train-labels-idx1-ubyte.gz", "d53e105ee54ea40749a09fcbcd1e9432"),
            ("t10k-images-idx3-ubyte.gz", "9fb629c4189551a2d022fa330f9573f3"),
            ("t10k-labels-idx1-ubyte.gz", "ec29112dd5afa0611ce80d1b7f02629c")
        ),
        ["fashion-mnist"] = Files(
            "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
            ("train-images-idx3-ubyte.gz", "8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
            ("train-labels-idx1-ubyte.gz", "25c81989df183df01b3e8a0aad5dffbe"),
            ("t10k-images-idx3-ubyte.gz", "bef4ecab320f06d8554ea6380940ec79"),
            ("t10k-labels-idx1-ubyte.gz", "bb300cfdad3c16e7a12a480ee83cd310")
        ),
        ["cifar10"] = Files("https://www.cs.toronto.edu/~kriz/", ("cifar-10-binary.tar.gz", "c32a1d4ab5d03f1284b67883e8d87530")),
        ["svhn"] = Files(
            "http://ufldl.stanford.edu/housenumbers/",
            ("train_32x32.mat", "e26dedcc434d2e4c54c9b2d4a06d8373"),
            ("test_32x32.mat", "eb5a983be6a315427106f1b164d9cef3")
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
    /// <exception cref="GanException">A file cannot be reached or has another checksum; the message says how to get it
    /// otherwise.</exception>
    public static async Task FetchAsync(
        IReadOnlyList<DownloadFile> files,
        string folder,
        Action<string, long, long>? progress = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        AtomicFile.CreateFolder(folder);
        using var client = new HttpClient();
        foreach (var file in files)
        {
            var path = Path.Combine(folder, file.Name);
            if (File.Exists(path) && await Md5Of(path, cancellation).ConfigureAwait(false) == file.Md5)
                continue;
            await Fetch(client, file, path, progress, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task Fetch(
        HttpClient client,
        DownloadFile file,
        string path,
        Action<string, long, long>? progress,
        CancellationToken cancellation
    )
    {
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            await Receive(client, file, temporary, progress, cancellation).ConfigureAwait(false);
            var found = await Md5Of(temporary, cancellation).ConfigureAwait(false);
            if (found != file.Md5)
                throw new GanException(
                    $"What came from {file.Address} has the MD5 checksum {found} instead of {file.Md5}; it was thrown away. "
                        + $"Try again, or {Otherwise(file, path)}"
                );
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            throw new GanException(
                $"The file {file.Address} could not be fetched: {e.Message} Without a network, {Otherwise(file, path)}",
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
        Action<string, long, long>? progress,
        CancellationToken cancellation
    )
    {
        using var response = await client
            .GetAsync(file.Address, HttpCompletionOption.ResponseHeadersRead, cancellation)
            .ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        var (received, total) = (0L, response.Content.Headers.ContentLength ?? 0);
        using var source = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        using var target = File.Create(path);
        var buffer = new byte[BufferSize];
        int count;
        while ((count = await source.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
        {
            await target.WriteAsync(buffer.AsMemory(0, count), cancellation).ConfigureAwait(false);
            received += count;
            progress?.Invoke(file.Name, received, total);
        }
    }

    private static string Otherwise(DownloadFile file, string path) =>
        $"get it on another machine, check that its MD5 checksum is {file.Md5}, and put it at '{path}'.";

    // The checksums that the data sets' authors publish are MD5; they guard against broken downloads, not against an adversary.
#pragma warning disable CA5351
    private static async Task<string> Md5Of(string path, CancellationToken cancellation)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await MD5.HashDataAsync(stream, cancellation).ConfigureAwait(false));
    }
#pragma warning restore CA5351

    private static DownloadFile[] Files(string address, params (string Name, string Md5)[] files) =>
        [.. files.Select(f => new DownloadFile(f.Name, new Uri(address + f.Name), f.Md5))];
}
