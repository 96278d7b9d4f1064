using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gan.Onnx.Bundles;

/// <summary>Turns <c>gan.json</c> into a manifest and back.</summary>
internal static class ManifestText
{
    private const int MaximumDepth = 8;

    public static byte[] Write(BundleManifest manifest) =>
        JsonSerializer.SerializeToUtf8Bytes(manifest, BundleJsonContext.Default.BundleManifest);

    /// <exception cref="GanException">It is not JSON, is of a later format, or a member is missing, unknown or of another
    /// type.</exception>
    public static BundleManifest Read(byte[] json, BundleOrigin origin)
    {
        try
        {
            var options = new JsonDocumentOptions { MaxDepth = MaximumDepth, AllowDuplicateProperties = false };
            using var document = JsonDocument.Parse(json, options);
            CheckFormatVersion(document.RootElement, origin);
            return ManifestReader.Read(document.RootElement, origin);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter is what reading a text with half a surrogate pair ends in.
            throw origin.Refuse($"gan.json {Describe(e)}; {BundleOrigin.FetchAgain}, or {origin.MakeAgain}", e);
        }
    }

    // Before anything else is looked at: a later format may have members that this one does not know.
    private static void CheckFormatVersion(JsonElement root, BundleOrigin origin)
    {
        if (root.ValueKind is not JsonValueKind.Object)
            throw origin.Refuse($"gan.json does not hold a JSON object; {BundleOrigin.FetchAgain}");
        if (
            !root.TryGetProperty("formatVersion", out var version)
            || version.ValueKind is not JsonValueKind.Number
            || !version.TryGetInt32(out var number)
            || number < 1
        )
        {
            throw origin.Refuse($"gan.json has no 'formatVersion' that is a whole number from 1; {origin.MakeAgain}");
        }

        if (number > BundleManifest.CurrentFormatVersion)
        {
            throw origin.Refuse(
                $"gan.json is in format version {number}, written by Gan {WriterVersion(root)}; this is Gan "
                    + $"{GanVersion.Current}, which cannot read it: it reads format version "
                    + $"{BundleManifest.CurrentFormatVersion}. "
                    + "Update Gan to the version that wrote it, or a later one"
            );
        }
    }

    private static string WriterVersion(JsonElement root) =>
        root.TryGetProperty("packages", out var packages)
        && packages.ValueKind is JsonValueKind.Object
        && packages.TryGetProperty(GanVersion.PackageName, out var version)
        && version.ValueKind is JsonValueKind.String
            ? BundleOrigin.Quote(version.GetString())
            : "of a version it does not tell";

    // Where it stands comes after what it is, and in .NET's own terms.
    private static string Describe(Exception e)
    {
        var line = e is JsonException { LineNumber: { } number } ? $" (line {number + 1})" : "";
        return $"cannot be read{line}: {BundleOrigin.Clean(e.Message.Split(" LineNumber: ")[0].TrimEnd('.'), 200)}";
    }
}

/// <summary>How <c>gan.json</c> is written.</summary>
[JsonSourceGenerationOptions(
    Converters = [
        typeof(CamelCaseEnumConverter<DataKind>),
        typeof(CamelCaseEnumConverter<LatentDistribution>),
        typeof(CamelCaseEnumConverter<DirectionMethod>),
        typeof(CamelCaseEnumConverter<TableColumnType>),
        typeof(CamelCaseEnumConverter<DateUnit>),
        typeof(CamelCaseEnumConverter<ConstraintKind>),
    ],
    NewLine = "\n",
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true
)]
[JsonSerializable(typeof(BundleManifest))]
internal sealed partial class BundleJsonContext : JsonSerializerContext;

/// <summary>Writes an enumeration by its name in camel case.</summary>
internal sealed class CamelCaseEnumConverter<TEnum>()
    : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where TEnum : struct, Enum;
