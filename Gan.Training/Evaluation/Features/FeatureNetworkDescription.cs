using System.Text.Json;
using System.Text.Json.Serialization;
using Gan.Onnx;

namespace Gan.Training.Evaluation.Features;

/// <summary>What has to be known of an ONNX file to use it as a feature network: a JSON file of the same name beside it, or the
/// text <see cref="MetadataKey"/> in the ONNX file's own metadata.</summary>
public sealed record FeatureNetworkDescription
{
    /// <summary>Where a description stands in an ONNX file's metadata.</summary>
    public const string MetadataKey = "gan.feature-network";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        MaxDepth = 8,
        WriteIndented = true,
    };

    /// <summary>What the network is called: 1 to 60 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The name of its input: float32, [batch, channels, height, width] or [batch, length].</summary>
    public required string Input { get; init; }

    /// <summary>The name of what holds features: float32, [batch, ...]; an output, or a value inside the graph, which is then
    /// given out too.</summary>
    public required string Features { get; init; }

    /// <summary>The name of what holds class scores, [batch, classes], found like the features; null where there is
    /// none.</summary>
    public string? Classes { get; init; }

    /// <summary>Whether the class scores are probabilities already; by default they are logits, and softmax is applied.</summary>
    public bool ClassesAreProbabilities { get; init; }

    /// <summary>What the classes are called, in their order; empty (the default) where that is not known: they are then
    /// numbered.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>Shape of one input: [channels, height, width] with 1 or 3 channels, or [length]. Pictures of other sizes are
    /// resized, linearly between pixel centres and with antialiasing where they shrink; grey ones become colour ones, and colour
    /// ones grey (ITU-R BT.601).</summary>
    public required IReadOnlyList<int> Shape { get; init; }

    /// <summary>What the smallest value of the data's range becomes. Default -1.</summary>
    public double Minimum { get; init; } = -1;

    /// <summary>What the largest value of the data's range becomes. Default 1.</summary>
    public double Maximum { get; init; } = 1;

    /// <summary>Subtracted from each channel after that; one number for each channel of the network, in its order; empty for
    /// 0.</summary>
    public IReadOnlyList<double> Mean { get; init; } = [];

    /// <summary>Each channel is divided by this at last; empty for 1.</summary>
    public IReadOnlyList<double> Deviation { get; init; } = [];

    /// <summary>Whether the network wants blue, green, red instead of red, green, blue.</summary>
    public bool BlueFirst { get; init; }

    /// <summary>The user's word that the file holds the Inception network of 2015 that the published FID is measured with, with
    /// its 2,048 pooled features. Nothing else may be called FID.</summary>
    public bool IsStandardInception { get; init; }

    /// <summary>Reads a description.</summary>
    /// <param name="json">The text.</param>
    /// <param name="origin">Where it stands, for messages.</param>
    /// <exception cref="GanException">It cannot be read, or says something that cannot be.</exception>
    public static FeatureNetworkDescription Parse(string json, string origin)
    {
        try
        {
            var description =
                JsonSerializer.Deserialize<FeatureNetworkDescription>(json, Json) ?? throw new JsonException("it is null.");
            description.Check(origin);
            return description;
        }
        catch (JsonException e)
        {
            throw new GanException($"The description of the feature network in {origin} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads what the metadata of a network's own file say.</summary>
    /// <param name="json">The text under <see cref="MetadataKey"/>; null where there is none.</param>
    /// <param name="origin">Where the network comes from, for messages.</param>
    /// <exception cref="GanException">There is none, or it cannot be read.</exception>
    internal static FeatureNetworkDescription InMetadata(string? json, string origin) =>
        json is not null
            ? Parse(json, $"the metadata of {origin}")
            : throw new GanException(
                $"Nothing says how samples are prepared for the feature network {origin}. Put a JSON file of the same name "
                    + "beside it; docs/evaluation.md says what stands in it."
            );

    /// <summary>The description as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    private void Check(string origin)
    {
        Require(
            Name is { Length: >= 1 and <= 60 } && !Name.Any(char.IsControl),
            "name",
            "1 to 60 characters without control characters"
        );
        Require(
            !string.IsNullOrEmpty(Input) && !string.IsNullOrEmpty(Features),
            "input and features",
            "names of the network's input and output"
        );
        Require(
            Shape is [>= 1] or [1 or 3, >= 1 and <= 4096, >= 1 and <= 4096],
            "shape",
            "[channels, height, width] with 1 or 3 channels, or [length]"
        );
        Require(
            double.IsFinite(Minimum) && double.IsFinite(Maximum) && Minimum < Maximum,
            "minimum and maximum",
            "two rising numbers"
        );
        var channels = Shape.Count == 3 ? Shape[0] : 1;
        Require(
            Mean is not null && (Mean.Count == 0 || Mean.Count == channels) && Mean.All(double.IsFinite),
            "mean",
            $"empty or {channels} numbers"
        );
        Require(
            Deviation is not null && (Deviation.Count == 0 || Deviation.Count == channels) && Deviation.All(d => d > 0),
            "deviation",
            $"empty or {channels} numbers above 0"
        );
        Require(ClassNames is not null && ClassNames.All(n => !string.IsNullOrEmpty(n)), "classNames", "a list of names");
        Require(
            !IsStandardInception || Shape is [3, 299, 299],
            "isStandardInception",
            "false, unless the shape is [3, 299, 299]"
        );

        void Require(bool holds, string member, string expected)
        {
            if (!holds)
                throw new GanException(
                    $"The description of the feature network in {origin} has a wrong '{member}': it must be {expected}."
                );
        }
    }
}
