namespace Microsoft.ML;

/// <summary>What is written before a model: which kind it is, its versions, and what loads it.</summary>
internal readonly struct VersionInfo
{
    public readonly ulong ModelSignature;
    public readonly uint VerWrittenCur;
    public readonly uint VerReadableCur;
    public readonly uint VerWeCanReadBack;
    public readonly string LoaderAssemblyName;
    public readonly string LoaderSignature;
    public readonly string? LoaderSignatureAlt;

    public VersionInfo(string modelSignature, uint verWrittenCur, uint verReadableCur, uint verWeCanReadBack,
        string loaderAssemblyName, string loaderSignature, string? loaderSignatureAlt = null)
    {
        if (modelSignature is not { Length: 8 })
            throw new ArgumentException("A model signature has exactly eight characters.", nameof(modelSignature));
        for (var i = 0; i < modelSignature.Length; i++)
        {
            if (modelSignature[i] > 0xFF)
                throw new ArgumentException("A model signature has only characters below 256.", nameof(modelSignature));
            ModelSignature |= (ulong)modelSignature[i] << (8 * i);
        }
        VerWrittenCur = verWrittenCur;
        VerReadableCur = verReadableCur;
        VerWeCanReadBack = verWeCanReadBack;
        LoaderAssemblyName = loaderAssemblyName;
        LoaderSignature = loaderSignature;
        LoaderSignatureAlt = loaderSignatureAlt;
    }

    private VersionInfo(BinaryReader reader)
    {
        ModelSignature = reader.ReadUInt64();
        VerWrittenCur = reader.ReadUInt32();
        VerReadableCur = reader.ReadUInt32();
        VerWeCanReadBack = reader.ReadUInt32();
        LoaderAssemblyName = reader.ReadString();
        LoaderSignature = reader.ReadString();
        LoaderSignatureAlt = reader.ReadString() is { Length: > 0 } alt ? alt : null;
    }

    public static VersionInfo Read(BinaryReader reader) => new(reader);

    public void Write(BinaryWriter writer)
    {
        writer.Write(ModelSignature);
        writer.Write(VerWrittenCur);
        writer.Write(VerReadableCur);
        writer.Write(VerWeCanReadBack);
        writer.Write(LoaderAssemblyName ?? "");
        writer.Write(LoaderSignature ?? "");
        writer.Write(LoaderSignatureAlt ?? "");
    }

    /// <summary>Refuses a stored model that this code does not know how to read.</summary>
    public void Check(VersionInfo stored)
    {
        if (stored.ModelSignature != ModelSignature)
            throw new FormatException("Unknown file type");
        if (stored.VerReadableCur > VerWrittenCur)
            throw new FormatException("The model was written by a later version that this one cannot read.");
        if (stored.VerWrittenCur < VerWeCanReadBack)
            throw new FormatException("The model was written by an earlier version that is not supported any more.");
    }
}
