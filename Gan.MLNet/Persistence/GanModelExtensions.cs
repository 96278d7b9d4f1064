using Gan.MLNet.Images;
using Gan.MLNet.Persistence;
using Gan.Onnx;
using Microsoft.ML;

namespace Gan.MLNet;

/// <summary>Loading of ML.NET models that hold GAN transformers.</summary>
public static class GanModelExtensions
{
    /// <summary>
    /// Tells a context how to load the GAN transformers. Call it once per <see cref="MLContext"/> before
    /// <c>mlContext.Model.Load</c>; without it ML.NET says that it could not load a model. A second call does nothing. From then
    /// on a class's properties of type <see cref="Microsoft.ML.Data.MLImage"/> without an attribute are images of any size.
    /// </summary>
    /// <param name="mlContext">The context.</param>
    /// <returns>The same context, so that calls can be chained.</returns>
    /// <exception cref="GanException">This version of ML.NET lacks a member that loading needs.</exception>
    public static MLContext RegisterGanTransformers(this MLContext mlContext)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        AnySizeImages.Register();
        mlContext.ComponentCatalog.RegisterAssembly(
            new LoadableAssembly([
                GeneratorTransformer.Identity,
                AnomalyScorerTransformer.Identity,
                FeaturizerTransformer.Identity,
                ExplainerTransformer.Identity,
                ClassifierTransformer.Identity,
                TranslatorTransformer.Identity,
                EncoderTransformer.Identity,
                DirectionsTransformer.Identity,
                ImageLoaderTransformer.Identity,
            ])
        );
        return mlContext;
    }

    /// <summary>
    /// Loads a model saved with <c>mlContext.Model.Save</c>, GAN transformers included: <see cref="RegisterGanTransformers"/> and
    /// <c>mlContext.Model.Load</c> in one call. A GAN transformer that cannot be loaded is a plain <see cref="GanException"/>
    /// here, where ML.NET would wrap it into exceptions about reflection.
    /// </summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="filePath">The model's zip file.</param>
    /// <param name="inputSchema">The schema the model was saved with; null when it was saved without one.</param>
    /// <returns>The model.</returns>
    /// <exception cref="GanException">There is no such file, it is damaged, or it was written by a later version of this
    /// library.</exception>
    public static ITransformer LoadGanModel(this MLContext mlContext, string filePath, out DataViewSchema? inputSchema)
    {
        mlContext.RegisterGanTransformers();
        ArgumentException.ThrowIfNullOrEmpty(filePath);
        try
        {
            return mlContext.Model.Load(filePath, out inputSchema);
        }
        catch (Exception e) when (Cause(e) is { } cause)
        {
            throw new GanException($"'{filePath}': {cause.Message}", e);
        }
        // What ML.NET throws at bytes that are no model depends on which of them are wrong; in an assembly's name it may be an
        // exception about arguments or cultures.
        catch (Exception e)
        {
            string reason = e.GetBaseException().Message.ReplaceLineEndings(" ").TrimEnd('.');
            throw new GanException(
                $"'{filePath}' cannot be loaded as an ML.NET model: {reason}. Check the path, or fetch the file again.",
                e
            );
        }
    }

    private static GanException? Cause(Exception? exception)
    {
        while (exception is not null and not GanException)
            exception = exception.InnerException;
        return exception as GanException;
    }
}
