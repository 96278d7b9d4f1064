using System.Reflection;
using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Where one model reads itself from, as <see cref="ModelSaveContext"/> wrote it.</summary>
internal sealed class ModelLoadContext : IDisposable
{
    public readonly RepositoryReader Repository;
    public readonly string Directory;
    public readonly BinaryReader Reader;
    public readonly string LoaderAssemblyName;

    private readonly VersionInfo _version;
    private readonly long _start;

    private ModelLoadContext(RepositoryReader rep, string dir, byte[] content)
    {
        Repository = rep;
        Directory = dir;
        Reader = new BinaryReader(new MemoryStream(content, writable: false), Encoding.UTF8);
        try
        {
            _version = VersionInfo.Read(Reader);
        }
        catch (EndOfStreamException e)
        {
            throw new FormatException($"The model '{dir}' is truncated.", e);
        }
        LoaderAssemblyName = _version.LoaderAssemblyName;
        _start = Reader.BaseStream.Position;
    }

    public bool InRepository => true;

    public void CheckAtModel()
    {
        if (Reader.BaseStream.Position != _start)
            throw new FormatException($"The model '{Directory}' is already partly read.");
    }

    public void CheckAtModel(VersionInfo ver)
    {
        CheckAtModel();
        ver.Check(_version);
    }

    public void CheckVersionInfo(VersionInfo ver) => ver.Check(_version);

    public string LoadString() => Reader.ReadString();

    public string? LoadStringOrNull() => Reader.ReadBoolean() ? Reader.ReadString() : null;

    public string LoadNonEmptyString() => Reader.ReadString() is { Length: > 0 } value
        ? value
        : throw new FormatException($"The model '{Directory}' has an empty name where one is needed.");

    public bool ContainsModel(string name) => Repository.TryRead(Join(name, ModelSaveContext.MainStream)) is not null;

    public bool TryLoadBinaryStream(string name, Action<BinaryReader> action)
    {
        if (Repository.TryRead(ModelSaveContext.Combine(Directory, name)) is not { } content)
            return false;
        using var reader = new BinaryReader(new MemoryStream(content, writable: false), Encoding.UTF8);
        action(reader);
        return true;
    }

    public bool TryLoadTextStream(string name, Action<TextReader> action)
    {
        if (Repository.TryRead(ModelSaveContext.Combine(Directory, name)) is not { } content)
            return false;
        using var reader = new StreamReader(new MemoryStream(content, writable: false), Encoding.UTF8);
        action(reader);
        return true;
    }

    public void LoadModel<TRes, TSig>(IHostEnvironment env, out TRes result, string name)
        where TRes : class => LoadModel<TRes, TSig>(env, out result, Repository, ModelSaveContext.Combine(Directory, name));

    public static void LoadModel<TRes, TSig>(IHostEnvironment env, out TRes result, RepositoryReader rep, string dir)
        where TRes : class
    {
        var content = rep.TryRead(ModelSaveContext.Combine(dir, ModelSaveContext.MainStream))
            ?? throw new FormatException($"Corrupt model file: it has no part named '{dir}'.");
        using var ctx = new ModelLoadContext(rep, dir, content);
        ctx.RegisterLoaderAssembly(env.ComponentCatalog);
        foreach (var signature in new[] { ctx._version.LoaderSignature, ctx._version.LoaderSignatureAlt })
            if (!string.IsNullOrEmpty(signature) && env.ComponentCatalog.TryCreate<TRes>(env, typeof(TSig), signature, ctx, out var loaded))
            {
                result = loaded!;
                return;
            }
        throw new InvalidOperationException($"Couldn't load model: '{dir}'");
    }

    public void Dispose() => Reader.Dispose();

    private void RegisterLoaderAssembly(ComponentCatalog catalog)
    {
        if (!string.IsNullOrEmpty(LoaderAssemblyName))
            catalog.RegisterAssembly(Assembly.Load(LoaderAssemblyName));
    }

    private string Join(string name, string stream) => ModelSaveContext.Combine(ModelSaveContext.Combine(Directory, name), stream);
}
