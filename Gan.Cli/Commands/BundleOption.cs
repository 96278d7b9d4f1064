using System.CommandLine;
using Gan.Onnx.Bundles;
using Gan.Training.Evaluation;

namespace Gan.Cli.Commands;

/// <summary>The option that names a bundle, the same in every command.</summary>
internal static class BundleOption
{
    /// <summary>Makes one.</summary>
    public static Option<string> Create() =>
        new("--bundle") { Description = "The bundle (a folder or a zip), or the run that has one.", Required = true };

    /// <summary>Loads what it names.</summary>
    public static GanBundle Load(string path) => GanBundle.Load(ComparedRun.BundlePath(path));

    /// <summary>The files that are read of what it names: a zip, or those of a folder.</summary>
    /// <param name="path">Its value; null for none.</param>
    /// <param name="option">What names it.</param>
    public static IEnumerable<(string Option, string? Path)> Files(string? path, string option = "--bundle")
    {
        if (path is null)
            return [];
        var bundle = ComparedRun.BundlePath(path);
        return Directory.Exists(bundle)
            ? GanBundle
                .ModelFiles.Concat([GanBundle.ManifestFile, GanBundle.ModelCardFile])
                .Select(name => (option, (string?)Path.Combine(bundle, name)))
            : [(option, bundle)];
    }
}
