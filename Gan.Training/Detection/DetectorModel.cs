using Gan.Onnx.Graphs;
using Gan.Training.Export;
using static TorchSharp.torch;

namespace Gan.Training.Detection;

/// <summary>A whole detector: rows in the data's own values, missing ones as NaN, to one score.</summary>
/// <remarks>Missing values are filled and columns scaled; then each member scores the row. Members' scores are brought to mean 0
/// and deviation 1 on rows held out from training, and averaged: the score's unit is the deviation of normal rows' scores. The
/// features are those of the first member.</remarks>
internal sealed class DetectorModel : AnomalyScorer
{
    private readonly AnomalyScorer[] _members;
    private readonly ColumnScaling _scaling;
    private readonly IReadOnlyList<(double Mean, double Deviation)> _standards;
    private readonly long[] _shape;

    public DetectorModel(
        IReadOnlyList<AnomalyScorer> members,
        IReadOnlyList<(double Mean, double Deviation)> standards,
        ColumnScaling scaling,
        IReadOnlyList<int> shape
    )
        : base(nameof(DetectorModel))
    {
        (_members, _scaling, _standards, _shape) = ([.. members], scaling, standards, [.. shape.Select(n => (long)n)]);
        for (var i = 0; i < _members.Length; i++)
            register_module($"member{i}", _members[i]);
    }

    public override int FeatureCount => _members[0].FeatureCount;

    public override (Tensor Anomaly, Tensor Features) Score(Tensor samples)
    {
        var scaled = Scale(samples);
        Tensor? sum = null,
            features = null;
        foreach (var (member, standard) in _members.Zip(_standards))
        {
            var (anomaly, own) = member.Score(scaled);
            features ??= own;
            var standardized = (anomaly - standard.Mean) * (1 / (standard.Deviation * _members.Length));
            sum = sum is null ? standardized : sum + standardized;
        }

        return (sum!, features!);
    }

    public override (OnnxValue Anomaly, OnnxValue Features) WriteScore(ModuleGraphWriter writer, OnnxValue samples, string path)
    {
        var fill = Constant("fill", _scaling.Fill);
        // Where takes the condition first, whose type the writer then says of the result; only floats are named here, so it is
        // right.
        var present = writer.AddElementwise("Where", [writer.AddNode("IsNaN", [samples], samples.Shape), fill, samples]);
        var centred = writer.AddElementwise("Sub", [present, Constant("offset", _scaling.Offset)]);
        var scaled = writer.AddNode(
            "Clip",
            [
                writer.AddElementwise("Mul", [centred, Constant("factor", _scaling.Factor)]),
                writer.AddScalar("low", -ColumnScaling.Limit),
                writer.AddScalar("high", ColumnScaling.Limit),
            ],
            samples.Shape
        );
        OnnxValue? sum = null,
            features = null;
        for (var i = 0; i < _members.Length; i++)
        {
            var (anomaly, own) = _members[i].WriteScore(writer, scaled, $"{path}.{i}");
            features ??= own;
            var centredScore = writer.AddElementwise("Sub", [anomaly, writer.AddScalar("mean", _standards[i].Mean)]);
            var standardized = writer.AddElementwise(
                "Mul",
                [centredScore, writer.AddScalar("scale", 1 / (_standards[i].Deviation * _members.Length))]
            );
            sum = sum is null ? standardized : writer.AddElementwise("Add", [sum, standardized]);
        }

        return (sum!, features!);

        OnnxValue Constant(string name, IReadOnlyList<float> values) =>
            writer.AddConstant($"{path}.{name}", values.ToArray(), _shape);
    }

    /// <summary>The rows as members see them.</summary>
    private Tensor Scale(Tensor samples)
    {
        Tensor Constant(IReadOnlyList<float> values) => tensor(values.ToArray(), _shape).to(samples.device);
        var present = where(samples.isnan(), Constant(_scaling.Fill), samples);
        return ((present - Constant(_scaling.Offset)) * Constant(_scaling.Factor)).clamp(
            -ColumnScaling.Limit,
            ColumnScaling.Limit
        );
    }
}
