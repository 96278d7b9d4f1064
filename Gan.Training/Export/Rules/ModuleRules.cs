using System.Collections.Frozen;
using Gan.Onnx.Graphs;
using Gan.Training.Networks.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Training.Export.Rules;

/// <summary>Which rule writes which kind of module. By exact type: a class derived from one of these may compute
/// anything.</summary>
internal static class ModuleRules
{
    private static readonly FrozenDictionary<Type, Rule> All = new[]
    {
        For<Sequential>(WriteSequential),
        For<Linear>(LinearRules.Write),
        For<OneDnnLinear>(LinearRules.Write),
        For<Embedding>(LinearRules.Write),
        For<Conv1d>(ConvolutionRules.Write),
        For<Conv2d>(ConvolutionRules.Write),
        For<ConvTranspose1d>(ConvolutionRules.WriteTransposed),
        For<ConvTranspose2d>(ConvolutionRules.WriteTransposed),
        For<BatchNorm1d>(NormalizationRules.WriteBatch),
        For<BatchNorm2d>(NormalizationRules.WriteBatch),
        For<InstanceNorm1d>(NormalizationRules.WriteInstance),
        For<InstanceNorm2d>(NormalizationRules.WriteInstance),
        For<LayerNorm>(NormalizationRules.WriteLayer),
        For<GroupNorm>(NormalizationRules.WriteGroup),
        For<LocalResponseNorm>(NormalizationRules.WriteLocalResponse),
        Elementwise<ReLU>("Relu"),
        Elementwise<Sigmoid>("Sigmoid"),
        Elementwise<Tanh>("Tanh"),
        Elementwise<Softsign>("Softsign"),
        Elementwise<SELU>("Selu"),
        Elementwise<Hardswish>("HardSwish"),
        For<LeakyReLU>(ActivationRules.Write),
        For<RReLU>(ActivationRules.Write),
        For<PReLU>(ActivationRules.Write),
        For<ReLU6>(ActivationRules.Write),
        For<Hardtanh>(ActivationRules.Write),
        For<Hardsigmoid>(ActivationRules.Write),
        For<ELU>(ActivationRules.Write),
        For<CELU>(ActivationRules.Write),
        For<Hardshrink>(ActivationRules.Write),
        For<Softshrink>(ActivationRules.Write),
        For<Softmax>(ActivationRules.Write),
        For<LogSoftmax>(ActivationRules.Write),
        For<Softmax2d>(ActivationRules.Write),
        For<Softmin>(ActivationRules.Write),
        For<GELU>(ComposedActivationRules.Write),
        For<SiLU>(ComposedActivationRules.Write),
        For<Mish>(ComposedActivationRules.Write),
        For<Softplus>(ComposedActivationRules.Write),
        For<LogSigmoid>(ComposedActivationRules.Write),
        For<Tanhshrink>(ComposedActivationRules.Write),
        For<Threshold>(ComposedActivationRules.Write),
        For<GLU>(ComposedActivationRules.Write),
        For<MaxPool1d>(PoolingRules.Write),
        For<MaxPool2d>(PoolingRules.Write),
        For<AvgPool1d>(PoolingRules.Write),
        For<AvgPool2d>(PoolingRules.Write),
        For<AdaptiveAvgPool1d>(PoolingRules.Write),
        For<AdaptiveAvgPool2d>(PoolingRules.Write),
        For<AdaptiveMaxPool1d>(PoolingRules.Write),
        For<AdaptiveMaxPool2d>(PoolingRules.Write),
        For<ZeroPad2d>(PaddingRules.WriteConstant),
        For<ConstantPad1d>(PaddingRules.WriteConstant),
        For<ConstantPad2d>(PaddingRules.WriteConstant),
        For<ReflectionPad1d>(PaddingRules.WriteReflection),
        For<ReflectionPad2d>(PaddingRules.WriteReflection),
        For<ReplicationPad1d>(PaddingRules.WriteReplication),
        For<ReplicationPad2d>(PaddingRules.WriteReplication),
        For<Flatten>(ShapeRules.Write),
        For<Unflatten>(ShapeRules.Write),
        For<PixelShuffle>(ShapeRules.Write),
        For<PixelUnshuffle>(ShapeRules.Write),
        For<Upsample>(ResizeRules.Write),
        // What is random while training, or nothing at all, passes its input on.
        PassOn<Identity>(),
        PassOn<Dropout>(),
        PassOn<Dropout1d>(),
        PassOn<Dropout2d>(),
        PassOn<SeededDropout>(),
        PassOn<GaussianNoise>(),
        For<ResidualBlock>(LayerRules.Write),
        For<SkipConnection>(LayerRules.Write),
        For<GlobalSumPool2d>(LayerRules.Write),
        For<LearnedBasis>(LayerRules.Write),
        For<SpectralLinear>(LinearRules.WriteReparameterized),
        For<WeightNormLinear>(LinearRules.WriteReparameterized),
        For<SpectralConv2d>(ConvolutionRules.WriteReparameterized),
        For<WeightNormConv2d>(ConvolutionRules.WriteReparameterized),
        For<SpectralEmbedding>(LinearRules.WriteReparameterized),
        ForTwo<ConditionalBatchNorm2d>(ConditionalRules.Write),
        ForTwo<ConditionalResidualBlock>(ConditionalRules.Write),
        ForTwo<ConditionalSequential>(ConditionalRules.Write),
    }.ToFrozenDictionary();

    /// <summary>Writes a module of a known kind.</summary>
    public delegate OnnxValue Rule(ModuleGraphWriter writer, nn.Module module, IReadOnlyList<OnnxValue> inputs, string path);

    /// <summary>The kinds of modules that have a rule, for messages.</summary>
    public static string Names { get; } = string.Join(", ", All.Keys.Select(t => t.Name).Order(StringComparer.Ordinal));

    /// <summary>The rule of a kind of module; null where there is none.</summary>
    public static Rule? Find(Type type) => All.GetValueOrDefault(type);

    private static KeyValuePair<Type, Rule> For<T>(Func<ModuleGraphWriter, T, OnnxValue, string, OnnxValue> write)
        where T : nn.Module =>
        new(
            typeof(T),
            (writer, module, inputs, path) =>
                inputs.Count == 1
                    ? write(writer, (T)module, inputs[0], path)
                    : throw ModuleGraphWriter.Refuse(module, path, $"it takes one value, not {inputs.Count}")
        );

    private static KeyValuePair<Type, Rule> ForTwo<T>(Func<ModuleGraphWriter, T, OnnxValue, OnnxValue, string, OnnxValue> write)
        where T : nn.Module =>
        new(
            typeof(T),
            (writer, module, inputs, path) =>
                inputs.Count == 2
                    ? write(writer, (T)module, inputs[0], inputs[1], path)
                    : throw ModuleGraphWriter.Refuse(module, path, $"it takes features and labels, not {inputs.Count} value(s)")
        );

    private static KeyValuePair<Type, Rule> Elementwise<T>(string operation)
        where T : nn.Module => For<T>((writer, _, input, _) => writer.AddElementwise(operation, [input]));

    private static KeyValuePair<Type, Rule> PassOn<T>()
        where T : nn.Module => For<T>((_, _, input, _) => input);

    private static OnnxValue WriteSequential(ModuleGraphWriter writer, Sequential sequential, OnnxValue input, string path)
    {
        // A module that stands in it twice is one child with one name, so the names are used only where they are all there.
        var names = sequential.named_children().Select(child => child.name).ToArray();
        for (var i = 0; i < sequential.Count; i++)
        {
            var name = names.Length == sequential.Count ? names[i] : $"{i}";
            input = writer.Write((nn.Module)sequential[i], input, $"{path}.{name}");
        }

        return input;
    }
}
