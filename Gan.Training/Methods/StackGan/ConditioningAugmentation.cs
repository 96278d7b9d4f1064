using Gan.Onnx.Graphs;
using Gan.Training.Export;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Training.Methods;

/// <summary>StackGAN's conditioning augmentation (Zhang et al. 2017, section 3.2): of a text's vector a normal distribution is
/// made, and what the generator is conditional on is drawn from it. So a handful of captions becomes a cloud of conditions, and
/// one sentence gives more than one picture.</summary>
/// <remarks>Mean and log variance are plain linear functions of the vector: with a ReLU after them, as some code has it, no mean
/// could be negative and no variance below 1.</remarks>
internal sealed class ConditioningAugmentation : Module<Tensor, Tensor, Tensor>, IOnnxModule
{
    private readonly Linear _mean;
    private readonly Linear _logVariance;

    /// <param name="textWidth">Width of a text's vector.</param>
    /// <param name="size">Width of a condition.</param>
    public ConditioningAugmentation(int textWidth, int size)
        : base(nameof(ConditioningAugmentation))
    {
        (_mean, _logVariance) = (Linear(textWidth, size), Linear(textWidth, size));
        RegisterComponents();
    }

    /// <summary>The distributions of texts.</summary>
    /// <param name="text">Their vectors [batch, text].</param>
    /// <returns>Means, and after them the logarithms of variances, [batch, 2 x condition].</returns>
    public Tensor Moments(Tensor text) => cat([_mean.call(text), _logVariance.call(text)], 1);

    /// <summary>Draws conditions: mean + standard deviation x noise.</summary>
    /// <param name="text">The texts' vectors [batch, text].</param>
    /// <param name="noise">Standard normal noise [batch, condition].</param>
    public override Tensor forward(Tensor text, Tensor noise)
    {
        return Draw(_mean.call(text), _logVariance.call(text), noise);
    }

    public static Tensor Draw(Tensor mean, Tensor logVariance, Tensor noise) => mean + (logVariance / 2).exp() * noise;

    /// <summary>How far distributions are from the standard normal one: the Kullback-Leibler divergence, as the mean over batch
    /// and values of (mean² + variance - 1 - ln variance) / 2; a scalar.</summary>
    public static Tensor Divergence(Tensor mean, Tensor logVariance) =>
        (mean.square() + logVariance.exp() - 1 - logVariance).mean() / 2;

    public IReadOnlyList<OnnxValue> WriteOnnx(ModuleGraphWriter writer, IReadOnlyList<OnnxValue> inputs, string path)
    {
        var mean = writer.Write(_mean, inputs[0], path + ".mean");
        var logVariance = writer.Write(_logVariance, inputs[0], path + ".logVariance");
        var deviation = writer.AddElementwise(
            "Exp",
            [writer.AddElementwise("Mul", [logVariance, writer.AddScalar("half", 0.5)])]
        );
        return [writer.AddElementwise("Add", [mean, writer.AddElementwise("Mul", [deviation, inputs[1]])])];
    }
}
