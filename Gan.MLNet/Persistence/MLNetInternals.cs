using System.Reflection;
using System.Runtime.InteropServices;
using Gan.Onnx;
using Gan.Onnx.Inference;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using SkiaSharp;

namespace Gan.MLNet.Persistence;

/// <summary>
/// Every use of ML.NET members that are not public. ML.NET can save and load transformers of other libraries, but the members for
/// it (the version header, the named streams, the registration of a loadable class, the constructor of a column of a
/// <see cref="SchemaShape"/>) are internal to it, and so is the bitmap of an <see cref="MLImage"/>, which knows whether colours
/// are straight. They are reached by reflection, here and nowhere else. A member that is gone makes one clear sentence that names
/// the ML.NET assembly found.
/// </summary>
internal static class MLNetInternals
{
    private const BindingFlags AnyInstance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly Assembly Core = typeof(ModelSaveContext).Assembly;

    /// <summary>Writes the header that tells ML.NET which class loads this part of a model.</summary>
    public static void WriteHeader(ModelSaveContext context, ModelIdentity identity) =>
        Invoke(Method(typeof(ModelSaveContext), "SetVersionInfo", VersionInfoType), context, VersionInfo(identity));

    /// <summary>Writes a named stream beside the header.</summary>
    public static void WriteStream(ModelSaveContext context, string name, Action<BinaryWriter> write) =>
        Invoke(
            Method(typeof(ModelSaveContext), "SaveBinaryStream", typeof(string), typeof(Action<BinaryWriter>)),
            context,
            name,
            write
        );

    /// <summary>Compares the header with what this version reads; ML.NET throws when the model is of another kind or a later
    /// version.</summary>
    /// <param name="context">ML.NET's ModelLoadContext, whose type is internal to it.</param>
    /// <param name="identity">What the header must say.</param>
    public static void CheckHeader(object context, ModelIdentity identity) =>
        Invoke(Method(LoadContextType, "CheckAtModel", VersionInfoType), context, VersionInfo(identity));

    /// <summary>The version of the content that the header says, 0xMMMMmmmm.</summary>
    /// <param name="context">ML.NET's ModelLoadContext.</param>
    public static uint WrittenVersion(object context)
    {
        object? header = LoadContextType.GetField("Header", AnyInstance)?.GetValue(context);
        return header?.GetType().GetField("ModelVerWritten", AnyInstance)?.GetValue(header) as uint?
            ?? throw Missing("ModelLoadContext.Header.ModelVerWritten");
    }

    /// <summary>Finds what <see cref="CheckHeader"/> and <see cref="TryReadStream"/> need, so that a member that is gone is told
    /// apart from a damaged model.</summary>
    public static void CheckLoading() => _ = (Method(LoadContextType, "CheckAtModel", VersionInfoType), ReadStreamMethod);

    /// <summary>Reads a named stream; false when the model has none of this name.</summary>
    public static bool TryReadStream(object context, string name, Action<BinaryReader> read) =>
        (bool)Invoke(ReadStreamMethod, context, name, read)!;

    /// <summary>The attributes that make ML.NET load parts of a model through the classes of <paramref name="identities"/>, in an
    /// array of ML.NET's attribute type.</summary>
    public static object[] LoadableClassAttributes(IReadOnlyList<ModelIdentity> identities)
    {
        Type attribute = TypeNamed("Microsoft.ML.LoadableClassAttribute");
        Type signature = TypeNamed("Microsoft.ML.SignatureLoadModel");
        ConstructorInfo constructor = Constructor(
            attribute,
            typeof(Type),
            typeof(Type),
            typeof(Type),
            typeof(string),
            typeof(string[])
        );
        var attributes = (object[])Array.CreateInstance(attribute, identities.Count);
        for (int i = 0; i < attributes.Length; i++)
        {
            ModelIdentity identity = identities[i];
            attributes[i] = constructor.Invoke(
                BindingFlags.DoNotWrapExceptions,
                null,
                [identity.TransformerType, null, signature, identity.LoaderSignature, new[] { identity.LoaderSignature }],
                null
            );
        }

        return attributes;
    }

    /// <summary>Makes a column of a <see cref="SchemaShape"/>, whose constructor is internal.</summary>
    public static SchemaShape.Column ShapeColumn(
        string name,
        SchemaShape.Column.VectorKind kind,
        DataViewType itemType,
        bool isKey = false,
        params SchemaShape.Column[] annotations
    )
    {
        ConstructorInfo constructor = Constructor(
            typeof(SchemaShape.Column),
            typeof(string),
            typeof(SchemaShape.Column.VectorKind),
            typeof(DataViewType),
            typeof(bool),
            typeof(SchemaShape)
        );
        return (SchemaShape.Column)
            constructor.Invoke(
                BindingFlags.DoNotWrapExceptions,
                null,
                [name, kind, itemType, isKey, new SchemaShape(annotations)],
                null
            );
    }

    /// <summary>Makes an image whose colours are straight, not multiplied by alpha: ML.NET's own ways of making one all say that
    /// they are multiplied, and its <c>Save</c> would divide them again.</summary>
    /// <param name="width">Its width.</param>
    /// <param name="height">Its height.</param>
    /// <param name="pixels">Red, green, blue and alpha of each pixel.</param>
    public static MLImage StraightImage(int width, int height, ReadOnlySpan<byte> pixels)
    {
        ConstructorInfo constructor = Constructor(typeof(MLImage), typeof(SKBitmap));
        var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        Marshal.Copy(pixels.ToArray(), 0, bitmap.GetPixels(), pixels.Length);
        return (MLImage)constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, [bitmap], null);
    }

    /// <summary>Whether an image's colours are multiplied by its alpha, as those are that ML.NET loads.</summary>
    public static bool IsPremultiplied(MLImage image)
    {
        FieldInfo field = typeof(MLImage).GetField("_image", AnyInstance) ?? throw Missing("MLImage._image");
        return ((SKBitmap)field.GetValue(image)!).AlphaType is SKAlphaType.Premul;
    }

    /// <summary>The environment behind a catalog such as <c>mlContext.Transforms</c>, or null where the catalog does not say. It
    /// is asked for convenience only (settings, registration), so its absence is no error.</summary>
    public static IHostEnvironment? EnvironmentOf(object catalog) =>
        InterfaceProperty(catalog, "Microsoft.ML.Data.IInternalCatalog", "Environment") as IHostEnvironment;

    /// <summary>The seed of an environment; null where it has none.</summary>
    public static int? SeedOf(IHostEnvironment? environment) =>
        environment is null
            ? null
            : InterfaceProperty(environment, "Microsoft.ML.Runtime.IHostEnvironmentInternal", "Seed") as int?;

    /// <summary>Whether the environment was told to stop (<c>MLContext.CancelExecution</c>).</summary>
    public static bool IsCancelled(IHostEnvironment? environment) =>
        environment is not null
        && InterfaceProperty(environment, "Microsoft.ML.Runtime.ICancelable", "IsCanceled") as bool? == true;

    /// <summary>How to run a network in the environment of a catalog.</summary>
    /// <param name="catalog">A catalog such as <c>mlContext.Transforms</c>.</param>
    /// <param name="given">What the user said; null for <see cref="SettingsOf"/> the environment.</param>
    public static SessionSettings SettingsFor(object catalog, SessionSettings? given)
    {
        IHostEnvironment? environment = EnvironmentOf(catalog);
        return given is null ? SettingsOf(environment) : WithLog(given, environment);
    }

    /// <summary>The device settings of an environment (<see cref="MLContext.GpuDeviceId"/> and
    /// <see cref="MLContext.FallbackToCpu"/>), or the defaults where it has none.</summary>
    public static SessionSettings SettingsOf(IHostEnvironment? environment)
    {
        const string Internal = "Microsoft.ML.Runtime.IHostEnvironmentInternal";
        var defaults = WithLog(new SessionSettings(), environment);
        return environment switch
        {
            null => defaults,
            MLContext context => defaults with { GpuDeviceId = context.GpuDeviceId, FallbackToCpu = context.FallbackToCpu },
            _ => defaults with
            {
                GpuDeviceId = InterfaceProperty(environment, Internal, "GpuDeviceId") as int?,
                FallbackToCpu = InterfaceProperty(environment, Internal, "FallbackToCpu") as bool? ?? defaults.FallbackToCpu,
            },
        };
    }

    /// <summary>Lets sessions that fall back to the CPU say so in the environment's log.</summary>
    private static SessionSettings WithLog(SessionSettings settings, IHostEnvironment? environment) =>
        environment is null || settings.OnFallback is not null
            ? settings
            : settings with
            {
                OnFallback = reason => Warn(environment, $"The GPU cannot be used, so the network runs on the CPU: {reason}"),
            };

    /// <summary>Writes a warning to an environment's log.</summary>
    public static void Warn(IHostEnvironment environment, string message)
    {
        using IChannel channel = environment.Start("GAN");
        channel.Warning(MessageSensitivity.None, "{0}", message);
    }

    private static Type VersionInfoType => TypeNamed("Microsoft.ML.VersionInfo");

    private static Type LoadContextType => TypeNamed("Microsoft.ML.ModelLoadContext");

    private static MethodInfo ReadStreamMethod =>
        Method(LoadContextType, "TryLoadBinaryStream", typeof(string), typeof(Action<BinaryReader>));

    private static object VersionInfo(ModelIdentity identity) =>
        Constructor(
                VersionInfoType,
                typeof(string),
                typeof(uint),
                typeof(uint),
                typeof(uint),
                typeof(string),
                typeof(string),
                typeof(string)
            )
            .Invoke(
                BindingFlags.DoNotWrapExceptions,
                null,
                [
                    identity.ModelSignature,
                    identity.Version,
                    identity.Version,
                    identity.OldestRead,
                    // Without a version, so that later builds of this library load the model as well.
                    typeof(MLNetInternals).Assembly.GetName().Name,
                    identity.LoaderSignature,
                    null,
                ],
                null
            );

    private static object? Invoke(MethodInfo method, object target, params object?[] arguments) =>
        method.Invoke(target, BindingFlags.DoNotWrapExceptions, null, arguments, null);

    private static object? InterfaceProperty(object target, string interfaceName, string property) =>
        target.GetType().GetInterface(interfaceName)?.GetProperty(property)?.GetValue(target);

    private static Type TypeNamed(string name) => Core.GetType(name) ?? throw Missing(name);

    private static MethodInfo Method(Type type, string name, params Type[] parameters) =>
        type.GetMethod(name, AnyInstance, parameters) ?? throw Missing($"{type.FullName}.{name}");

    private static ConstructorInfo Constructor(Type type, params Type[] parameters) =>
        type.GetConstructor(AnyInstance, parameters) ?? throw Missing($"the constructor of {type.FullName}");

    /// <summary>What is said when ML.NET has no such member any more.</summary>
    internal static GanException Missing(string member)
    {
        AssemblyName found = Core.GetName();
        string? version = Core.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return new GanException(
            $"Gan.MLNet needs {member}, which {found.Name} {version ?? found.Version?.ToString()} does not have: "
                + "use a version of Microsoft.ML that this version of Gan.MLNet was built for (5.0)."
        );
    }
}
