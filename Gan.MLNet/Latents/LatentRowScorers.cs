using Gan.MLNet.Batching;
using Gan.Onnx.Inference;

namespace Gan.MLNet.Latents;

/// <summary>Turns samples into latents.</summary>
internal sealed class EncoderRowScorer(EncoderSession session, SampleReader reader, int capacity) : SampleRowScorer(reader)
{
    private readonly float[] _codes = new float[checked(capacity * session.CodeSize)];

    public override void Score(int count) => session.Encode(Samples(count), _codes.AsSpan(0, count * session.CodeSize));

    public override Delegate MakeGetter(int output, Func<int> slot) => VectorOutput.Getter(_codes, session.CodeSize, slot);
}

/// <summary>Moves latents along directions.</summary>
internal sealed class DirectionsRowScorer(DirectionsSession session, SampleReader latents, SampleReader amounts, int capacity)
    : RowScorer
{
    private readonly float[] _moved = new float[checked(capacity * session.LatentSize)];

    public override bool Read(int slot) => latents.Read(slot) | amounts.Read(slot);

    public override void Score(int count) =>
        session.Move(latents.Samples(count), amounts.Samples(count), _moved.AsSpan(0, count * session.LatentSize));

    public override void CheckRow(int slot)
    {
        latents.Check(slot);
        amounts.Check(slot);
    }

    public override Delegate MakeGetter(int output, Func<int> slot) => VectorOutput.Getter(_moved, session.LatentSize, slot);
}
