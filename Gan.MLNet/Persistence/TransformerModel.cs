using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace Gan.MLNet.Persistence;

/// <summary>The content of a saved transformer: a header, a stream "Settings" (column names and the like) and, where it has a
/// bundle, a stream "Bundle" (the bundle as a zip, hashes and all); a stream "Images" where pictures are read otherwise than by
/// default.</summary>
internal static class TransformerModel
{
    private const string SettingsStream = "Settings",
        BundleStream = "Bundle",
        ImagesStream = "Images";

    /// <summary>Writes a transformer.</summary>
    public static void Save(
        ModelSaveContext context,
        ModelIdentity identity,
        GanBundle bundle,
        SessionSettings settings,
        ImageInputOptions images,
        Action<BinaryWriter> writeSettings
    )
    {
        Save(
            context,
            identity,
            writer =>
            {
                // Threads and device belong to the machine, not to the model; the rows per run follow from the rows' size.
                writer.Write(settings.BatchSize);
                writeSettings(writer);
            }
        );
        MLNetInternals.WriteStream(context, BundleStream, writer => bundle.Write(writer.BaseStream));
        if (images == new ImageInputOptions())
            return;
        MLNetInternals.WriteStream(
            context,
            ImagesStream,
            writer =>
            {
                writer.Write((byte)images.Fitting);
                writer.Write(images.Background);
            }
        );
    }

    /// <summary>Writes a transformer without a bundle.</summary>
    public static void Save(ModelSaveContext context, ModelIdentity identity, Action<BinaryWriter> writeSettings)
    {
        ArgumentNullException.ThrowIfNull(context);
        MLNetInternals.WriteHeader(context, identity);
        MLNetInternals.WriteStream(context, SettingsStream, writeSettings);
    }

    /// <summary>Reads a transformer.</summary>
    /// <param name="environment">The environment that loads, for its device settings.</param>
    /// <param name="context">ML.NET's ModelLoadContext.</param>
    /// <param name="identity">What the header must say.</param>
    /// <param name="create">Makes the transformer from the settings, in the order they were written, the bundle, the session's
    /// settings and how pictures are read.</param>
    /// <exception cref="GanException">The model is of a later version, or damaged.</exception>
    public static T Load<T>(
        IHostEnvironment environment,
        object context,
        ModelIdentity identity,
        Func<BinaryReader, GanBundle, SessionSettings, ImageInputOptions, T> create
    )
        where T : class
    {
        return Load(
            context,
            identity,
            () =>
            {
                GanBundle? bundle = null;
                T? transformer = null;
                ImageInputOptions images = ReadImages(context);
                return
                    MLNetInternals.TryReadStream(context, BundleStream, reader => bundle = GanBundle.Read(reader.BaseStream))
                    && MLNetInternals.TryReadStream(
                        context,
                        SettingsStream,
                        reader =>
                        {
                            SessionSettings settings = MLNetInternals.SettingsOf(environment) with
                            {
                                BatchSize = reader.ReadInt32(),
                            };
                            transformer = create(reader, bundle!, settings, images);
                        }
                    )
                    ? transformer
                    : null;
            }
        );
    }

    /// <summary>How pictures are read; a model that does not say it has the defaults.</summary>
    private static ImageInputOptions ReadImages(object context)
    {
        var images = new ImageInputOptions();
        MLNetInternals.TryReadStream(
            context,
            ImagesStream,
            reader =>
            {
                var fitting = (ImageFitting)reader.ReadByte();
                if (!Enum.IsDefined(fitting))
                    throw new InvalidDataException("unknown way of fitting pictures");
                images = new ImageInputOptions { Fitting = fitting, Background = reader.ReadString() };
            }
        );
        return images;
    }

    /// <summary>Reads a transformer without a bundle.</summary>
    /// <param name="context">ML.NET's ModelLoadContext.</param>
    /// <param name="identity">What the header must say.</param>
    /// <param name="create">Makes the transformer from the settings, in the order they were written.</param>
    /// <exception cref="GanException">The model is of a later version, or damaged.</exception>
    public static T Load<T>(object context, ModelIdentity identity, Func<BinaryReader, T> create)
        where T : class
    {
        T? transformer = null;
        return Load(
            context,
            identity,
            () =>
                MLNetInternals.TryReadStream(context, SettingsStream, reader => transformer = create(reader)) ? transformer : null
        );
    }

    /// <summary>Checks the header and reads the streams; null from them is a stream that is missing.</summary>
    private static T Load<T>(object context, ModelIdentity identity, Func<T?> read)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(context);
        MLNetInternals.CheckLoading();
        try
        {
            MLNetInternals.CheckHeader(context, identity);
        }
        catch (Exception e)
        {
            throw new GanException(
                $"The model's part '{identity.LoaderSignature}' was written by a later version of Gan.MLNet, or its header is "
                    + "damaged: update the package, or fetch the file again.",
                e
            );
        }

        try
        {
            return read() ?? throw new GanException("A stream of it is missing.");
        }
        // Whatever bytes are there, what comes of reading them is one sentence about the file.
        catch (Exception e)
            when (e
                    is GanException
                        or IOException
                        or InvalidDataException
                        or FormatException
                        or ArgumentException
                        or InvalidOperationException
                        or OverflowException
            )
        {
            throw new GanException(
                $"The model's part '{identity.LoaderSignature}' is damaged: {e.Message.ReplaceLineEndings(" ")} "
                    + "Save the model again, or fetch the file again.",
                e
            );
        }
    }
}

/// <summary>What the header of a saved transformer says.</summary>
/// <param name="TransformerType">The class that loads it, by its static method <c>Create(IHostEnvironment, object)</c>.</param>
/// <param name="ModelSignature">The kind of content: eight ASCII characters.</param>
/// <param name="LoaderSignature">The name under which the class is registered; at most 24 characters.</param>
/// <param name="Version">The version of the content, 0xMMMMmmmm; raised when the content changes.</param>
internal sealed record ModelIdentity(Type TransformerType, string ModelSignature, string LoaderSignature, uint Version)
{
    /// <summary>The oldest version of the content that is read.</summary>
    public uint OldestRead { get; init; } = Version;
}
