using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

[assembly: LoadableClass(typeof(ITransformer), typeof(ImageLoadingTransformer), null, typeof(SignatureLoadModel), "Load images", "ImageLoader")]

namespace Microsoft.ML.Data;

public sealed class ImageLoadingTransformer : OneToOneTransformerBase
{
    private static readonly VersionInfo Version = ImageModels.Version("IMGLOADT", "ImageLoader");

    public readonly string ImageFolder;

    internal ImageLoadingTransformer(IHostEnvironment env, string? imageFolder, (string Output, string Input)[] pairs)
        : base(env.RegisterHost(nameof(ImageLoadingTransformer)), pairs)
    {
        ImageFolder = string.IsNullOrEmpty(imageFolder) ? "" : Path.GetFullPath(imageFolder);
    }

    internal (string Output, string Input)[] Columns => Pairs;

    private protected override AddedColumn MakeColumn(int index, string output, DataViewSchema.Column input)
    {
        if (input.Type is not TextDataViewType)
            throw Errors.Mismatch("inputSchema", "input", input.Name, "String", input.Type.ToString()!);
        return new AddedColumn(output, new ImageDataViewType(), [input], scope =>
        {
            var getter = scope.Input.GetGetter<ReadOnlyMemory<char>>(input);
            ReadOnlyMemory<char> path = default;
            return ImageColumns.Getter(() =>
            {
                getter(ref path);
                if (path.IsEmpty)
                    return null!;
                var file = Path.Combine(ImageFolder, path.ToString());
                using var stream = File.OpenRead(file);
                var image = MLImage.CreateFromStream(stream);
                image.Tag = file;
                return image;
            });
        });
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(Version);
        ctx.Writer.Write(ImageFolder);
        ctx.Writer.WritePairs(Pairs);
    }

    private static ImageLoadingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var folder = ctx.Reader.ReadString();
        return new ImageLoadingTransformer(env, folder, ctx.Reader.ReadPairs());
    }
}
