using Microsoft.ML.Data;

namespace Gan.Tests.Packages.MLNet;

internal sealed class PlainRow
{
    public float Number;

    [VectorType(2)]
    public float[] Pair = [];

    public string Text = "";

    public bool Flag;
}
