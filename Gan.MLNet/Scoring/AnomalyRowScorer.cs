using Gan.MLNet.Batching;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Microsoft.ML;

namespace Gan.MLNet.Scoring;

/// <summary>Turns samples into scores, predicted labels and probabilities.</summary>
internal sealed class AnomalyRowScorer(
    DiscriminatorSession session,
    float threshold,
    ScoreCalibration? calibration,
    SampleReader reader,
    int capacity
) : SampleRowScorer(reader)
{
    private readonly float[] _scores = new float[capacity];

    public override void Score(int count) => session.Score(Samples(count), _scores.AsSpan(0, count));

    public override Delegate MakeGetter(int output, Func<int> slot) =>
        output switch
        {
            0 => (ValueGetter<float>)((ref float value) => value = ScoreOf(slot())),
            1 => (ValueGetter<bool>)((ref bool value) => value = ScoreOf(slot()) > threshold),
            _ => (ValueGetter<float>)((ref float value) => value = calibration!.Probability(ScoreOf(slot()))),
        };

    private float ScoreOf(int slot) => Number(_scores[slot], slot);
}
