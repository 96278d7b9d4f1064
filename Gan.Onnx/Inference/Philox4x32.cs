namespace Gan.Onnx.Inference;

/// <summary>
/// Philox4x32-10 (Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3", SC 2011): a counter-based generator.
/// A counter and a key give four random words, whatever was asked before, so that any thread may compute any part of a sequence.
/// </summary>
internal static class Philox4x32
{
    private const int Rounds = 10;
    private const uint Multiplier0 = 0xD2511F53,
        Multiplier1 = 0xCD9E8D57;
    private const uint KeyStep0 = 0x9E3779B9,
        KeyStep1 = 0xBB67AE85; // the golden ratio and the square root of 3, less 1

    /// <summary>Replaces the counter (c0, c1, c2, c3) by the four random words for it under the key (k0, k1).</summary>
    public static void Generate(ref uint c0, ref uint c1, ref uint c2, ref uint c3, uint k0, uint k1)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var product0 = (ulong)Multiplier0 * c0;
            var product1 = (ulong)Multiplier1 * c2;
            c0 = (uint)(product1 >> 32) ^ c1 ^ k0;
            c1 = (uint)product1;
            c2 = (uint)(product0 >> 32) ^ c3 ^ k1;
            c3 = (uint)product0;
            k0 = unchecked(k0 + KeyStep0);
            k1 = unchecked(k1 + KeyStep1);
        }
    }
}
