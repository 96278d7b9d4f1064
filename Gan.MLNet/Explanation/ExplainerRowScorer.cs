using Gan.MLNet.Batching;
using Gan.Onnx.Inference;

namespace Gan.MLNet.Explanation;

/// <summary>Scores samples once as they are and once without each of their columns.</summary>
internal sealed class ExplainerRowScorer(DiscriminatorSession session, SampleReader reader, int capacity)
    : SampleRowScorer(reader)
{
    private readonly float[] _changed = new float[checked(capacity * session.SampleSize)];
    private readonly float[] _scores = new float[capacity];
    private readonly float[] _without = new float[capacity];
    private readonly float[] _contributions = new float[checked(capacity * session.SampleSize)];

    public override void Score(int count)
    {
        int columns = session.SampleSize;
        ReadOnlySpan<float> samples = Samples(count);
        session.Score(samples, _scores.AsSpan(0, count));
        Span<float> changed = _changed.AsSpan(0, count * columns);
        samples.CopyTo(changed);
        for (int column = 0; column < columns; column++)
        {
            for (int row = 0; row < count; row++)
                changed[row * columns + column] = float.NaN;
            session.Score(changed, _without.AsSpan(0, count));
            for (int row = 0; row < count; row++)
            {
                int at = row * columns + column;
                // Two runs of the same row may round differently: what was missing before contributes nothing at all.
                _contributions[at] = float.IsNaN(samples[at]) ? 0 : _scores[row] - _without[row];
                changed[at] = samples[at];
            }
        }
    }

    public override Delegate MakeGetter(int output, Func<int> slot) =>
        VectorOutput.Getter(
            _contributions,
            session.SampleSize,
            () =>
            {
                int row = slot();
                _ = Number(_scores[row], row);
                return row;
            }
        );
}
