using System.Reflection;
using Microsoft.ML;

namespace Gan.Tests.Packages.MLNet;

/// <summary>An assembly that exists only to carry the attribute that makes a type loadable.</summary>
internal sealed class LoadableTypes(Type type, string signature) : Assembly
{
    private readonly object[] _attributes = MakeAttributes(type, signature);

    public override string FullName => $"{type.FullName}.Loadable";

    public override AssemblyName GetName() => new(FullName);

    public override Type[] GetTypes() => [];

    public override object[] GetCustomAttributes(bool inherit) => _attributes;

    public override object[] GetCustomAttributes(Type attributeType, bool inherit) =>
        attributeType.IsAssignableFrom(_attributes.GetType().GetElementType()) ? _attributes : [];

    private static object[] MakeAttributes(Type type, string signature)
    {
        var core = typeof(ModelSaveContext).Assembly;
        var attributeType = core.GetType("Microsoft.ML.LoadableClassAttribute", throwOnError: true)!;
        var constructor = attributeType.GetConstructor([typeof(Type), typeof(Type), typeof(Type), typeof(string), typeof(string[])])!;
        var attributes = (object[])Array.CreateInstance(attributeType, 1);
        attributes[0] = constructor.Invoke([type, null, core.GetType("Microsoft.ML.SignatureLoadModel", throwOnError: true), signature, new[] { signature }]);
        return attributes;
    }
}
