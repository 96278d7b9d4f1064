namespace Gan.Training.Methods;

/// <summary>The kinds of networks a recipe can be played with.</summary>
public enum NetworkArchitecture
{
    /// <summary>Fully connected for vectors and for images of less than 8 pixels a side; for larger ones the convolutional kind
    /// that the method's paper uses.</summary>
    Auto,

    /// <summary>Fully connected (<see cref="Networks.MlpNetworks"/>).</summary>
    Mlp,

    /// <summary>Strided convolutions (<see cref="Networks.DcganNetworks"/>).</summary>
    Dcgan,
}
