namespace Gan.Training.Networks;

/// <summary>How the features of networks that translate pictures are normalized.</summary>
public enum ImageNormalization
{
    /// <summary>Each channel of each picture, without scale and shift and without running statistics (Ulyanov et al. 2016): what
    /// a network gives for a picture is the same while it trains and afterwards, alone and in a batch.</summary>
    Instance,

    /// <summary>Over the batch (Ioffe and Szegedy 2015), by running statistics afterwards: what a network gives then differs from
    /// what it gave while it trained, the more so the smaller the batches were.</summary>
    Batch,

    /// <summary>Not at all.</summary>
    None,
}
