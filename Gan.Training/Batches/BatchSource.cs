using Gan.Training.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Gan.Training;

/// <summary>Chooses where a data set lies while it is trained on.</summary>
internal static class BatchSource
{
    private const long DefaultLimit = 2L << 30;

    /// <summary>Batches from the accelerator where the whole data set may lie there, else from the host, ahead of time where
    /// reading takes time. All give the same bits.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="batchSize">Rows in a batch.</param>
    /// <param name="seed">Fixes the order.</param>
    /// <param name="device">Where batches are wanted.</param>
    /// <param name="limitBytes">The most bytes of samples, four a value, that may lie on an accelerator; 2 GiB by
    /// default.</param>
    public static IBatchSource Create(Dataset data, int batchSize, int seed, Device device, long limitBytes = DefaultLimit)
    {
        // The host has the data already: a second copy there would gain nothing.
        if (device.type == DeviceType.CPU)
            return new HostBatches(data, batchSize, seed, device, ahead: !data.IsInMemory);
        return (long)data.Count * data.SampleSize * sizeof(float) <= limitBytes
            ? new DeviceBatches(data, batchSize, seed, device)
            : new HostBatches(data, batchSize, seed, device, ahead: true);
    }
}
