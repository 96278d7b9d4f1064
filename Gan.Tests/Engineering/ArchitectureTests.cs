using System.Text.RegularExpressions;

namespace Gan.Tests.Engineering;

/// <summary>The libraries stand on one another in one direction only, and each on the packages that are its own.</summary>
[TestClass]
public sealed partial class ArchitectureTests
{
    private static readonly string[] Libraries = ["Gan.Onnx", "Gan.MLNet", "Gan.Training", "Gan.Cli"];

    [TestMethod]
    [DataRow("Gan.Onnx", "")]
    [DataRow("Gan.MLNet", "Gan.Onnx")]
    [DataRow("Gan.Training", "Gan.MLNet")]
    [DataRow("Gan.Cli", "Gan.Training")]
    public void A_library_references_only_the_one_below_it(string library, string below) =>
        CollectionAssert.AreEqual(
            below.Length == 0 ? [] : new[] { below },
            Load(library).Projects.ToArray(),
            $"Project references of {library} run from each library to the one below it, and nowhere else."
        );

    [TestMethod]
    [DataRow(
        "Gan.Onnx",
        "Microsoft.ML.OnnxRuntime.Managed Google.Protobuf Grpc.Tools System.IO.Hashing System.Text.Json "
            + "Microsoft.CodeAnalysis.PublicApiAnalyzers"
    )]
    [DataRow(
        "Gan.MLNet",
        "Microsoft.ML Microsoft.ML.ImageAnalytics System.Numerics.Tensors " + "Microsoft.CodeAnalysis.PublicApiAnalyzers"
    )]
    [DataRow(
        "Gan.Training",
        "ParquetSharp Sep TorchSharp Google.Protobuf Grpc.Tools System.IO.Hashing System.Numerics.Tensors "
            + "Microsoft.CodeAnalysis.PublicApiAnalyzers"
    )]
    [DataRow("Gan.Cli", "System.CommandLine YamlDotNet")]
    public void A_library_references_only_its_own_packages(string library, string packages) =>
        CollectionAssert.AreEquivalent(packages.Split(' '), Load(library).Packages.ToArray(), $"Packages of {library}.");

    [TestMethod]
    public void Every_program_takes_its_native_libraries_from_one_file()
    {
        foreach (var path in SourceTree.Projects)
        {
            var text = File.ReadAllText(path);
            var isProgram =
                Path.GetFileNameWithoutExtension(path) == "Gan.Tests"
                || text.Contains("<OutputType>Exe", StringComparison.Ordinal)
                || text.Contains("Microsoft.NET.Sdk.Web", StringComparison.Ordinal);
            Assert.AreEqual(
                isProgram,
                text.Contains("eng/NativePackages.props", StringComparison.Ordinal),
                SourceTree.Relative(path)
            );
        }
    }

    [TestMethod]
    public void No_library_references_tests_benchmarks_or_samples()
    {
        foreach (var library in Libraries)
            CollectionAssert.IsSubsetOf(Load(library).Projects.ToArray(), Libraries, $"Project references of {library}.");
    }

    [TestMethod]
    [DataRow("Gan.Onnx", "Microsoft.ML.Core|Microsoft.ML.Data|Microsoft.ML.DataView|TorchSharp|Gan.MLNet|Gan.Training")]
    [DataRow("Gan.MLNet", "TorchSharp|Gan.Training")]
    [DataRow("Gan.Training", "gan|Gan.Cli|System.CommandLine")]
    public void A_compiled_library_needs_nothing_above_it(string library, string forbidden)
    {
        var needed = System.Reflection.Assembly.Load(library).GetReferencedAssemblies().Select(a => a.Name).ToArray();

        CollectionAssert.AreEqual(
            Array.Empty<string>(),
            needed.Intersect(forbidden.Split('|')).ToArray(),
            $"{library} needs {string.Join(", ", needed)}."
        );
    }

    [TestMethod]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(SourceTree.Root, "Gan.sln")).Replace('\\', '/');
        var absent = SourceTree
            .Projects.Select(SourceTree.Relative)
            .Where(p =>
                p.StartsWith("Gan.", StringComparison.Ordinal) && !solution.Contains($"\"{p}\"", StringComparison.Ordinal)
            );

        Assert.AreEqual("", string.Join(", ", absent), "`dotnet test Gan.sln` does not see these projects.");
    }

    [TestMethod]
    public void Product_code_has_no_conditional_compilation()
    {
        var conditional = Libraries
            .Append("samples")
            .Where(f => Directory.Exists(Path.Combine(SourceTree.Root, f)))
            .SelectMany(f => SourceTree.Files(f, ".cs"))
            .Where(f => Conditional().IsMatch(File.ReadAllText(f)))
            .Select(SourceTree.Relative);

        Assert.AreEqual(
            "",
            string.Join(", ", conditional),
            "Product code does not know which packages it was built with: no #if."
        );
    }

    [TestMethod]
    [DataRow("#if DEBUG", true)]
    [DataRow("int x;\n  # if NET", true)]
    [DataRow("// #if\nvar s = \"#if\";", false)]
    public void Conditional_compilation_is_recognized(string code, bool expected) =>
        Assert.AreEqual(expected, Conditional().IsMatch(code));

    private static ProjectFile Load(string project) => new(Path.Combine(SourceTree.Root, project, $"{project}.csproj"));

    [GeneratedRegex(@"^[ \t]*#[ \t]*if\b", RegexOptions.Multiline)]
    private static partial Regex Conditional();
}
