using System.Reflection;

namespace Gan.MLNet.Persistence;

/// <summary>
/// Stands in for an assembly whose attributes name the loadable transformers. ML.NET learns what it can load from attributes of
/// assemblies handed to <c>ComponentCatalog.RegisterAssembly</c>, but the attribute's type is internal, so the compiler cannot
/// write it onto this library; this object carries the attributes instead.
/// </summary>
internal sealed class LoadableAssembly(IReadOnlyList<ModelIdentity> identities) : Assembly
{
    private readonly object[] _attributes = MLNetInternals.LoadableClassAttributes(identities);

    /// <summary>ML.NET remembers by this name what was registered, so that a second registration does nothing.</summary>
    public override string FullName => typeof(LoadableAssembly).Assembly.GetName().Name + ".Loadable";

    public override AssemblyName GetName() => new(FullName);

    public override Type[] GetTypes() => [];

    public override object[] GetCustomAttributes(bool inherit) => _attributes;

    public override object[] GetCustomAttributes(Type attributeType, bool inherit) =>
        attributeType.IsAssignableFrom(_attributes.GetType().GetElementType()) ? _attributes : [];
}
