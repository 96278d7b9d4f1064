using System.Globalization;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using static TorchSharp.torch;

namespace Gan.Training.Evaluation.Images;

/// <summary>Maps of classes against the true ones, whose colours are the classes' names. A colour that is none of them is void
/// and not counted.</summary>
internal sealed class ClassMaps
{
    private readonly LabelMapAccuracy _accuracy;
    private readonly Dictionary<int, int> _classes = [];
    private readonly IReadOnlyList<string> _names;

    /// <exception cref="GanException">The bundle's classes are not named by colours.</exception>
    public ClassMaps(BundleData data)
    {
        _names = data.Labels ?? [];
        _accuracy = new LabelMapAccuracy(Math.Max(1, _names.Count));
        foreach (var (number, name) in _names.Index())
        {
            var isColor = name.StartsWith('#');
            if (
                !int.TryParse(
                    isColor ? name.AsSpan(1) : name,
                    isColor ? NumberStyles.AllowHexSpecifier : NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var key
                )
            )
                throw new GanException(
                    $"The bundle's class '{name}' is not named by the colour that it has in maps, such as #80c0ff or 7, so "
                        + $"that true "
                        + "maps cannot be read."
                );
            _classes[key] = number;
        }
    }

    /// <summary>Pixels of true maps so far that are of no class.</summary>
    public long Unknown { get; private set; }

    /// <summary>Counts a map.</summary>
    /// <param name="given">The class number of each pixel.</param>
    /// <param name="truth">The true map, [1, channels, height, width], 0 to 255.</param>
    public void Add(float[] given, Tensor truth)
    {
        var (channels, area) = (truth.shape[1], given.Length);
        var values = truth.to(ScalarType.Float32).contiguous().data<float>().ToArray();
        var classes = new int[area];
        for (var i = 0; i < area; i++)
        {
            var key = 0;
            for (var c = 0; c < channels; c++)
                key = key << 8 | (int)values[c * area + i];
            classes[i] = _classes.GetValueOrDefault(key, -1);
            if (classes[i] < 0)
                Unknown++;
        }

        _accuracy.Add(Array.ConvertAll(given, value => (int)value), classes);
    }

    /// <summary>Pixel accuracy, class accuracy, mean intersection over union, and that of each class.</summary>
    public IReadOnlyList<EvaluationFigure> Figures(string protocol)
    {
        var overlaps = _accuracy.IntersectionsOverUnions;
        return
        [
            new("pixel accuracy", _accuracy.PixelAccuracy, "higher", $"void not counted; {protocol}"),
            new("class accuracy", _accuracy.ClassAccuracy, "higher", $"mean over the classes of the true maps; {protocol}"),
            new("mean IoU", _accuracy.MeanIntersectionOverUnion, "higher", $"mean over the classes that occur; {protocol}"),
            .. _names
                .Select((name, i) => new EvaluationFigure($"IoU of {name}", overlaps[i], "higher", protocol))
                .Where(f => !double.IsNaN(f.Value)),
        ];
    }
}
