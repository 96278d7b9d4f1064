using Gan.MLNet.Batching;
using Gan.MLNet.Images;
using Gan.Onnx.Inference;

namespace Gan.MLNet.Translation;

/// <summary>Turns images of one kind into images of another.</summary>
internal sealed class TranslatorRowScorer(TranslatorSession session, SampleReader reader, PixelLayout? pixels, int capacity)
    : SampleRowScorer(reader)
{
    private readonly float[] _samples = new float[checked(capacity * session.SampleSize)];

    public override void Score(int count) => session.Translate(Samples(count), _samples.AsSpan(0, count * session.SampleSize));

    public override Delegate MakeGetter(int output, Func<int> slot) =>
        pixels is null
            ? VectorOutput.Getter(_samples, session.SampleSize, slot)
            : ImageOutput.Getter(_samples, session.SampleSize, pixels, slot);
}
