using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(ITransformer), typeof(CustomMappingModel), null, typeof(SignatureLoadModel), "Custom mapping", CustomMappingModel.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>A saved custom mapping: the name of its contract, and the assembly that knows it.</summary>
internal static class CustomMappingModel
{
    public const string LoaderSignature = "CustomMappingTransform";

    private static readonly VersionInfo Version = Models.Version("CUSTOMXF", LoaderSignature);

    public static void Save(ModelSaveContext ctx, string? contractName)
    {
        if (string.IsNullOrEmpty(contractName))
            throw new InvalidOperationException("Empty contract name for a transform: the transform cannot be saved");
        ctx.SetVersionInfo(Version);
        ctx.Writer.Write(contractName);
    }

    private static ITransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var contract = ctx.Reader.ReadString();
        var factory = (ICustomMappingFactory)env.ComponentCatalog.GetExtensionValue(typeof(CustomMappingFactoryAttributeAttribute), contract);
        return factory.CreateTransformer(env, contract);
    }
}
