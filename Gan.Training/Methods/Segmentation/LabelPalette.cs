using System.Globalization;
using Gan.Onnx;
using Gan.Training.Data;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>The colours that stand for classes in maps of classes.</summary>
internal sealed class LabelPalette
{
    /// <summary>The most classes that there may be.</summary>
    public const int MostClasses = 256;

    private readonly float[][] _colors;

    private LabelPalette(float[][] colors, int? ignored) => (_colors, Ignored) = (colors, ignored);

    /// <summary>How many classes there are.</summary>
    public int Count => _colors.Length - (Ignored is null ? 0 : 1);

    /// <summary>The place among all colours of the one that stands for no class; null where every colour does.</summary>
    private int? Ignored { get; }

    /// <summary>The colour of each class, in the data's own values.</summary>
    public IReadOnlyList<IReadOnlyList<float>> Colors => [.. _colors.Where((_, i) => i != Ignored)];

    /// <summary>What each class is called: its colour as <c>#rrggbb</c>, or its grey level.</summary>
    public IReadOnlyList<string> Names => [.. _colors.Where((_, i) => i != Ignored).Select(NameOf)];

    /// <summary>Finds the colours of some maps, in rising order.</summary>
    /// <param name="maps">Images, grey or RGB.</param>
    /// <param name="ignored">The colour that stands for no class, as <see cref="Names"/> has it; empty for none.</param>
    /// <exception cref="GanException">There are too many colours for classes, or only one, or the ignored one is not among
    /// them.</exception>
    public static LabelPalette Of(Dataset maps, string ignored)
    {
        var (channels, area) = (maps.Shape[0], maps.Shape[1] * maps.Shape[2]);
        var found = new SortedSet<int>();
        var sample = new float[maps.SampleSize];
        for (var row = 0; row < maps.Count && found.Count <= MostClasses + 1; row++)
        {
            maps.CopyTo(row, sample);
            for (var i = 0; i < area; i++)
            {
                var key = 0;
                for (var c = 0; c < channels; c++)
                    key = key << 8 | (byte)Math.Clamp(sample[c * area + i], 0, 255);
                found.Add(key);
            }
        }

        if (found.Count > MostClasses + 1)
            throw new GanException(
                $"The maps of classes of '{maps.Name}' have more than {MostClasses} colours, and each colour stands for a class. "
                    + "Maps that were saved as JPEG, or made smaller with colours mixed, have colours that stand for none: save "
                    + "them as PNG, as they were drawn."
            );
        float[][] colors =
        [
            .. found.Select(key =>
                Enumerable.Range(0, channels).Select(c => (float)(key >> 8 * (channels - 1 - c) & 255)).ToArray()
            ),
        ];
        int? place = null;
        if (ignored.Length > 0)
        {
            place = Array.FindIndex(colors, c => string.Equals(NameOf(c), ignored, StringComparison.OrdinalIgnoreCase));
            if (place < 0)
                throw new GanException(
                    $"The setting 'ignored' is '{ignored}', a colour that no map has. Colours: "
                        + $"{string.Join(", ", colors.Take(20).Select(NameOf))}{(colors.Length > 20 ? ", …" : "")}."
                );
        }

        var palette = new LabelPalette(colors, place);
        return palette.Count is >= 2 and <= MostClasses
            ? palette
            : throw new GanException(
                $"The maps of classes of '{maps.Name}' have {palette.Count} colour(s) that stand for classes; there must be 2 to "
                    + $"{MostClasses}."
            );
    }

    /// <summary>The class of each pixel.</summary>
    /// <param name="maps">Maps [batch, channels, height, width] in [-1, 1].</param>
    /// <returns>Class numbers from 0, Int64 [batch, height, width]; <see cref="NoClass"/> where there is none.</returns>
    public Tensor ToClasses(Tensor maps)
    {
        using var scope = NewDisposeScope();
        var all = OnDevice(_colors, maps.device).view(1, _colors.Length, -1, 1, 1);
        var nearest = (maps.unsqueeze(1) - all).square().sum(2).argmin(1);
        return Numbers(maps.device)[nearest].MoveToOuterDisposeScope();
    }

    /// <summary>The number of a pixel without a class.</summary>
    public const long NoClass = -100;

    /// <summary>Maps of the likeliest classes.</summary>
    /// <param name="logits">[batch, classes, height, width].</param>
    /// <returns>[batch, channels, height, width] in [-1, 1].</returns>
    public Tensor ToMaps(Tensor logits) =>
        OnDevice([.. _colors.Where((_, i) => i != Ignored)], logits.device)[logits.argmax(1)].permute(0, 3, 1, 2).contiguous();

    private Tensor Numbers(Device device)
    {
        var next = 0L;
        return tensor(_colors.Select((_, i) => i == Ignored ? NoClass : next++).ToArray()).to(device);
    }

    private static Tensor OnDevice(float[][] colors, Device device) =>
        (tensor(colors.SelectMany(c => c).ToArray(), [colors.Length, colors[0].Length]) / 127.5f - 1).to(device);

    private static string NameOf(float[] color) =>
        color.Length == 1
            ? ((int)color[0]).ToString(CultureInfo.InvariantCulture)
            : "#" + string.Concat(color.Select(c => ((int)c).ToString("x2", CultureInfo.InvariantCulture)));
}
