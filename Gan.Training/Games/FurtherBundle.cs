using Gan.Training.Data;
using Gan.Training.Export;

namespace Gan.Training.Games;

/// <summary>A bundle that a game exports beside the first one, such as the other direction of a translator.</summary>
/// <param name="Name">What is put behind the name of the first bundle's folder.</param>
/// <param name="Data">What its models give.</param>
/// <param name="Parts">Its models.</param>
internal sealed record FurtherBundle(string Name, Dataset Data, IReadOnlyList<BundlePart> Parts);
