using System.Text.Json;
using System.Text.Json.Serialization;
using Gan.Onnx;

namespace Gan.Training.Evaluation;

/// <summary>Everything an evaluation measured.</summary>
/// <param name="Method">The bundle's method.</param>
/// <param name="Data">The data it was compared with.</param>
/// <param name="Network">The feature network's name.</param>
/// <param name="Samples">Samples generated.</param>
/// <param name="Seed">The seed of samples and draws.</param>
/// <param name="Figures">The figures.</param>
/// <param name="Notes">What to know before believing them, in plain words.</param>
public sealed record EvaluationReport(
    string Method,
    string Data,
    string Network,
    int Samples,
    int Seed,
    IReadOnlyList<EvaluationFigure> Figures,
    IReadOnlyList<string> Notes
)
{
    /// <summary>The file's name beside a bundle.</summary>
    public const string FileName = "evaluation.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        MaxDepth = 16,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The report as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Writes it, whole or not at all.</summary>
    /// <param name="path">The file to make or replace.</param>
    /// <exception cref="GanException">The file cannot be written.</exception>
    public void Save(string path) => AtomicFile.WriteText(path, ToJson());

    /// <summary>Reads a report.</summary>
    /// <param name="path">A file that <see cref="Save"/> wrote.</param>
    /// <exception cref="GanException">It cannot be read.</exception>
    public static EvaluationReport Load(string path)
    {
        try
        {
            var report = JsonSerializer.Deserialize<EvaluationReport>(File.ReadAllText(path), Json);
            return report is not null && report.Figures.All(f => f is not null) && report.Notes.All(n => n is not null)
                ? report
                : throw new JsonException("a part is missing.");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new GanException($"The evaluation '{path}' cannot be read: {e.Message} Make it again with gan evaluate.", e);
        }
    }
}

/// <summary>One figure of an evaluation.</summary>
/// <param name="Name">What it is, with the feature network's name.</param>
/// <param name="Value">The figure.</param>
/// <param name="Better">"lower", "higher", or where the best value is neither, that value in words.</param>
/// <param name="Protocol">How it was measured: network, counts, reference, seed.</param>
public sealed record EvaluationFigure(string Name, double Value, string Better, string Protocol)
{
    /// <summary>Where it would lie with other samples; null where that was not measured.</summary>
    public ConfidenceInterval? Interval { get; init; }
}

/// <summary>Where a figure would lie, 19 times of 20, had other samples been drawn.</summary>
/// <param name="Low">Its lower end.</param>
/// <param name="High">Its upper end.</param>
public sealed record ConfidenceInterval(double Low, double High);
