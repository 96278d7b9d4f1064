using System.Text.Json.Serialization;

namespace Gan.Onnx.Bundles;

/// <summary>How <c>gan.json</c> is read and written. A member that the format does not have is an error, not a hint.</summary>
[JsonSourceGenerationOptions(
    AllowDuplicateProperties = false,
    Converters = [
        typeof(CamelCaseEnumConverter<DataKind>),
        typeof(CamelCaseEnumConverter<LatentDistribution>),
        typeof(CamelCaseEnumConverter<TableColumnType>),
    ],
    MaxDepth = 8,
    NewLine = "\n",
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    WriteIndented = true
)]
[JsonSerializable(typeof(BundleManifest))]
internal sealed partial class BundleJsonContext : JsonSerializerContext;
