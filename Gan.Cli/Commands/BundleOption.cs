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
}
