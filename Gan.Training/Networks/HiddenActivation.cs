namespace Gan.Training.Networks;

/// <summary>What follows a hidden layer.</summary>
internal enum HiddenActivation
{
    /// <summary>max(0, x).</summary>
    Relu,

    /// <summary>x where positive, 0.2 x elsewhere.</summary>
    LeakyRelu,

    /// <summary>log(1 + exp(x)).</summary>
    Softplus,
}
