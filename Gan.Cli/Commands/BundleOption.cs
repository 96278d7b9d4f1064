using System.CommandLine;
using Gan.Onnx;
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

    /// <summary>Refuses, before data are read, a bundle that judges no samples by themselves.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="advice">What to do instead, as a sentence.</param>
    /// <exception cref="GanException">It has no discriminator, or one that takes classes, too.</exception>
    public static void RequireDiscriminator(GanBundle bundle, string advice)
    {
        if (!bundle.HasDiscriminator)
            throw new GanException(
                $"The bundle ({bundle.Manifest.Method}) has no discriminator, which this command asks about samples. {advice}"
            );
        if (bundle.Manifest.Score!.LabelCount > 0)
            throw new GanException(
                $"The discriminator of the bundle ({bundle.Manifest.Method}) judges a sample together with its class, and this "
                    + $"command gives it samples alone. {advice}"
            );
    }

    /// <summary>Refuses, before data are read, a bundle that makes no samples out of nothing.</summary>
    /// <exception cref="GanException">It has no generator.</exception>
    public static void RequireGenerator(GanBundle bundle)
    {
        if (!bundle.HasGenerator)
            throw new GanException(
                $"The bundle ({bundle.Manifest.Method}) has no generator, and so makes no rows. Give with --bundle one that has."
            );
    }
}
