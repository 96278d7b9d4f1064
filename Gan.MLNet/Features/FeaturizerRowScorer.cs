using Gan.MLNet.Batching;
using Gan.Onnx.Inference;

namespace Gan.MLNet.Features;

/// <summary>Turns samples into features.</summary>
internal sealed class FeaturizerRowScorer(DiscriminatorSession session, SampleReader reader, int capacity)
    : SampleRowScorer(reader)
{
    private readonly float[] _features = new float[checked(capacity * session.FeatureCount)];

    public override void Score(int count) => session.Featurize(Samples(count), _features.AsSpan(0, count * session.FeatureCount));

    public override Delegate MakeGetter(int output, Func<int> slot) => VectorOutput.Getter(_features, session.FeatureCount, slot);
}
