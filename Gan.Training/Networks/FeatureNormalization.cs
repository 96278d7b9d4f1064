namespace Gan.Training.Networks;

/// <summary>How hidden features are normalized.</summary>
internal enum FeatureNormalization
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Over the batch (Ioffe and Szegedy 2015). Not in a critic with a gradient penalty, which must judge each row
    /// alone.</summary>
    Batch,

    /// <summary>Each channel of each picture (Ulyanov et al. 2016); not for vectors.</summary>
    Instance,

    /// <summary>Each row as a whole (Ba et al. 2016).</summary>
    Layer,
}
