using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

[assembly: LoadableClass(typeof(ITransformer), typeof(ImagePixelExtractingTransformer), null, typeof(SignatureLoadModel), "Extract pixels", "ImagePixelExtractor")]

namespace Microsoft.ML.Transforms.Image;

public sealed class ImagePixelExtractingTransformer : OneToOneTransformerBase
{
    private static readonly VersionInfo Version = ImageModels.Version("IMGPXEXT", "ImagePixelExtractor");

    private readonly PixelOptions _options;
    private readonly bool _asFloats;

    internal ImagePixelExtractingTransformer(IHostEnvironment env, (string Output, string Input)[] pairs, PixelOptions options, bool asFloats)
        : base(env.RegisterHost(nameof(ImagePixelExtractingTransformer)), pairs)
    {
        if (options.Channels.Length == 0)
            throw new ArgumentOutOfRangeException(nameof(options), "Need to use at least one color plane");
        _options = options;
        _asFloats = asFloats;
    }

    internal (string Output, string Input)[] Columns => Pairs;

    internal NumberDataViewType ItemType => _asFloats ? NumberDataViewType.Single : NumberDataViewType.Byte;

    private protected override AddedColumn MakeColumn(int index, string output, DataViewSchema.Column input)
    {
        var image = ImageColumns.Require(input);
        if (image.Height == 0)
            throw Errors.Mismatch("inputSchema", "input", input.Name, "known-size image", "unknown-size image");
        var channels = _options.Channels.Length;
        var type = _options.Interleave
            ? new VectorDataViewType(ItemType, image.Height, image.Width, channels)
            : new VectorDataViewType(ItemType, channels, image.Height, image.Width);
        return new AddedColumn(output, type, [input], scope => _asFloats
            ? MakeGetter(scope.Input, input, image, value => (value - _options.Offset) * _options.Scale)
            : MakeGetter(scope.Input, input, image, value => value));
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(Version);
        ctx.Writer.WritePairs(Pairs);
        _options.Write(ctx.Writer);
        ctx.Writer.Write(_asFloats);
    }

    private static ImagePixelExtractingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var pairs = ctx.Reader.ReadPairs();
        var options = PixelOptions.Read(ctx.Reader);
        return new ImagePixelExtractingTransformer(env, pairs, options, ctx.Reader.ReadBoolean());
    }

    private ValueGetter<VBuffer<T>> MakeGetter<T>(DataViewRow row, DataViewSchema.Column input, ImageDataViewType type, Func<byte, T> convert)
    {
        var getter = row.GetGetter<MLImage>(input);
        var map = new T[256];
        for (var value = 0; value < 256; value++)
            map[value] = convert((byte)value);
        var letters = _options.Channels;
        var pixelCount = type.Height * type.Width;
        MLImage image = null!;
        return (ref VBuffer<T> vector) =>
        {
            getter(ref image);
            var editor = VBufferEditor.Create(ref vector, letters.Length * pixelCount);
            if (image is null)
            {
                editor.Values.Clear();
                vector = editor.Commit();
                return;
            }
            if (image.Width != type.Width || image.Height != type.Height)
                throw new InvalidOperationException(
                    $"An image of {image.Width} x {image.Height} pixels stands in the column '{input.Name}' of images of {type.Width} x {type.Height}.");
            var pixels = image.Pixels;
            var (red, green, blue) = image.ChannelOffsets;
            for (var k = 0; k < letters.Length; k++)
            {
                var offset = letters[k] switch { 'A' => 3, 'R' => red, 'G' => green, _ => blue };
                int start = _options.Interleave ? k : k * pixelCount, step = _options.Interleave ? letters.Length : 1;
                for (var i = 0; i < pixelCount; i++)
                    editor.Values[start + (i * step)] = map[pixels[(4 * i) + offset]];
            }
            vector = editor.Commit();
        };
    }
}
