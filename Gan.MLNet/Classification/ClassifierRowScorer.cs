using System.Numerics.Tensors;
using Gan.MLNet.Batching;
using Gan.Onnx.Inference;
using Microsoft.ML;

namespace Gan.MLNet.Classification;

/// <summary>Turns samples into probabilities of classes.</summary>
internal sealed class ClassifierRowScorer(DiscriminatorSession session, SampleReader reader, int capacity)
    : SampleRowScorer(reader)
{
    private readonly float[] _probabilities = new float[checked(capacity * session.ClassCount)];

    public override void Score(int count)
    {
        session.Classify(Samples(count), _probabilities.AsSpan(0, count * session.ClassCount));
        for (int i = 0; i < count; i++)
        {
            // The same to the probabilities, and no exponential overflows.
            Span<float> logits = Of(i);
            TensorPrimitives.Subtract(logits, TensorPrimitives.Max<float>(logits), logits);
            TensorPrimitives.SoftMax<float>(logits, logits);
        }
    }

    public override Delegate MakeGetter(int output, Func<int> slot)
    {
        return output == 0
            ? VectorOutput.Getter(_probabilities, session.ClassCount, Answered)
            : (ValueGetter<uint>)((ref uint value) => value = (uint)TensorPrimitives.IndexOfMax<float>(Of(Answered())) + 1);

        // One logit that is not a number leaves none of the probabilities one.
        int Answered()
        {
            int row = slot();
            _ = Number(Of(row)[0], row);
            return row;
        }
    }

    private Span<float> Of(int slot) => _probabilities.AsSpan(slot * session.ClassCount, session.ClassCount);
}
