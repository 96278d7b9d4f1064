using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace Gan.MLNet.Images;

/// <summary>Lets classes' properties of type <see cref="MLImage"/> be columns of images of any size: ML.NET's attribute for such
/// properties asks for a size, and without it ML.NET knows no type for them.</summary>
internal static class AnySizeImages
{
    /// <summary>Does it, once for the process; more calls do nothing.</summary>
    public static void Register() => DataViewTypeManager.Register(new ImageDataViewType(), typeof(MLImage));
}
