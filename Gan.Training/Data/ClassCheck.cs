using System.Text.Json;
using Gan.Onnx;
using Gan.Onnx.Bundles;

namespace Gan.Training.Data;

/// <summary>Refuses classes that a bundle has no room for, before anything is trained on them.</summary>
internal static class ClassCheck
{
    // What a manifest says beside its classes: metrics, provenance, packages, columns.
    private const int OtherBytes = 64 << 10;

    /// <summary>Looks at how many classes there are and what they are called.</summary>
    /// <exception cref="GanException">There are too many, or a name is blank, too long, has control characters or stands for two
    /// classes.</exception>
    public static void Require(Dataset data)
    {
        if (data.ClassNames is not { Count: > 0 } names)
            return;
        if (names.Count > BundleLimits.ListLength)
            throw new GanException(
                $"The data set '{data.Name}' has {names.Count} classes, the {data.ClassWords}, and a bundle has room for "
                    + $"{BundleLimits.ListLength}: put several into one, or train without classes."
            );
        if (names.FirstOrDefault(name => !ManifestRules.IsText(name)) is { } odd)
            throw new GanException(
                $"The data set '{data.Name}' has the class {BundleOrigin.Quote(odd)}, one of the {data.ClassWords}, and a bundle "
                    + $"names classes with 1 to {BundleLimits.TextLength} characters, none of them a control character: rename "
                    + "it."
            );
        if (names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new GanException(
                $"The data set '{data.Name}' has {twice.Count()} classes of the name {BundleOrigin.Quote(twice.Key)} (the "
                    + $"{data.ClassWords}); give each a name of its own."
            );
        var bytes = names.Sum(name => (long)JsonEncodedText.Encode(name).EncodedUtf8Bytes.Length);
        if (bytes > BundleLimits.ManifestBytes - OtherBytes)
            throw new GanException(
                $"The names of the {names.Count} classes of the data set '{data.Name}', the {data.ClassWords}, take "
                    + $"{bytes >> 10} KiB in a bundle, which has room for "
                    + $"{(BundleLimits.ManifestBytes - OtherBytes) >> 10}: shorten them."
            );
    }
}
