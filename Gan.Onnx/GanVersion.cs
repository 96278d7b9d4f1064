using System.Reflection;

namespace Gan.Onnx;

/// <summary>The version of this library, for the records it writes.</summary>
internal static class GanVersion
{
    /// <summary>The name under which a bundle records the version that wrote it.</summary>
    public const string PackageName = "Gan";

    /// <summary>Such as 0.1.0, without the suffix that names a commit.</summary>
    public static string Current { get; } = Read();

    private static string Read()
    {
        var version = typeof(GanVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>();
        return version?.InformationalVersion.Split('+')[0] ?? "unknown";
    }
}
