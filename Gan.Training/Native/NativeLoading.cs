using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Gan.Onnx;

namespace Gan.Training.Native;

/// <summary>Loads TorchSharp's own library where the system's C++ runtime is a little too old for the file as
/// published.</summary>
/// <remarks>
/// The published file (TorchSharp 0.107) asks for GLIBCXX_3.4.32, which Debian 12 and Ubuntu 22.04 lack, for a start-up symbol
/// that nothing in it uses. Where the loader refuses it for that reason, and only there, a copy that does not insist is written
/// to the user's cache and loaded from there.
/// </remarks>
internal static partial class NativeLoading
{
    private const int MostVersions = 8;
    private static readonly Lock OneAtATime = new();

    /// <summary>Loads a library as it is, or else a copy that does without the versions that the system lacks.</summary>
    /// <param name="path">The library's full path.</param>
    /// <param name="cache">The folder for copies; made when one is needed. Where it cannot be written to, a copy is loaded from a
    /// temporary folder and deleted again.</param>
    /// <param name="report">Told in a sentence what was done, when anything was.</param>
    /// <returns>The library's handle.</returns>
    /// <exception cref="GanException">The loader refuses the file for another reason, or the file is damaged.</exception>
    public static nint Load(string path, string cache, Action<string> report)
    {
        lock (OneAtATime)
        {
            if (TryLoad(path, out var handle, out var reason))
                return handle;
            byte[]? copy = null;
            var lacking = new List<string>();
            while (lacking.Count < MostVersions && MissingVersion().Match(reason) is { Success: true } match)
            {
                lacking.Add(match.Groups[1].Value);
                copy = Weaken(path, copy, lacking[^1], reason);
                if (TryLoadCopy(path, copy, cache, out handle, out reason, out var place))
                {
                    report(
                        $"{Path.GetFileName(path)} asks for {string.Join(" and ", lacking)}, which this system's C++ runtime "
                            + $"lacks and nothing in the "
                            + $"file uses: {place} that does without is loaded."
                    );
                    return handle;
                }
            }

            throw new GanException($"The library '{path}' cannot be loaded: {reason}");
        }
    }

    private static byte[] Weaken(string path, byte[]? copy, string version, string reason)
    {
        try
        {
            return ElfLibrary.Weaken(copy ?? File.ReadAllBytes(path), version);
        }
        catch (InvalidDataException e)
        {
            throw new GanException(
                $"The library '{path}' cannot be loaded: it {e.Message}, and this system lacks {version}. Use a system with a "
                    + $"newer C++ runtime "
                    + $"(Debian 13, Ubuntu 24.04), or restore the package again if the file is damaged. ({reason})",
                e
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GanException($"The library '{path}' cannot be read: {e.Message}", e);
        }
    }

    private static bool TryLoadCopy(string path, byte[] copy, string cache, out nint handle, out string reason, out string place)
    {
        var name = $"{Path.GetFileNameWithoutExtension(path)}-{Convert.ToHexStringLower(SHA256.HashData(copy))[..16]}.so";
        var cached = Path.Combine(cache, name);
        try
        {
            // What stands there is loaded only when it is this copy to the byte: a file of that name proves nothing.
            if (!File.Exists(cached) || !File.ReadAllBytes(cached).AsSpan().SequenceEqual(copy))
                AtomicFile.Write(cached, stream => stream.Write(copy));
            place = $"a copy ('{cached}')";
            return TryLoad(cached, out handle, out reason);
        }
        catch (Exception e) when (e is GanException or IOException or UnauthorizedAccessException)
        {
            // The library stays in memory when its file is gone.
            var folder = Directory.CreateTempSubdirectory("gan-native-");
            try
            {
                var temporary = Path.Combine(folder.FullName, name);
                File.WriteAllBytes(temporary, copy);
                place = $"a temporary copy (the cache folder '{cache}' cannot be written to)";
                return TryLoad(temporary, out handle, out reason);
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }
    }

    private static bool TryLoad(string path, out nint handle, out string reason)
    {
        try
        {
            handle = NativeLibrary.Load(path);
            reason = "";
            return true;
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            handle = 0;
            reason = e.Message.ReplaceLineEndings(" ").Trim();
            return false;
        }
    }

    /// <summary>How the loader of glibc names a version that it looked for in vain.</summary>
    [GeneratedRegex(@"version `([A-Za-z_]+[0-9.]+)' not found")]
    private static partial Regex MissingVersion();
}
