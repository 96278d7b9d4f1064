using Gan.MLNet.Batching;
using Gan.Onnx.Inference;
using Microsoft.ML;

namespace Gan.MLNet.Features;

/// <summary>Turns samples into features.</summary>
internal sealed class FeaturizerRowScorer(
    DiscriminatorSession session, DataViewRow row, DataViewSchema.Column column, int capacity) : RowScorer
{
    private readonly SampleReader _reader = new(row, column, session.SampleSize, capacity);
    private readonly float[] _features = new float[checked(capacity * session.FeatureCount)];

    public override bool Read(int slot) => _reader.Read(slot);

    public override void Score(int count) =>
        session.Featurize(_reader.Samples(count), _features.AsSpan(0, count * session.FeatureCount));

    public override void CheckRow(int slot) => _reader.Check(slot);

    public override Delegate MakeGetter(int output, Func<int> slot) => VectorOutput.Getter(_features, session.FeatureCount, slot);
}
