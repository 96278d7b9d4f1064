namespace Microsoft.ML.Transforms.Image;

internal static class ImageModels
{
    public static VersionInfo Version(string modelSignature, string loaderSignature) =>
        new(modelSignature, 0x00010001, 0x00010001, 0x00010001, "Microsoft.ML.ImageAnalytics", loaderSignature);
}
