using System.ComponentModel.DataAnnotations;
using Gan.Onnx;
using Gan.Training.Data;
using Gan.Training.Evaluation.Features;
using Gan.Training.Export;
using Gan.Training.Native;
using Gan.Training.Networks;
using Gan.Training.Validation;
using static TorchSharp.torch;

namespace Gan.Training.Evaluation.Classifiers;

/// <summary>Trains a small classifier on labelled data and writes it as a feature network: what generated samples of the same
/// kind of data are then judged with. On the CPU, which small networks need not leave.</summary>
internal static class ClassifierTrainer
{
    /// <summary>Trains, measures on held-out rows, and writes the ONNX file with its description inside.</summary>
    /// <param name="data">Samples with labels; rows without one are left out.</param>
    /// <param name="name">What the network is called; part of every figure's name.</param>
    /// <param name="path">The ONNX file to write or replace.</param>
    /// <param name="settings">How to train; defaults when null.</param>
    /// <param name="progress">Told of each pass: its number from 1, and the mean loss.</param>
    /// <param name="cancellation">Stops between two steps; nothing is written.</param>
    /// <exception cref="GanException">A setting is out of range, there are fewer than two classes, or the file cannot be
    /// written.</exception>
    public static ClassifierReport Train(
        Dataset data,
        string name,
        string path,
        ClassifierSettings? settings = null,
        Action<int, double>? progress = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(data);
        settings ??= new ClassifierSettings();
        OptionCheck.Require(settings);
        if (data.Classes.Count < 2)
            throw new GanException(
                $"The data set '{data.Name}' has {data.Classes.Count} labelled classes; a classifier needs two or more."
            );
        var (training, test) = data.Where(l => l >= 0).Split(settings.TestShare, settings.Seed);
        if (training.Count == 0 || test.Count == 0)
            throw new GanException($"The data set '{data.Name}' has too few labelled rows to hold some out.");

        // What can go wrong with the name and the file is known before the training, not after it.
        var options = Options(data, name);
        AtomicFile.RequireWritable(path);

        TorchLibrary.Load();
        using var scope = NewDisposeScope();
        using var random = new Generator((ulong)settings.Seed, CPU);
        using var network = new ClassifierNetwork(data.Shape, data.Classes.Count, settings.FeatureCount);
        WeightInitialization.FanIn(network, random);
        Fit(network, training, Numbers(training, data), settings, progress, cancellation);
        // The kernel distance's kernel, (x·y / size + 1)³, is made for features whose square is about 1; a trained layer's may be
        // any size.
        network.ScaleFeatures(1 / Math.Max(1e-6, RootMeanSquare(network, training)));
        var accuracy = Accuracy(network, test, Numbers(test, data));
        var report = OnnxExport.Save(network, Inputs(test, 0, 1), path, options);
        return new ClassifierReport(
            accuracy,
            test.Count,
            training.Count,
            report.Bytes,
            report.Outputs.Max(d => d.MaximumAbsolute)
        );
    }

    private static void Fit(
        ClassifierNetwork network,
        Dataset data,
        long[] labels,
        ClassifierSettings settings,
        Action<int, double>? progress,
        CancellationToken cancellation
    )
    {
        using var optimizer = optim.Adam(network.parameters(), settings.LearningRate);
        var order = new Random(settings.Seed);
        var rows = Enumerable.Range(0, data.Count).ToArray();
        var batches = (data.Count + settings.BatchSize - 1) / settings.BatchSize;
        network.train();
        for (var epoch = 0; epoch < settings.Epochs; epoch++)
        {
            order.Shuffle(rows);
            var sum = 0.0;
            for (var batch = 0; batch < batches; batch++)
            {
                cancellation.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                var done = (epoch + (double)batch / batches) / settings.Epochs;
                foreach (var group in optimizer.ParamGroups)
                    group.LearningRate = settings.LearningRate * (1 + Math.Cos(Math.PI * done)) / 2;
                var chosen = rows[(batch * settings.BatchSize)..Math.Min(rows.Length, (batch + 1) * settings.BatchSize)];
                var (_, logits) = network.call(Inputs(data.Select(chosen), 0, chosen.Length));
                var loss = nn.functional.cross_entropy(logits, tensor(chosen.Select(r => labels[r]).ToArray()));
                optimizer.zero_grad();
                loss.backward();
                optimizer.step();
                sum += loss.item<float>();
            }

            progress?.Invoke(epoch + 1, sum / batches);
        }
    }

    private static double RootMeanSquare(ClassifierNetwork network, Dataset data)
    {
        var sum = 0.0;
        ForBatches(network, data, (_, _, features, _) => sum += features.pow(2).mean([1]).sum().item<float>());
        return Math.Sqrt(sum / data.Count);
    }

    private static double Accuracy(ClassifierNetwork network, Dataset data, long[] labels)
    {
        var right = 0L;
        ForBatches(
            network,
            data,
            (start, count, _, logits) => right += logits.argmax(1).eq(tensor(labels[start..(start + count)])).sum().item<long>()
        );
        return (double)right / data.Count;
    }

    private static void ForBatches(ClassifierNetwork network, Dataset data, Action<int, int, Tensor, Tensor> body)
    {
        const int Batch = 256;
        using var noGrad = no_grad();
        network.eval();
        for (var start = 0; start < data.Count; start += Batch)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(Batch, data.Count - start);
            var (features, logits) = network.call(Inputs(data, start, count));
            body(start, count, features, logits);
        }
    }

    private static Tensor Inputs(Dataset data, int start, int count)
    {
        return ValueScaling.ToNetwork(
            tensor(data.ToArray(start, count), [count, .. data.Shape.Select(n => (long)n)]),
            data.Range
        );
    }

    private static long[] Numbers(Dataset part, Dataset whole) =>
        [.. part.Labels!.Select(label => (long)whole.Classes.Select((c, i) => (c, i)).First(p => p.c == label).i)];

    private static OnnxExportOptions Options(Dataset data, string name)
    {
        var description = new FeatureNetworkDescription
        {
            Name = name,
            Input = "x",
            Features = "features",
            Classes = "logits",
            ClassNames = data.ClassNames!,
            Shape = data.Shape,
        };
        return new OnnxExportOptions
        {
            InputNames = ["x"],
            OutputNames = ["features", "logits"],
            Metadata = new Dictionary<string, string>
            {
                [FeatureNetworkDescription.MetadataKey] = FeatureNetworkDescription
                    .Parse(description.ToJson(), $"the name '{name}'")
                    .ToJson(),
            },
        };
    }
}

/// <summary>How <see cref="ClassifierTrainer"/> trains.</summary>
internal sealed record ClassifierSettings
{
    /// <summary>Passes over the training rows.</summary>
    /// <value>At least 1; default 30.</value>
    [Range(1, int.MaxValue)]
    public int Epochs { get; init; } = 30;

    /// <summary>Rows of a step.</summary>
    /// <value>At least 1; default 64.</value>
    [Range(1, int.MaxValue)]
    public int BatchSize { get; init; } = 64;

    /// <summary>Adam's learning rate at the start, falling to 0 as a cosine.</summary>
    /// <value>Above 0; default 0.001.</value>
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Features of the layer before the classes.</summary>
    /// <value>At least 2; default 64.</value>
    [Range(2, int.MaxValue)]
    public int FeatureCount { get; init; } = 64;

    /// <summary>The share of rows that are held out to measure the accuracy on.</summary>
    /// <value>Above 0 and below 1; default 0.2.</value>
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double TestShare { get; init; } = 0.2;

    /// <summary>Fixes the split, the weights and the order of the rows.</summary>
    /// <value>Default 1.</value>
    public int Seed { get; init; } = 1;
}

/// <summary>What training a classifier led to.</summary>
/// <param name="Accuracy">The share of held-out rows it classifies right.</param>
/// <param name="TestRows">How many rows were held out.</param>
/// <param name="TrainingRows">How many rows it was trained on.</param>
/// <param name="Bytes">The size of its ONNX file.</param>
/// <param name="Difference">The largest difference between the file's outputs and the network's.</param>
internal sealed record ClassifierReport(double Accuracy, int TestRows, int TrainingRows, long Bytes, double Difference);
