using System.Text;
using Gan.Tests.Cli;

namespace Gan.Tests.Training.Native;

/// <summary>The <c>gan</c> command in a folder of its own, whose native libraries can be changed, with a cache of its
/// own.</summary>
internal sealed class AppCopy : IDisposable
{
    private readonly TestFolder _folder = new();

    private AppCopy()
    {
        var app = Directory.CreateDirectory(_folder["app"]).FullName;
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory))
        {
            // Native libraries are large, and found as well through links.
            if (Path.GetExtension(file) is ".dll" or ".json")
                File.Copy(file, Path.Combine(app, Path.GetFileName(file)));
            else if (file.Contains(".so", StringComparison.Ordinal))
                File.CreateSymbolicLink(Path.Combine(app, Path.GetFileName(file)), file);
        }

        Cache = _folder["cache"];
    }

    /// <summary>Where it keeps what can be had again.</summary>
    public string Cache { get; set; }

    /// <summary>The copies of libraries in the cache.</summary>
    public string[] Copies =>
        Directory.Exists(Path.Combine(Cache, "gan", "native")) ? Directory.GetFiles(Path.Combine(Cache, "gan", "native")) : [];

    /// <summary>TorchSharp's own library as the package has it.</summary>
    public static byte[] Library => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so"));

    /// <summary>Copies the command; the test is inconclusive on another system than the one this is about.</summary>
    public static AppCopy Create()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Inconclusive("Only Linux refuses a library for a version's name.");
        return new AppCopy();
    }

    /// <summary>TorchSharp's library, asking for a version of the C++ runtime that no system has in place of the one that nothing
    /// in it uses.</summary>
    public static byte[] FromTheFuture() => Replaced(Library, "GLIBCXX_3.4.32\0", "GLIBCXX_3.4.99\0");

    /// <summary>The same bytes with one text in place of another of the same length.</summary>
    public static byte[] Replaced(byte[] library, string text, string other)
    {
        var at = library.AsSpan().IndexOf(Encoding.ASCII.GetBytes(text));
        Assert.IsGreaterThan(0, at, $"{text} is not in the library any more");
        Encoding.ASCII.GetBytes(other).CopyTo(library, at);
        return library;
    }

    /// <summary>Puts another file in the place of a native library; null takes it away.</summary>
    public void Replace(string name, byte[]? content)
    {
        var path = Path.Combine(_folder["app"], name);
        File.Delete(path);
        if (content is not null)
            File.WriteAllBytes(path, content);
    }

    public GanProcess Start(params string[] arguments) =>
        GanProcess.StartIn(
            _folder["app"],
            // No packages folder: TorchSharp would look there for what the app lacks.
            new Dictionary<string, string> { ["XDG_CACHE_HOME"] = Cache, ["NUGET_PACKAGES"] = _folder["packages"] },
            arguments
        );

    public (int ExitCode, string Output, string Errors) Run(params string[] arguments)
    {
        using var process = Start(arguments);
        return process.Wait();
    }

    /// <summary>Trains a step, for what is said.</summary>
    public (int ExitCode, string Output, string Errors) Train() =>
        Run("train", "--recipe", "gan", "--steps", "1", "--device", "cpu", "--out", _folder[$"run-{Guid.NewGuid():N}"]);

    public void Dispose() => _folder.Dispose();
}
