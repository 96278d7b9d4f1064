using Gan.Onnx.Bundles;

namespace Gan.Onnx.Deployment;

/// <summary>Writes a bundle's models as a model repository of NVIDIA's Triton Inference Server.</summary>
/// <remarks>
/// Each model is a folder of the repository: <c>config.pbtxt</c>, <c>1/model.onnx</c>, and the bundle's <c>gan.json</c> for
/// people and clients, which Triton does not read. Triton batches requests by itself (<c>dynamic_batching</c>) up to the largest
/// batch. Start it with <c>tritonserver --model-repository=FOLDER</c>.
/// </remarks>
public static class TritonRepository
{
    /// <summary>The largest batch when none is given.</summary>
    public const int DefaultMaxBatchSize = 256;

    private const string ConfigFile = "config.pbtxt",
        VersionFolder = "1";

    private static readonly string[] Names = [ConfigFile, VersionFolder, GanBundle.ManifestFile];

    /// <summary>Writes every model of a bundle into a repository, each whole or not at all.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="repository">The repository's folder, beside other models or not; it is made when missing. Folders of an
    /// earlier export under the same names are replaced.</param>
    /// <param name="name">How the models' names begin: a generator is then called <c>NAME-generator</c>. Letters, digits, points,
    /// dashes and underscores, of ASCII, beginning with a letter or digit; at most 128.</param>
    /// <param name="maxBatchSize">How many rows one run takes at most: 1 to 65,536.</param>
    /// <returns>The models' names.</returns>
    /// <exception cref="GanException">The name is no such name, a model's folder holds something else, or cannot be
    /// written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The largest batch is out of range.</exception>
    public static IReadOnlyList<string> Write(
        GanBundle bundle,
        string repository,
        string name,
        int maxBatchSize = DefaultMaxBatchSize
    )
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxBatchSize, 65536);
        if (
            name.Length is 0 or > 128
            || !char.IsAsciiLetterOrDigit(name[0])
            || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
        )
        {
            throw new GanException(
                $"{BundleOrigin.Quote(name)} is no name for a Triton model: use letters, digits, points, dashes and "
                    + $"underscores, and begin "
                    + "with a letter or digit."
            );
        }

        var (folder, parent) = DeploymentFolder.Resolve(repository);
        var written = new List<string>();
        foreach (var file in bundle.Manifest.Files.Select(f => f.Name))
        {
            var model = $"{name}-{Path.GetFileNameWithoutExtension(file)}";
            var files = new Dictionary<string, byte[]>
            {
                [ConfigFile] = DeploymentFolder.Text(
                    TritonConfig.Write(model, ModelPorts.Of(bundle.Manifest, file), maxBatchSize)
                ),
                [$"{VersionFolder}/model.onnx"] = bundle.GetModelBytes(file),
                [GanBundle.ManifestFile] = ManifestText.Write(bundle.Manifest),
            };
            // Beside the repository, whose every folder Triton takes for a model.
            DeploymentFolder.Write(Path.Combine(folder, model), parent, ConfigFile, Names, files);
            written.Add(model);
        }

        return written;
    }
}
