using Gan.Training.Data;
using Gan.Training.Native;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>Batches of conditions and rows that meet them. Each batch depends on the seed and its number alone.</summary>
internal sealed class ConditionedBatches(Dataset data, ConditionSampler sampler, int batchSize, int seed, Device device)
    : IBatchSource
{
    private readonly int _perEpoch = Math.Max(1, data.Count / batchSize);
    private long _number;

    public BatchPosition Position => new((int)(_number / _perEpoch), (int)(_number % _perEpoch) * batchSize);

    public void Seek(BatchPosition position) => _number = (long)position.Epoch * _perEpoch + position.Row / batchSize;

    public TrainingBatch Next()
    {
        var rows = new int[batchSize];
        var conditions = new float[batchSize * data.Table!.Encoding.ConditionWidth];
        sampler.Draw(new Random(Mix(seed, _number)), rows, conditions);
        _number++;
        var samples = new float[batchSize * data.SampleSize];
        data.CopyTo(rows, samples);
        return new TrainingBatch(
            ValueScaling.ToNetwork(tensor(samples, [batchSize, data.SampleSize]), data.Range).to(device),
            null
        )
        {
            Conditions = NativeTensor.Of(conditions, batchSize, data.Table.Encoding.ConditionWidth).to(device),
        };
    }

    /// <summary>The finalizer of SplitMix64, which spreads neighbouring numbers over all bits.</summary>
    private static int Mix(int seed, long number)
    {
        var bits = unchecked((((ulong)(uint)seed << 32) ^ (ulong)number) + 0x9E3779B97F4A7C15);
        bits = unchecked((bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9);
        bits = unchecked((bits ^ (bits >> 27)) * 0x94D049BB133111EB);
        return unchecked((int)(bits ^ (bits >> 31)));
    }

    public void Dispose()
    {
        // Nothing is kept on the device.
    }
}
