using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Data;
using Gan.Training.Evaluation.Features;

namespace Gan.Benchmarks.Anomaly;

/// <summary>Pictures of several classes, split into those to train on and those to test on.</summary>
/// <param name="Name">What they are.</param>
/// <param name="Classes">How many classes there are, numbered from 0.</param>
/// <param name="Split">Gives training and test pictures with their labels for a seed.</param>
internal sealed record LabelledImages(string Name, int Classes, Func<int, (Dataset Training, Dataset Test)> Split)
{
    private const double TestShare = 0.3;
    private const int Side = 28,
        Border = 2,
        Small = 16;

    /// <summary>The names that <see cref="Find"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = ["digits", "mnist", "fashion-mnist", "neu-surface"];

    /// <summary>The pictures of a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="folder">Where pictures are that are read, each set in a folder of its own.</param>
    /// <param name="features">A feature network's file, whose features take the place of pixels; null for pixels.</param>
    /// <exception cref="GanException">They are not there, or cannot be read.</exception>
    public static LabelledImages Find(string name, string folder, string? features)
    {
        using var network = features is null ? null : OnnxFeatureNetwork.Load(features);
        Dataset Seen(Dataset data) => network is null ? data : Features(data, network);
        var by = network is null ? "" : $", features of {network.Name}";
        return name switch
        {
            "digits" => HeldOut($"8x8 digits{by}", Seen(Dataset.Digits())),
            "neu-surface" => HeldOut($"NEU surface defects, 64x64{by}", Seen(Idx(folder, name, "images-64", "labels"))),
            // Pixels of fewer and larger squares, so that methods of fully connected networks stay small.
            _ when network is null => Own($"{name} averaged down to 16x16", Shrink),
            _ => Own($"{name}{by}", Seen),
        };

        LabelledImages Own(string what, Func<Dataset, Dataset> seen)
        {
            var training = seen(Idx(folder, name, "train*images", "train*labels"));
            var test = seen(Idx(folder, name, "t*10k*images", "t*10k*labels"));
            return new LabelledImages(
                $"{what}, its own {test.Count:N0} test pictures",
                training.Classes.Count,
                _ => (training, test)
            );
        }
    }

    private static LabelledImages HeldOut(string what, Dataset data) =>
        new($"{what}, 30 % held out at random", data.Classes.Count, seed => data.Split(TestShare, seed));

    private static Dataset Idx(string folder, string set, string images, string labels)
    {
        var place = Path.Combine(folder, set);
        string File(string pattern) =>
            (Directory.Exists(place) ? Directory.EnumerateFiles(place, $"{pattern}*") : [])
                .Order(StringComparer.Ordinal)
                .FirstOrDefault()
            ?? throw new GanException($"There is no file '{place}/{pattern}*'. Name with --data the folder that '{set}' is in.");
        return Dataset.FromIdx(File(images), File(labels), set);
    }

    /// <summary>Vectors of what a network says of each picture.</summary>
    private static Dataset Features(Dataset data, OnnxFeatureNetwork network)
    {
        var features = network.Run(data.Samples, data.Shape, data.Range).Features;
        var range = new ValueRange { Minimum = features.Values.Min(), Maximum = features.Values.Max() };
        return new Dataset(data.Name, [features.Size], features.Values, [.. data.Labels!], range, data.Source, data.Licence);
    }

    private static Dataset Shrink(Dataset data)
    {
        var samples = new float[data.Count * Small * Small];
        for (var row = 0; row < data.Count; row++)
        {
            var picture = data.Sample(row);
            for (var y = 0; y < Side; y++)
            for (var x = 0; x < Side; x++)
                samples[row * Small * Small + (y + Border) / 2 * Small + (x + Border) / 2] += picture[y * Side + x] / 4;
        }

        return new Dataset(data.Name, [1, Small, Small], samples, [.. data.Labels!], data.Range, data.Source, data.Licence);
    }
}
