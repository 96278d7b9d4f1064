namespace Gan.Training.Networks;

/// <summary>What follows a generator's last layer.</summary>
internal enum OutputActivation
{
    /// <summary>tanh, into [-1, 1]: the scale that data sets are brought to.</summary>
    Tanh,

    /// <summary>Nothing: for densities without bounds.</summary>
    Linear,
}
