using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gan.Onnx.Bundles;

/// <summary>Turns <c>gan.json</c> into a manifest and back.</summary>
internal static class ManifestText
{
    private const int FirstFormatWithScale = 5;

    public static byte[] Write(BundleManifest manifest) =>
        JsonSerializer.SerializeToUtf8Bytes(manifest, BundleJsonContext.Default.BundleManifest);

    /// <exception cref="GanException">It is not JSON, is of a later format, or a member is missing, unknown or of another
    /// type.</exception>
    public static BundleManifest Read(byte[] json, BundleOrigin origin)
    {
        try
        {
            CheckFormatVersion(json, origin);
            var manifest =
                JsonSerializer.Deserialize(json, BundleJsonContext.Default.BundleManifest)
                ?? throw origin.Refuse($"gan.json holds null instead of a manifest; {BundleOrigin.FetchAgain}");
            return OfToday(manifest);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter is what reading a text with half a surrogate pair ends in.
            throw origin.Refuse($"gan.json {Describe(e)}; {BundleOrigin.FetchAgain}, or {origin.MakeAgain}", e);
        }
    }

    // What is not in the text is nothing to the serializer, whatever the property begins with.
    private static BundleManifest OfToday(BundleManifest manifest) =>
        manifest is { FormatVersion: < FirstFormatWithScale, Translator: { } translator }
            ? manifest with
            {
                Translator = translator with { Scale = 1, SmallestSide = 1 },
            }
            : manifest;

    // Before anything else is looked at: a later format may have members that this one does not know.
    private static void CheckFormatVersion(byte[] json, BundleOrigin origin)
    {
        var options = new JsonDocumentOptions { MaxDepth = BundleJsonContext.Default.Options.MaxDepth };
        using var document = JsonDocument.Parse(json, options);
        if (document.RootElement.ValueKind is not JsonValueKind.Object)
            throw origin.Refuse($"gan.json does not hold a JSON object; {BundleOrigin.FetchAgain}");
        if (
            !document.RootElement.TryGetProperty("formatVersion", out var version)
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
                $"gan.json is in format version {number}, written by Gan {WriterVersion(document.RootElement)}; this is Gan "
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

    // The serializer says where only after what, and in its own terms.
    private static string Describe(Exception e)
    {
        var json = e as JsonException;
        var place = json?.Path is null or "$" ? "" : $" at {BundleOrigin.Quote(json.Path)}";
        var line = json?.LineNumber is { } number ? $" (line {number + 1})" : "";
        var reason = e.Message.Split(" Path: ")[0].Split(" LineNumber: ")[0].TrimEnd('.');
        return $"cannot be read{place}{line}: {BundleOrigin.Clean(reason, 200)}";
    }
}

/// <summary>How <c>gan.json</c> is read and written. A member that the format does not have is an error, not a hint.</summary>
[JsonSourceGenerationOptions(
    AllowDuplicateProperties = false,
    Converters = [
        typeof(CamelCaseEnumConverter<DataKind>),
        typeof(CamelCaseEnumConverter<LatentDistribution>),
        typeof(CamelCaseEnumConverter<DirectionMethod>),
        typeof(CamelCaseEnumConverter<TableColumnType>),
        typeof(CamelCaseEnumConverter<DateUnit>),
        typeof(CamelCaseEnumConverter<ConstraintKind>),
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

/// <summary>Writes an enumeration by its name in camel case, and reads nothing else: no numbers.</summary>
internal sealed class CamelCaseEnumConverter<TEnum>()
    : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where TEnum : struct, Enum;
