namespace Gan.Training;

/// <summary>Where a stream of batches stands.</summary>
/// <param name="Epoch">The number of the pass over the data, from 0.</param>
/// <param name="Row">Rows already taken in it.</param>
internal sealed record BatchPosition(int Epoch, int Row);
