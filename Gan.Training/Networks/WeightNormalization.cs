namespace Gan.Training.Networks;

/// <summary>How the weights of linear layers and convolutions are normalized.</summary>
internal enum WeightNormalization
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>To the largest singular value 1 (Miyato et al. 2018).</summary>
    Spectral,

    /// <summary>Into gain and direction (Salimans and Kingma 2016). Layers in front of a batch norm are left as they are: it
    /// undoes any scale.</summary>
    Weight,
}
