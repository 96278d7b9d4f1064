using Gan.Onnx.Bundles;

namespace Gan.Onnx.Deployment;

/// <summary>Writes a bundle's models as plain ONNX files for any engine, with notes on what they take and give.</summary>
public static class OnnxFolder
{
    private const string NotesFile = "README.md";

    /// <summary>Writes the folder, whole or not at all.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="folder">The folder; it is made when missing, and replaced when it is empty or an earlier export.</param>
    /// <exception cref="GanException">The folder holds something else, or cannot be written.</exception>
    public static void Write(GanBundle bundle, string folder)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        var (path, parent) = DeploymentFolder.Resolve(folder);
        var files = bundle.Manifest.Files.ToDictionary(f => f.Name, f => bundle.GetModelBytes(f.Name));
        files[NotesFile] = DeploymentFolder.Text(
            $"""
            <!-- {DeploymentFolder.Signature} -->
            # ONNX models of a {bundle.Manifest.Method} bundle

            Opset 13 or later, batch first and of any length. Scaling is inside: data go in and come out in their own values.

            {string.Join("\n\n", bundle.Manifest.Files.Select(f => ModelNotes.Describe(bundle.Manifest, f.Name)))}

            """
        );
        DeploymentFolder.Write(path, parent, NotesFile, [.. GanBundle.ModelFiles, NotesFile], files);
    }
}
