using Gan.Onnx.Graphs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Training.Export.Rules;

/// <summary>Activations that are one operator.</summary>
internal static class ActivationRules
{
    public static OnnxValue Write(ModuleGraphWriter writer, LeakyReLU module, OnnxValue input, string path) =>
        Leaky(writer, input, module.negative_slope);

    /// <summary>Its slope is random while training and in the middle otherwise.</summary>
    public static OnnxValue Write(ModuleGraphWriter writer, RReLU module, OnnxValue input, string path) =>
        Leaky(writer, input, (module.lower + module.upper) / 2);

    public static OnnxValue Write(ModuleGraphWriter writer, PReLU module, OnnxValue input, string path)
    {
        var slope =
            module.num_parameters == 1 || input.Rank == 2
                ? writer.AddWeight(path + ".weight", module.weight!)
                : NormalizationRules.PerChannel(writer, path + ".weight", module.weight!, input.Rank);
        return writer.AddNode("PRelu", [input, slope], input.Shape);
    }

    public static OnnxValue Write(ModuleGraphWriter writer, ReLU6 module, OnnxValue input, string path) =>
        Clip(writer, input, 0, 6, path);

    public static OnnxValue Write(ModuleGraphWriter writer, Hardtanh module, OnnxValue input, string path) =>
        // TorchSharp 0.107 gives its input back unchanged: neither that nor what it should do would be what its user expects.
        throw ModuleGraphWriter.Refuse(module, path, "TorchSharp's limits nothing; use ReLU6, or clamp in a module of your own");

    public static OnnxValue Write(ModuleGraphWriter writer, Hardsigmoid module, OnnxValue input, string path) =>
        writer.AddElementwise("HardSigmoid", [input], OnnxAttribute.Of("alpha", 1f / 6), OnnxAttribute.Of("beta", 0.5f));

    public static OnnxValue Write(ModuleGraphWriter writer, ELU module, OnnxValue input, string path) =>
        writer.AddElementwise("Elu", [input], OnnxAttribute.Of("alpha", (float)module.alpha));

    public static OnnxValue Write(ModuleGraphWriter writer, CELU module, OnnxValue input, string path) =>
        writer.AddElementwise("Celu", [input], OnnxAttribute.Of("alpha", (float)module.alpha));

    public static OnnxValue Write(ModuleGraphWriter writer, Hardshrink module, OnnxValue input, string path) =>
        Shrink(writer, input, module.lambda, 0);

    public static OnnxValue Write(ModuleGraphWriter writer, Softshrink module, OnnxValue input, string path) =>
        Shrink(writer, input, module.lambda, module.lambda);

    public static OnnxValue Write(ModuleGraphWriter writer, Softmax module, OnnxValue input, string path) =>
        Along("Softmax", writer, module, input, module.dim, path);

    public static OnnxValue Write(ModuleGraphWriter writer, LogSoftmax module, OnnxValue input, string path) =>
        Along("LogSoftmax", writer, module, input, module.dim, path);

    public static OnnxValue Write(ModuleGraphWriter writer, Softmax2d module, OnnxValue input, string path) =>
        Along("Softmax", writer, module, input, -3, path);

    public static OnnxValue Write(ModuleGraphWriter writer, Softmin module, OnnxValue input, string path) =>
        Along("Softmax", writer, module, writer.AddElementwise("Neg", [input]), module.dim, path);

    private static OnnxValue Leaky(ModuleGraphWriter writer, OnnxValue input, double slope) =>
        writer.AddElementwise("LeakyRelu", [input], OnnxAttribute.Of("alpha", (float)slope));

    private static OnnxValue Clip(ModuleGraphWriter writer, OnnxValue input, double minimum, double maximum, string path) =>
        writer.AddElementwise(
            "Clip",
            [input, writer.AddScalar(path + ".minimum", minimum), writer.AddScalar(path + ".maximum", maximum)]
        );

    private static OnnxValue Shrink(ModuleGraphWriter writer, OnnxValue input, double limit, double bias) =>
        writer.AddElementwise("Shrink", [input], OnnxAttribute.Of("lambd", (float)limit), OnnxAttribute.Of("bias", (float)bias));

    private static OnnxValue Along(
        string operation,
        ModuleGraphWriter writer,
        nn.Module module,
        OnnxValue input,
        long dimension,
        string path
    ) =>
        writer.AddNode(
            operation,
            [input],
            input.Shape,
            OnnxAttribute.Of("axis", Dimensions.Resolve(module, input, dimension, path))
        );
}
