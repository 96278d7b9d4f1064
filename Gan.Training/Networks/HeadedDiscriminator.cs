using Gan.Onnx.Graphs;
using Gan.Training.Export;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Training.Networks;

/// <summary>A discriminator made of a trunk, whose result is used as features, and heads on top of it.</summary>
/// <remarks>
/// The score is the first of these that applies, plus the projection where there is one: the score head's output; with no score
/// head, log sum exp of the class logits, which makes K class logits a discriminator of K + 1 classes (Salimans et al. 2016,
/// section 5).
/// </remarks>
internal sealed class HeadedDiscriminator : DiscriminatorNetwork
{
    private readonly Module<Tensor, Tensor> _trunk;
    private readonly Module<Tensor, Tensor>? _score;
    private readonly Module<Tensor, Tensor>? _classes;
    private readonly Module<Tensor, Tensor>? _code;
    private readonly Module<Tensor, Tensor>? _projection;
    private readonly int _labelInputs;

    /// <summary>Wraps the layers.</summary>
    /// <param name="trunk">Takes samples [batch, ...shape] to features [batch, count]. Owned from here on, like the
    /// heads.</param>
    /// <param name="featureCount">Width of the features.</param>
    /// <param name="score">Takes features to [batch, 1]; null where the score comes from the class logits.</param>
    /// <param name="classes">Takes features to class logits [batch, classes]; null for none.</param>
    /// <param name="code">Takes features to code estimates [batch, code]; null for none.</param>
    /// <param name="projection">An embedding of labels [batch] to [batch, count], whose inner product with the features is added
    /// to the score (Miyato and Koyama, "cGANs with Projection Discriminator", 2018); null for none.</param>
    /// <param name="projectionClasses">The number of classes of the projection.</param>
    /// <param name="labelInputs">The number of classes whose one-hot label the trunk sees beside the sample (Mirza and Osindero
    /// 2014): as constant planes behind a picture's channels, or behind a vector's values; 0 for none.</param>
    public HeadedDiscriminator(
        Module<Tensor, Tensor> trunk,
        int featureCount,
        Module<Tensor, Tensor>? score,
        Module<Tensor, Tensor>? classes = null,
        Module<Tensor, Tensor>? code = null,
        Module<Tensor, Tensor>? projection = null,
        int projectionClasses = 0,
        int labelInputs = 0
    )
        : base(nameof(HeadedDiscriminator))
    {
        ArgumentNullException.ThrowIfNull(trunk);
        if (score is null && classes is null)
            throw new ArgumentException("A discriminator needs a score head or a class head.", nameof(score));
        (_trunk, _score, _classes, _code, _projection) = (trunk, score, classes, code, projection);
        (FeatureCount, _labelInputs) = (featureCount, labelInputs);
        ClassCount = Math.Max(labelInputs, projectionClasses);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override int FeatureCount { get; }

    /// <inheritdoc/>
    public override int ClassCount { get; }

    /// <summary>Takes samples to features.</summary>
    public Module<Tensor, Tensor> Trunk => _trunk;

    /// <summary>Takes features to the score; null where the score comes from the class logits.</summary>
    public Module<Tensor, Tensor>? ScoreHead => _score;

    /// <inheritdoc/>
    public override DiscriminatorOutput forward(DiscriminatorInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var (samples, labels) = (input.Samples, input.Labels);
        if (ClassCount > 0 && labels is null)
            throw new ArgumentException("This discriminator needs labels.", nameof(input));
        var features = MixedPrecision.Full(_trunk.call(_labelInputs > 0 ? WithLabels(samples, labels!) : samples));
        var classes = _classes is null ? null : MixedPrecision.Full(_classes.call(features));
        var score = _score is not null ? MixedPrecision.Full(_score.call(features)) : classes!.logsumexp(1, keepdim: true);
        if (_projection is not null)
            score = score + (_projection.call(labels!) * features).sum(1, keepdim: true);
        return new DiscriminatorOutput(score, features)
        {
            Classes = classes,
            Code = _code is null ? null : MixedPrecision.Full(_code.call(features)),
        };
    }

    /// <inheritdoc/>
    public override OnnxDiscriminatorOutputs WriteOnnx(ModuleGraphWriter writer, OnnxDiscriminatorInputs inputs, string path)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(inputs);
        var (samples, labels) = (inputs.Samples, inputs.Labels);
        var trunkInput = _labelInputs > 0 ? WithLabels(writer, samples, labels!) : samples;
        var features = writer.Write(_trunk, trunkInput, path + ".trunk");
        var classes = _classes is null ? null : writer.Write(_classes, features, path + ".classes");
        var score = _score is not null
            ? writer.Write(_score, features, path + ".score")
            : writer.AddNode("ReduceLogSumExp", [classes!], [features.Shape[0], 1], OnnxAttribute.Of("axes", [1L]));
        if (_projection is not null)
        {
            var products = writer.AddElementwise("Mul", [writer.Write(_projection, labels!, path + ".projection"), features]);
            var sum = writer.AddNode("ReduceSum", [products, writer.AddConstant("axes", 1L)], [features.Shape[0], 1]);
            score = writer.AddElementwise("Add", [score, sum]);
        }

        var code = _code is null ? null : writer.Write(_code, features, path + ".code");
        return new OnnxDiscriminatorOutputs(score, features) { Classes = classes, Code = code };
    }

    private OnnxValue WithLabels(ModuleGraphWriter writer, OnnxValue samples, OnnxValue labels)
    {
        var oneHot = writer.OneHot(labels, _labelInputs);
        if (samples.Rank == 2)
            return writer.Concatenate([samples, oneHot], 1);
        long[] inner = [.. samples.Shape.Skip(2)];
        var planes = writer.Reshape(oneHot, [_labelInputs, .. inner.Select(_ => 1L)]);
        var expanded = writer.AddNode(
            "Expand",
            [planes, writer.AddConstant("planes", [1, 1, .. inner])],
            [samples.Shape[0], _labelInputs, .. inner]
        );
        return writer.Concatenate([samples, expanded], 1);
    }

    private Tensor WithLabels(Tensor samples, Tensor labels)
    {
        var oneHot = functional.one_hot(labels, _labelInputs).to(samples.dtype);
        long[] inner = samples.shape[2..];
        var planes = oneHot.view([-1, _labelInputs, .. inner.Select(_ => 1L)]).expand([-1, -1, .. inner]);
        return cat([samples, planes], 1);
    }
}
