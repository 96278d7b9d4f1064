using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gan.Training;

/// <summary>What one step tells of itself: named numbers.</summary>
/// <param name="Step">Steps done, this one included.</param>
/// <param name="Losses">What each player lost, under its name, such as "generator"; and where a loss has several terms, each
/// under "player/term", such as "discriminator/gradient-penalty".</param>
/// <param name="Metrics">What else was read, by name: scores, gradient norms, what parts of the game tell of themselves.</param>
[JsonConverter(typeof(StepReportJson))]
public sealed record StepReport(
    long Step,
    IReadOnlyDictionary<string, double> Losses,
    IReadOnlyDictionary<string, double> Metrics
)
{
    /// <summary>The losses of whole players, without their terms.</summary>
    [JsonIgnore]
    public IEnumerable<KeyValuePair<string, double>> Totals => Losses.Where(l => !l.Key.Contains('/'));

    /// <summary>Whether every loss is a finite number.</summary>
    [JsonIgnore]
    public bool IsFinite => Losses.Values.All(double.IsFinite);
}

/// <summary>Reads and writes reports as JSON; also reads the lines of earlier versions, which knew two players.</summary>
internal sealed class StepReportJson : JsonConverter<StepReport>
{
    public override StepReport Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var line = JsonSerializer.Deserialize<Line>(ref reader, options) ?? throw new JsonException("it is null.");
        if (line.Losses is { } losses)
            return new StepReport(line.Step, losses, line.Metrics ?? []);
        if (line is not { Discriminator: { } discriminator, Generator: { } generator })
            throw new JsonException("it has no losses.");
        return new StepReport(
            line.Step,
            new Dictionary<string, double> { ["discriminator"] = discriminator, ["generator"] = generator },
            line.Readings ?? []
        );
    }

    public override void Write(Utf8JsonWriter writer, StepReport value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteNumber("step", value.Step);
        writer.WritePropertyName("losses");
        JsonSerializer.Serialize(writer, value.Losses, options);
        writer.WritePropertyName("metrics");
        JsonSerializer.Serialize(writer, value.Metrics, options);
        writer.WriteEndObject();
    }

    private sealed record Line
    {
        public required long Step { get; init; }

        public Dictionary<string, double>? Losses { get; init; }

        public Dictionary<string, double>? Metrics { get; init; }

        public double? Discriminator { get; init; }

        public double? Generator { get; init; }

        public Dictionary<string, double>? Readings { get; init; }
    }
}
