using Gan.Onnx;
using Gan.Onnx.Graphs;
using Gan.Training.Export;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Training.Evaluation.Classifiers;

/// <summary>A small classifier that gives features and class logits. Pictures: 3x3 convolutions, two to a resolution, halved
/// until at most four pixels are left along the longer side. Vectors: two fully connected layers.</summary>
internal sealed class ClassifierNetwork : Module<Tensor, (Tensor Features, Tensor Logits)>, IOnnxModule
{
    private const int FirstMaps = 32,
        MostMaps = 64,
        HiddenUnits = 128,
        SmallestSide = 4;
    private readonly Module<Tensor, Tensor> _trunk;
    private readonly Module<Tensor, Tensor> _head;

    public ClassifierNetwork(IReadOnlyList<int> shape, int classes, int featureCount)
        : base(nameof(ClassifierNetwork))
    {
        _trunk = Sequential(
            shape switch
            {
                [var length] => [Linear(length, HiddenUnits), ReLU(), Linear(HiddenUnits, featureCount), ReLU()],
                [var channels, var height, var width] => Convolutions(channels, height, width, featureCount),
                _ => throw new GanException(
                    $"Samples of shape [{string.Join(", ", shape)}] are neither vectors nor pictures, so no classifier is "
                        + $"made for them."
                ),
            }
        );
        _head = Linear(featureCount, classes);
        RegisterComponents();
    }

    public override (Tensor Features, Tensor Logits) forward(Tensor input)
    {
        var features = _trunk.call(input);
        return (features, _head.call(features));
    }

    public IReadOnlyList<OnnxValue> WriteOnnx(ModuleGraphWriter writer, IReadOnlyList<OnnxValue> inputs, string path)
    {
        var features = writer.Write(_trunk, inputs[0], path + ".trunk");
        return [features, writer.Write(_head, features, path + ".head")];
    }

    /// <summary>Multiplies the features by a factor above 0, and leaves the logits as they are.</summary>
    public void ScaleFeatures(double factor)
    {
        // ReLU lets a positive factor through.
        using var noGrad = no_grad();
        var last = _trunk.modules().OfType<TorchSharp.Modules.Linear>().Last();
        last.weight!.mul_(factor);
        last.bias!.mul_(factor);
        ((TorchSharp.Modules.Linear)_head).weight!.div_(factor);
    }

    private static List<Module<Tensor, Tensor>> Convolutions(int channels, int height, int width, int featureCount)
    {
        List<Module<Tensor, Tensor>> layers = [];
        var maps = FirstMaps;
        while (true)
        {
            layers.AddRange([Conv2d(channels, maps, 3, padding: 1), ReLU(), Conv2d(maps, maps, 3, padding: 1), ReLU()]);
            channels = maps;
            if (Math.Min(height, width) >= 2)
                layers.Add(MaxPool2d(2));
            (height, width) = (Math.Max(1, height / 2), Math.Max(1, width / 2));
            if (Math.Max(height, width) < SmallestSide || Math.Min(height, width) < 2)
                break;
            maps = MostMaps;
        }

        return [.. layers, Flatten(), Linear(channels * height * width, featureCount), ReLU()];
    }
}
