using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

[assembly: LoadableClass(typeof(ITransformer), typeof(ChainModel), null, typeof(SignatureLoadModel), "Transformer chain", ChainModel.LoaderSignature)]

namespace Microsoft.ML.Data;

/// <summary>A saved chain.</summary>
internal static class ChainModel
{
    public const string LoaderSignature = "TransformerChain";

    private static readonly VersionInfo Version = Models.Version("XF  PIPE", LoaderSignature);

    public static void Save(ModelSaveContext ctx, ITransformer[] transformers, TransformerScope[] scopes)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        ctx.Writer.Write(transformers.Length);
        for (var i = 0; i < transformers.Length; i++)
        {
            ctx.Writer.Write((int)scopes[i]);
            ctx.SaveModel(transformers[i], PartName(i));
        }
    }

    private static ITransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var transformers = new ITransformer[ctx.Reader.ReadInt32()];
        var scopes = new TransformerScope[transformers.Length];
        for (var i = 0; i < transformers.Length; i++)
        {
            scopes[i] = (TransformerScope)ctx.Reader.ReadInt32();
            ctx.LoadModel<ITransformer, SignatureLoadModel>(env, out transformers[i], PartName(i));
        }
        return new TransformerChain<ITransformer>(transformers, scopes);
    }

    private static string PartName(int index) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Transform_{index:000}");
}
