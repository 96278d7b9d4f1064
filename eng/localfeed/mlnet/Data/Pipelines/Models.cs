namespace Microsoft.ML.Data;

/// <summary>The version headers of the models that this assembly saves.</summary>
internal static class Models
{
    public static VersionInfo Version(string modelSignature, string loaderSignature) =>
        new(modelSignature, 0x00010001, 0x00010001, 0x00010001, "Microsoft.ML.Data", loaderSignature);

    public static void WriteArray(this BinaryWriter writer, ReadOnlySpan<float> values)
    {
        writer.Write(values.Length);
        foreach (var value in values)
            writer.Write(value);
    }

    public static float[] ReadSingles(this BinaryReader reader)
    {
        var values = new float[reader.ReadInt32()];
        for (var i = 0; i < values.Length; i++)
            values[i] = reader.ReadSingle();
        return values;
    }

    public static void WritePairs(this BinaryWriter writer, (string Output, string Input)[] pairs)
    {
        writer.Write(pairs.Length);
        foreach (var (output, input) in pairs)
        {
            writer.Write(output);
            writer.Write(input);
        }
    }

    public static (string Output, string Input)[] ReadPairs(this BinaryReader reader)
    {
        var pairs = new (string, string)[reader.ReadInt32()];
        for (var i = 0; i < pairs.Length; i++)
            pairs[i] = (reader.ReadString(), reader.ReadString());
        return pairs;
    }
}
