using Gan.MLNet.Batching;
using Gan.Onnx.Inference;
using Microsoft.ML;

namespace Gan.MLNet.Scoring;

/// <summary>Turns samples into scores and predicted labels.</summary>
internal sealed class AnomalyRowScorer(
    DiscriminatorSession session, float threshold, DataViewRow row, DataViewSchema.Column column, int capacity) : RowScorer
{
    private readonly SampleReader _reader = new(row, column, session.SampleSize, capacity);
    private readonly float[] _scores = new float[capacity];

    public override bool Read(int slot) => _reader.Read(slot);

    public override void Score(int count) => session.Score(_reader.Samples(count), _scores.AsSpan(0, count));

    public override void CheckRow(int slot) => _reader.Check(slot);

    public override Delegate MakeGetter(int output, Func<int> slot) => output == 0
        ? (ValueGetter<float>)((ref float value) => value = _scores[slot()])
        : (ValueGetter<bool>)((ref bool value) => value = _scores[slot()] > threshold);
}
