using System.Diagnostics;
using System.Xml.Linq;
using Gan.Tests.Engineering;
using Gan.Tests.Training;

namespace Gan.Tests.Packages.Packed;

/// <summary>The packages in a folder outside of the repository, and <c>dotnet</c> there as a stranger has it: with those
/// packages, what the machine has restored before, and its package index.</summary>
internal sealed class PackedFixture : IDisposable
{
    /// <summary>A version that nobody has, so that no package of before is taken for one of these.</summary>
    public const string Version = "0.1.0-packed";

    private readonly TestFolder _folder = new();

    /// <summary>Packs everything, which takes the better part of a minute.</summary>
    public PackedFixture()
    {
        Run(SourceTree.Root, "bash", "eng/pack.sh", Packages, Platform);
        var known = Run(SourceTree.Root, "dotnet", "nuget", "locals", "global-packages", "--list").Split(": ", 2)[1].Trim();
        File.WriteAllText(
            _folder["nuget.config"],
            $"""
            <configuration>
              <packageSources><add key="packed" value="{Packages}" /></packageSources>
              <fallbackPackageFolders><add key="known" value="{known}" /></fallbackPackageFolders>
            </configuration>
            """
        );
    }

    /// <summary>This machine's name among platforms, such as linux-x64.</summary>
    public static string Platform => System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier;

    /// <summary>A version that <c>Directory.Packages.props</c> states.</summary>
    public static string Pin(string property) =>
        XDocument
            .Load(Path.Combine(SourceTree.Root, "Directory.Packages.props"))
            .Descendants()
            .Single(e => e.Name.LocalName == property)
            .Value;

    /// <summary>Where the packages lie.</summary>
    public string Packages => _folder["feed"];

    /// <summary>A path in the folder that apps are made in.</summary>
    public string this[string name] => _folder[name];

    /// <summary>The file of a package.</summary>
    public string Package(string id, string ending = "nupkg") => Path.Combine(Packages, $"{id}.{Version}.{ending}");

    /// <summary>Runs a command in a folder of apps.</summary>
    /// <returns>What it printed; it must have ended well.</returns>
    public string Run(string folder, string command, params string[] arguments)
    {
        var (exitCode, output, errors) = TryRun(folder, command, arguments);
        Assert.AreEqual(0, exitCode, $"{command} {string.Join(' ', arguments)}\n{output}\n{errors}");
        return output;
    }

    /// <summary>The same for a command that may fail.</summary>
    public (int ExitCode, string Output, string Errors) TryRun(string folder, string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.Combine(_folder.Path, folder),
        };
        // What `dotnet test` tells its children is not for a stranger's build, and servers would outlive the test.
        foreach (var name in start.Environment.Keys.Where(IsOfTheTestRun).ToArray())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["OMP_NUM_THREADS"] = "1";
        if (folder == SourceTree.Root)
        {
            start.Environment["VERSION"] = Version;
        }
        else
        {
            start.Environment["DOTNET_CLI_HOME"] = _folder["home"];
            start.Environment["NUGET_PACKAGES"] = _folder["packages"];
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }

    /// <summary>Makes a console app of one file.</summary>
    /// <param name="name">Its name and folder.</param>
    /// <param name="framework">Such as net10.0.</param>
    /// <param name="packages">Its packages, as id and version, or id alone for a package of ours.</param>
    /// <param name="program">Its code.</param>
    /// <param name="properties">Of its project; null for an app that is run where it was built.</param>
    public void MakeApp(string name, string framework, string[] packages, string program, string? properties = null)
    {
        Directory.CreateDirectory(_folder[name]);
        var references = packages
            .Select(package => package.Split(' '))
            .Select(p => $"<PackageReference Include=\"{p[0]}\" Version=\"{(p.Length > 1 ? p[1] : Version)}\" />");
        File.WriteAllText(
            Path.Combine(_folder[name], $"{name}.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>{framework}</TargetFramework>
                <RollForward>Major</RollForward>
                <ImplicitUsings>enable</ImplicitUsings>
                {properties
                ?? "<UseCurrentRuntimeIdentifier>true</UseCurrentRuntimeIdentifier><SelfContained>false</SelfContained>"}
              </PropertyGroup>
              <ItemGroup>{string.Concat(references)}</ItemGroup>
            </Project>
            """
        );
        File.WriteAllText(Path.Combine(_folder[name], "Program.cs"), program);
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    private static bool IsOfTheTestRun(string name) =>
        name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("TESTINGPLATFORM", StringComparison.OrdinalIgnoreCase);
}

/// <summary>One set of packages for all tests, packed when the first asks for it.</summary>
[TestClass]
public sealed class PackedOnce
{
    private static readonly Lazy<PackedFixture> Fixture = new(() => new PackedFixture());

    internal static PackedFixture Packed
    {
        get
        {
            if (OperatingSystem.IsWindows())
                Assert.Inconclusive("eng/pack.sh needs bash.");
            return Fixture.Value;
        }
    }

    [AssemblyCleanup]
    public static void Delete()
    {
        if (Fixture.IsValueCreated)
            Fixture.Value.Dispose();
    }
}
