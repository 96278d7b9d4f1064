using System.Security.Cryptography;

namespace Gan.Onnx.Bundles;

/// <summary>
/// What training hands to inference: a generator, a discriminator, an encoder, a translator or several of them as ONNX models,
/// and a manifest that says everything an app has to know to use them. A folder, or a zip of the same files.
/// </summary>
/// <remarks>
/// <para> An instance has been verified: its manifest keeps to every range it documents, every file has the size and SHA-256 that
/// the manifest lists, and each model is one self-contained file of standard operators without control flow or noise of its own,
/// whose inputs and outputs are as follows. A bundle from a stranger that is not so is refused with a <see cref="GanException"/>;
/// <see cref="BundleLimits"/> says how much is read at most. Verification does not run a model; what a verified model computes,
/// and how much memory that takes, is up to who made it.
/// </para>
/// <list type="bullet">
/// <item><c>generator.onnx</c>: input <c>z</c> [batch, latent]; output <c>x</c> [batch, sample shape], in the data's own values.
/// Of a table (<see cref="BundleManifest.Table"/>) x holds one value a column.</item>
/// <item><c>discriminator.onnx</c>: input <c>x</c> [batch, sample shape], in the data's own values; outputs <c>score</c> [batch,
/// 1], higher for more abnormal samples, and <c>features</c> [batch, feature count].</item>
/// <item><c>encoder.onnx</c>: input <c>x</c> [batch, sample shape], in the data's own values; output <c>code</c> [batch, encoder
/// size], the latent vector that stands for the sample.</item>
/// <item><c>directions.onnx</c>: inputs <c>z</c> [batch, latent] and <c>amount</c> [batch, direction count], how far to go along
/// each direction; output <c>moved</c> [batch, latent], latent vectors that the generator takes.</item>
/// <item><c>translator.onnx</c>: input <c>image</c> [batch, source shape], in the source's own values; output <c>x</c> [batch,
/// sample shape], in the data's own values.</item>
/// </list>
/// <para>Where the manifest says so, the generator also takes <c>label</c> (int64 [batch]) and <c>code</c> [batch, code width],
/// and the discriminator takes <c>label</c> and gives <c>classes</c> [batch, class count] and <c>code</c> [batch, code
/// width].</para>
/// <para>All else is float32. Instances are immutable and safe for use by several threads at once.</para>
/// </remarks>
public sealed class GanBundle
{
    /// <summary>The name of the generator's file.</summary>
    public const string GeneratorFile = "generator.onnx";

    /// <summary>The name of the discriminator's file.</summary>
    public const string DiscriminatorFile = "discriminator.onnx";

    /// <summary>The name of the encoder's file.</summary>
    public const string EncoderFile = "encoder.onnx";

    /// <summary>The name of the file of directions.</summary>
    public const string DirectionsFile = "directions.onnx";

    /// <summary>The name of the translator's file.</summary>
    public const string TranslatorFile = "translator.onnx";

    /// <summary>The name of the manifest's file.</summary>
    public const string ManifestFile = "gan.json";

    /// <summary>
    /// The name of a text for people that may stand beside the others. It is the only file that the manifest does not list, and
    /// is never read.
    /// </summary>
    public const string ModelCardFile = "README.md";

    /// <summary>How many files a bundle has at most: the manifest, the models and the model card.</summary>
    internal const int MaxFiles = 7;

    private readonly Dictionary<string, byte[]> _models;

    private GanBundle(BundleManifest manifest, Dictionary<string, byte[]> models) => (Manifest, _models) = (manifest, models);

    /// <summary>The names of the model files that a bundle can have.</summary>
    public static IReadOnlyList<string> ModelFiles { get; } =
    [GeneratorFile, DiscriminatorFile, EncoderFile, DirectionsFile, TranslatorFile];

    /// <summary>What the bundle's <c>gan.json</c> says.</summary>
    public BundleManifest Manifest { get; }

    /// <summary>Whether there is a generator; then <see cref="BundleManifest.Latent"/> is not null.</summary>
    public bool HasGenerator => _models.ContainsKey(GeneratorFile);

    /// <summary>
    /// Whether there is a discriminator; then <see cref="BundleManifest.Score"/> and <see cref="BundleManifest.Features"/> are
    /// not null.
    /// </summary>
    public bool HasDiscriminator => _models.ContainsKey(DiscriminatorFile);

    /// <summary>Whether there is an encoder; then <see cref="BundleManifest.Encoder"/> is not null.</summary>
    public bool HasEncoder => _models.ContainsKey(EncoderFile);

    /// <summary>Whether there are directions of the generator's latents; then <see cref="BundleManifest.Directions"/> is not
    /// null.</summary>
    public bool HasDirections => _models.ContainsKey(DirectionsFile);

    /// <summary>Whether there is a translator; then <see cref="BundleManifest.Translator"/> is not null.</summary>
    public bool HasTranslator => _models.ContainsKey(TranslatorFile);

    /// <summary>The bytes of a model.</summary>
    /// <param name="file">One of <see cref="ModelFiles"/>.</param>
    /// <exception cref="GanException">The bundle has no such model.</exception>
    public ReadOnlyMemory<byte> GetModel(string file) => GetModelBytes(file);

    /// <summary>Makes a bundle of models in memory and verifies it.</summary>
    /// <param name="manifest"> What <c>gan.json</c> is to say. Its <see cref="BundleManifest.Files"/> are replaced by the names,
    /// sizes and hashes of
    /// <paramref name="models"/>, and this library's version is added to <see cref="BundleManifest.Packages"/> where it is
    /// missing.
    /// </param>
    /// <param name="models"> At least one model, by file name of <see cref="ModelFiles"/>; their bytes are copied.
    /// </param>
    /// <exception cref="GanException">The manifest or a model breaks a rule, or they do not fit each other.</exception>
    public static GanBundle Create(BundleManifest manifest, IReadOnlyDictionary<string, byte[]> models)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(models);
        var origin = BundleOrigin.InMemory;
        var copies = models.ToDictionary(m => m.Key, m => (byte[])m.Value.Clone(), StringComparer.Ordinal);
        var files = copies
            .OrderBy(m => m.Key, StringComparer.Ordinal)
            .Select(m => new BundleFile
            {
                Name = m.Key,
                Sha256 = Hash(m.Value),
                Bytes = m.Value.LongLength,
            });
        var packages = new Dictionary<string, string>(manifest.Packages, StringComparer.Ordinal);
        packages.TryAdd(GanVersion.PackageName, GanVersion.Current);
        manifest = manifest with { Files = [.. files], Packages = packages };

        // Once through the text: what the instance says is what its file will say, and no list is shared with the caller.
        ManifestRules.Check(manifest, origin);
        return Verify(ManifestText.Read(ManifestText.Write(manifest), origin), copies, origin);
    }

    /// <summary>Reads a bundle from a folder or a zip file and verifies it.</summary>
    /// <exception cref="GanException">There is no bundle, it cannot be read, or it breaks a rule.</exception>
    public static GanBundle Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var origin = BundleOrigin.OfPath(path);
        return Guard(
            origin,
            () =>
            {
                if (Directory.Exists(path))
                    return Read(new FolderFiles(path));
                if (!File.Exists(path))
                {
                    throw new GanException(
                        $"There is no bundle '{path}'; name a folder with a {ManifestFile}, or a zip of such a folder's files."
                    );
                }

                using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
                if (!stream.CanSeek)
                    throw origin.Refuse("it is a pipe or a device; save what comes out of it to a file first, and name that");
                return ReadZip(stream, origin);
            }
        );
    }

    /// <summary>Reads a bundle in zip form from a stream and verifies it.</summary>
    /// <param name="zip"> A stream that ends with the zip. One that can seek is read from its beginning; another is first read
    /// into memory as far as <see cref="BundleLimits.ZipBytes"/>. It stays open.
    /// </param>
    /// <exception cref="GanException">It is no zip, is damaged, or the bundle breaks a rule.</exception>
    public static GanBundle Read(Stream zip)
    {
        ArgumentNullException.ThrowIfNull(zip);
        var origin = new BundleOrigin("from a stream");
        return Guard(
            origin,
            () =>
            {
                if (zip.CanSeek)
                    return ReadZip(zip, origin);
                using var copy = ReadToEnd(zip, BundleLimits.ZipBytes, origin);
                return ReadZip(copy, origin);
            }
        );
    }

    /// <summary>Writes the bundle in zip form; the same bundle gives the same bytes on every system.</summary>
    /// <param name="zip">Where to; it need not seek, and stays open.</param>
    public void Write(Stream zip)
    {
        ArgumentNullException.ThrowIfNull(zip);
        var writer = new ZipWriter(zip);
        foreach (var (name, content) in AllFiles())
            writer.Add(name, content);
        writer.Finish();
    }

    /// <summary>Writes the bundle as a folder, all or nothing.</summary>
    /// <remarks>
    /// The files are written into a hidden folder beside it that then takes its name, so that no half-written bundle is ever
    /// seen. A bundle that was there is replaced, all but its model card; between the two renames that this takes nothing stands
    /// under the name.
    /// </remarks>
    /// <param name="folder">The folder; it is made when missing, and replaced when it is empty or a bundle.</param>
    /// <exception cref="GanException">The folder holds other files, or writing failed; what was there is unchanged.</exception>
    public void Save(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        try
        {
            FolderWriter.Write(folder, AllFiles());
        }
        catch (Exception e) when (WriteFailure.Is(e))
        {
            throw new GanException(
                $"The bundle could not be saved as '{folder}': {WriteFailure.Reason(e)} Check the path, permissions and free "
                    + "space.",
                e
            );
        }
    }

    internal byte[] GetModelBytes(string file)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        return _models.TryGetValue(file, out var bytes)
            ? bytes
            : throw new GanException($"The bundle has no {file}; use a bundle that was exported with it.");
    }

    private Dictionary<string, byte[]> AllFiles()
    {
        var files = new Dictionary<string, byte[]> { [ManifestFile] = ManifestText.Write(Manifest) };
        foreach (var file in Manifest.Files)
            files.Add(file.Name, _models[file.Name]);
        return files;
    }

    private static GanBundle ReadZip(Stream stream, BundleOrigin origin)
    {
        using var files = new ZipFiles(stream, origin);
        return Read(files);
    }

    private static GanBundle Read(BundleFiles files)
    {
        var origin = files.Origin;
        if (!files.Lengths.ContainsKey(ManifestFile))
            throw origin.Refuse($"it has no {ManifestFile}; name the folder or zip that has one at its top");
        var manifest = ManifestText.Read(files.Read(ManifestFile, BundleLimits.ManifestBytes), origin);
        ManifestRules.Check(manifest, origin);

        var models = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var file in manifest.Files)
        {
            if (!files.Lengths.TryGetValue(file.Name, out var length))
                throw origin.Refuse($"{file.Name} is missing, but {ManifestFile} lists it; {BundleOrigin.FetchAgain}");
            if (length != file.Bytes)
            {
                throw origin.Refuse(
                    $"{file.Name} is {length} bytes long, but {ManifestFile} says {file.Bytes}; {BundleOrigin.FetchAgain}"
                );
            }
        }

        var unlisted = files.Lengths.Keys.FirstOrDefault(name => name != ManifestFile && manifest.Files.All(f => f.Name != name));
        if (unlisted is not null)
            throw origin.Refuse($"{unlisted} is there, but {ManifestFile} does not list it; remove it, or {origin.MakeAgain}");
        foreach (var file in manifest.Files)
            models.Add(file.Name, files.Read(file.Name, BundleLimits.ModelBytes));
        return Verify(manifest, models, origin);
    }

    private static GanBundle Verify(BundleManifest manifest, Dictionary<string, byte[]> models, BundleOrigin origin)
    {
        foreach (var file in manifest.Files)
        {
            if (Hash(models[file.Name]) != file.Sha256)
            {
                throw origin.Refuse(
                    $"{file.Name} does not have the SHA-256 that {ManifestFile} says, so it is damaged or was changed; "
                        + BundleOrigin.FetchAgain
                );
            }
        }

        foreach (var file in manifest.Files)
            ModelRules.Check(manifest, file.Name, models[file.Name], origin);
        return new GanBundle(manifest, models);
    }

    private static GanBundle Guard(BundleOrigin origin, Func<GanBundle> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or NotSupportedException or ArgumentException)
        {
            // What ZipArchive says of a damaged zip depends on the damage.
            throw origin.Refuse($"it is damaged; {BundleOrigin.FetchAgain}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GanException(
                $"Bundle {origin.Description} could not be read: {e.Message} Check the path and its permissions.",
                e
            );
        }
    }

    internal static MemoryStream ReadToEnd(Stream stream, long limit, BundleOrigin origin)
    {
        var copy = new MemoryStream();
        var buffer = new byte[1 << 16];
        int read;
        while ((read = stream.Read(buffer)) > 0)
        {
            copy.Write(buffer, 0, read);
            if (copy.Length > limit)
                throw origin.Refuse($"it is longer than {limit} bytes, which is the most that is read; {origin.MakeAgain}");
        }

        return copy;
    }

    private static string Hash(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes)).ToLowerInvariant();
}
