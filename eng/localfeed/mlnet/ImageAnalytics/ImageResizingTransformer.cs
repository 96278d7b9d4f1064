using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;
using SkiaSharp;

[assembly: LoadableClass(typeof(ITransformer), typeof(ImageResizingTransformer), null, typeof(SignatureLoadModel), "Resize images", "ImageScalerTransform")]

namespace Microsoft.ML.Transforms.Image;

public sealed class ImageResizingTransformer : OneToOneTransformerBase
{
    private static readonly VersionInfo Version = ImageModels.Version("IMGSCALF", "ImageScalerTransform");

    private readonly ImageResizingEstimator.ResizingKind _resizing;
    private readonly ImageResizingEstimator.Anchor _anchor;

    internal ImageResizingTransformer(IHostEnvironment env, (string Output, string Input)[] pairs, int width, int height,
        ImageResizingEstimator.ResizingKind resizing, ImageResizingEstimator.Anchor anchor)
        : base(env.RegisterHost(nameof(ImageResizingTransformer)), pairs)
    {
        Type = new ImageDataViewType(height, width);
        _resizing = resizing;
        _anchor = anchor;
    }

    internal (string Output, string Input)[] Columns => Pairs;

    internal ImageDataViewType Type { get; }

    private protected override AddedColumn MakeColumn(int index, string output, DataViewSchema.Column input)
    {
        ImageColumns.Require(input);
        return new AddedColumn(output, Type, [input], scope =>
        {
            var getter = scope.Input.GetGetter<MLImage>(input);
            MLImage source = null!;
            return ImageColumns.Getter(() =>
            {
                getter(ref source);
                return source is null ? null! : Resize(source);
            });
        });
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(Version);
        ctx.Writer.WritePairs(Pairs);
        ctx.Writer.Write(Type.Width);
        ctx.Writer.Write(Type.Height);
        ctx.Writer.Write((byte)_resizing);
        ctx.Writer.Write((byte)_anchor);
    }

    private static ImageResizingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var pairs = ctx.Reader.ReadPairs();
        int width = ctx.Reader.ReadInt32(), height = ctx.Reader.ReadInt32();
        return new ImageResizingTransformer(env, pairs, width, height, (ImageResizingEstimator.ResizingKind)ctx.Reader.ReadByte(),
            (ImageResizingEstimator.Anchor)ctx.Reader.ReadByte());
    }

    private MLImage Resize(MLImage source)
    {
        if (source.Width == Type.Width && source.Height == Type.Height)
            return source.Clone();
        var info = source.Bitmap.Info.WithSize(Type.Width, Type.Height);
        if (_resizing == ImageResizingEstimator.ResizingKind.Fill)
            return Tagged(source.Bitmap.Resize(info, SKFilterQuality.None), source);
        // Padding takes the smaller scale, so that all of the image is there; cropping the larger, so that nothing is empty.
        float horizontal = (float)Type.Width / source.Width, vertical = (float)Type.Height / source.Height;
        var scale = _resizing == ImageResizingEstimator.ResizingKind.IsoPad ? Math.Min(horizontal, vertical) : Math.Max(horizontal, vertical);
        float width = source.Width * scale, height = source.Height * scale;
        var (left, top) = (Type.Width - width, Type.Height - height);
        (left, top) = _anchor switch
        {
            _ when _resizing == ImageResizingEstimator.ResizingKind.IsoPad => (left / 2, top / 2),
            ImageResizingEstimator.Anchor.Left => (0, top / 2),
            ImageResizingEstimator.Anchor.Right => (left, top / 2),
            ImageResizingEstimator.Anchor.Top => (left / 2, 0),
            ImageResizingEstimator.Anchor.Bottom => (left / 2, top),
            _ => (left / 2, top / 2),
        };
        var target = new SKBitmap(info.WithAlphaType(SKAlphaType.Premul));
        using (var canvas = new SKCanvas(target))
        using (var paint = new SKPaint { FilterQuality = SKFilterQuality.None })
            canvas.DrawBitmap(source.Bitmap, new SKRect(left, top, left + width, top + height), paint);
        return Tagged(target, source);
    }

    private static MLImage Tagged(SKBitmap bitmap, MLImage source) => new(bitmap) { Tag = source.Tag };
}
