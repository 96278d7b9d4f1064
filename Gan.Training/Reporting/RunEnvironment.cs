using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Gan.Training.Reporting;

/// <summary>What a run ran on.</summary>
internal static class RunEnvironment
{
    /// <summary>Describes the machine, the runtime and the packages.</summary>
    /// <param name="device">The device it trained on.</param>
    /// <returns>Facts by name, in the order to show them in.</returns>
    public static IReadOnlyList<KeyValuePair<string, string>> Describe(string device) =>
        [
            new("Device", device),
            new("Operating system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}"),
            new("Processor cores", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)),
            new("Threads of libtorch", torch.get_num_threads().ToString(CultureInfo.InvariantCulture)),
            new(".NET", RuntimeInformation.FrameworkDescription),
            new("Gan", PackageVersion(typeof(RunEnvironment))),
            new("TorchSharp", PackageVersion(typeof(torch))),
            new("libtorch", torch.__version__),
            new("ML.NET", PackageVersion(typeof(Microsoft.ML.MLContext))),
            new("ONNX Runtime", PackageVersion(typeof(Microsoft.ML.OnnxRuntime.InferenceSession))),
            new("Date", DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)),
        ];

    /// <summary>The version of the package that a type comes from, which tells one built on this machine from the published
    /// one.</summary>
    /// <param name="type">The type.</param>
    public static string PackageVersion(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
            ?? "unknown";
    }
}
