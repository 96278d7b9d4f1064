using System.Text.Json;

namespace Gan.Onnx.Bundles;

/// <summary>Turns <c>gan.json</c> into a manifest and back.</summary>
internal static class ManifestText
{
    public static byte[] Write(BundleManifest manifest) =>
        JsonSerializer.SerializeToUtf8Bytes(manifest, BundleJsonContext.Default.BundleManifest);

    /// <exception cref="GanException">It is not JSON, is of a later format, or a member is missing, unknown or of another type.</exception>
    public static BundleManifest Read(byte[] json, BundleOrigin origin)
    {
        try
        {
            CheckFormatVersion(json, origin);
            return JsonSerializer.Deserialize(json, BundleJsonContext.Default.BundleManifest)
                ?? throw origin.Refuse($"gan.json holds null instead of a manifest; {BundleOrigin.FetchAgain}");
        }
        catch (JsonException e)
        {
            throw origin.Refuse($"gan.json {Describe(e)}; {BundleOrigin.FetchAgain}, or {BundleOrigin.MakeAgain}", e);
        }
    }

    // Before anything else is looked at: a later format may have members that this one does not know.
    private static void CheckFormatVersion(byte[] json, BundleOrigin origin)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = BundleJsonContext.Default.Options.MaxDepth });
        if (document.RootElement.ValueKind is not JsonValueKind.Object)
            throw origin.Refuse($"gan.json does not hold a JSON object; {BundleOrigin.FetchAgain}");
        if (!document.RootElement.TryGetProperty("formatVersion", out var version)
            || version.ValueKind is not JsonValueKind.Number || !version.TryGetInt32(out var number) || number < 1)
        {
            throw origin.Refuse($"gan.json has no 'formatVersion' that is a whole number from 1; {BundleOrigin.MakeAgain}");
        }

        if (number > BundleManifest.CurrentFormatVersion)
        {
            throw origin.Refuse(
                $"gan.json is in format version {number}, written by Gan {WriterVersion(document.RootElement)}; this is Gan " +
                $"{GanVersion.Current}, which cannot read it: it reads format version {BundleManifest.CurrentFormatVersion}. " +
                "Update Gan to the version that wrote it, or a later one");
        }
    }

    private static string WriterVersion(JsonElement root) =>
        root.TryGetProperty("packages", out var packages) && packages.ValueKind is JsonValueKind.Object
            && packages.TryGetProperty(GanVersion.PackageName, out var version) && version.ValueKind is JsonValueKind.String
            ? BundleOrigin.Quote(version.GetString())
            : "of a version it does not tell";

    // The serializer's own message is several sentences and names .NET types; the place and the kind of mistake suffice.
    private static string Describe(JsonException e)
    {
        var place = e.Path is null or "$" ? "" : $" at {BundleOrigin.Quote(e.Path)}";
        return e.LineNumber is { } line
            ? $"cannot be read{place} (line {line + 1}): it is not valid JSON, or that member is unknown, doubled or of another type"
            : $"cannot be read{place}: {BundleOrigin.Quote(e.Message.ReplaceLineEndings(" "))}";
    }
}
