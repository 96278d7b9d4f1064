using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

[assembly: LoadableClass(typeof(ITransformer), typeof(VectorToImageConvertingTransformer), null, typeof(SignatureLoadModel), "Vectors to images", "VectorToImageTransform")]

namespace Microsoft.ML.Transforms.Image;

/// <summary>The reverse of extracting pixels: a value is divided by the scale and the offset added.</summary>
public sealed class VectorToImageConvertingTransformer : OneToOneTransformerBase
{
    private static readonly VersionInfo Version = ImageModels.Version("VECTOIMG", "VectorToImageTransform");

    private readonly PixelOptions _options;
    private readonly byte[] _defaults;

    internal VectorToImageConvertingTransformer(IHostEnvironment env, (string Output, string Input)[] pairs, int height, int width,
        PixelOptions options, byte[] defaults)
        : base(env.RegisterHost(nameof(VectorToImageConvertingTransformer)), pairs)
    {
        Type = new ImageDataViewType(height, width);
        _options = options;
        _defaults = defaults;
    }

    internal (string Output, string Input)[] Columns => Pairs;

    internal ImageDataViewType Type { get; }

    internal static bool CanBePixels(DataViewType item) =>
        item == NumberDataViewType.Single || item == NumberDataViewType.Double || item == NumberDataViewType.Byte;

    private protected override AddedColumn MakeColumn(int index, string output, DataViewSchema.Column input)
    {
        var expected = _options.Channels.Length * Type.Height * Type.Width;
        if (input.Type is not VectorDataViewType vector || !CanBePixels(vector.ItemType) || vector.Size != expected)
            throw Errors.Mismatch("inputSchema", "input", input.Name, $"Vector of {expected} values of Single, Double or Byte", input.Type.ToString()!);
        return new AddedColumn(output, Type, [input], scope =>
            vector.ItemType == NumberDataViewType.Single ? MakeGetter<float>(scope.Input, input, value => value)
            : vector.ItemType == NumberDataViewType.Double ? MakeGetter<double>(scope.Input, input, value => (float)value)
            : MakeGetter<byte>(scope.Input, input, value => value));
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(Version);
        ctx.Writer.WritePairs(Pairs);
        ctx.Writer.Write(Type.Height);
        ctx.Writer.Write(Type.Width);
        _options.Write(ctx.Writer);
        ctx.Writer.Write(_defaults);
    }

    private static VectorToImageConvertingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var pairs = ctx.Reader.ReadPairs();
        int height = ctx.Reader.ReadInt32(), width = ctx.Reader.ReadInt32();
        var options = PixelOptions.Read(ctx.Reader);
        return new VectorToImageConvertingTransformer(env, pairs, height, width, options, ctx.Reader.ReadBytes(4));
    }

    private ValueGetter<MLImage> MakeGetter<T>(DataViewRow row, DataViewSchema.Column input, Func<T, float> convert)
    {
        var getter = row.GetGetter<VBuffer<T>>(input);
        var letters = _options.Channels;
        int count = Type.Height * Type.Width;
        VBuffer<T> buffer = default;
        var values = new T[letters.Length * count];
        var pixels = new byte[4 * count];
        return ImageColumns.Getter(() =>
        {
            getter(ref buffer);
            if (buffer.Length == 0)
                return null!;
            if (buffer.Length != values.Length)
                throw new InvalidOperationException($"The column '{input.Name}' has a vector of {buffer.Length} values where {values.Length} are needed.");
            buffer.CopyTo(values);
            for (var i = 0; i < count; i++)
                _defaults.CopyTo(pixels, 4 * i);
            for (var k = 0; k < letters.Length; k++)
            {
                // Blue, green, red, alpha.
                var offset = "BGRA".IndexOf(letters[k]);
                int start = _options.Interleave ? k : k * count, step = _options.Interleave ? letters.Length : 1;
                for (var i = 0; i < count; i++)
                    pixels[(4 * i) + offset] = ToByte((convert(values[start + (i * step)]) / _options.Scale) + _options.Offset);
            }
            return MLImage.CreateFromPixels(Type.Width, Type.Height, MLPixelFormat.Bgra32, pixels);
        });
    }

    private static byte ToByte(float value) => float.IsNaN(value) ? (byte)0 : (byte)Math.Clamp(value, 0, 255);
}
