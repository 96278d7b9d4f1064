using System.Reflection;

namespace Microsoft.ML.Runtime;

/// <summary>What the registered assemblies offer by name: loadable classes, and extensions by contract.</summary>
public sealed class ComponentCatalog
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _assemblies = [];
    private readonly Dictionary<(string Name, Type Signature), LoadableClassAttributeBase> _classes = [];
    private readonly Dictionary<(Type Attribute, string Contract), Type> _extensions = [];

    internal ComponentCatalog()
    {
    }

    public void RegisterAssembly(Assembly assembly, bool throwOnError = true)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        lock (_lock)
        {
            if (!_assemblies.Add(assembly.FullName ?? assembly.GetName().Name!))
                return;
            foreach (var attribute in assembly.GetCustomAttributes(typeof(LoadableClassAttributeBase), false))
                if (attribute is LoadableClassAttributeBase loadable)
                    Add(loadable, throwOnError);
            AddExtensions(assembly, throwOnError);
        }
    }

    internal bool TryCreate<TResult>(IHostEnvironment env, Type signature, string name, object argument, out TResult? result)
        where TResult : class
    {
        LoadableClassAttributeBase? found;
        lock (_lock)
            _classes.TryGetValue((Normalize(name), signature), out found);
        result = found is null ? null : Create(found, env, argument) as TResult;
        return result is not null;
    }

    internal object GetExtensionValue(Type attributeType, string contractName)
    {
        Type? found;
        lock (_lock)
            _extensions.TryGetValue((attributeType, contractName), out found);
        if (found is null)
            throw new InvalidOperationException(
                $"The contract '{contractName}' is not known. Register the assembly that holds its class with ComponentCatalog.RegisterAssembly.");
        return Activator.CreateInstance(found)!;
    }

    private void Add(LoadableClassAttributeBase loadable, bool throwOnError)
    {
        foreach (var name in loadable.LoadNames)
            foreach (var signature in loadable.SigTypes)
                if (!_classes.TryAdd((Normalize(name), signature), loadable) && throwOnError
                    && _classes[(Normalize(name), signature)].LoaderType != loadable.LoaderType)
                    throw new InvalidOperationException($"Two classes are registered under the name '{name}': "
                        + $"{_classes[(Normalize(name), signature)].LoaderType} and {loadable.LoaderType}.");
    }

    private void AddExtensions(Assembly assembly, bool throwOnError)
    {
        foreach (var type in assembly.GetTypes())
            foreach (var attribute in type.GetCustomAttributes<ExtensionBaseAttribute>(false))
                if (!_extensions.TryAdd((attribute.GetType(), attribute.ContractName), type) && throwOnError)
                    throw new InvalidOperationException($"Two classes claim the contract '{attribute.ContractName}'.");
    }

    private static object? Create(LoadableClassAttributeBase loadable, IHostEnvironment env, object argument)
    {
        const BindingFlags flags = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.FlattenHierarchy;
        Type[] parameters = [typeof(IHostEnvironment), argument.GetType()];
        var create = loadable.LoaderType.GetMethod("Create", flags, null, parameters, null);
        try
        {
            if (create is not null && create.ReturnType.IsAssignableTo(loadable.InstanceType))
                return create.Invoke(null, [env, argument]);
            var constructor = loadable.LoaderType.GetConstructor(
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, null, parameters, null);
            return constructor?.Invoke([env, argument]);
        }
        catch (TargetInvocationException e) when (e.InnerException is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerException);
            throw;
        }
    }

    private static string Normalize(string name) => name.ToLowerInvariant().Trim();
}
