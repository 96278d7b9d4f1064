using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Calls generic methods with types that are known only at run time.</summary>
internal static class Dispatch
{
    /// <summary>Calls the method that the delegate names, with other type arguments; its exceptions come as they are.</summary>
    public static TResult Call<TResult>(Delegate method, Type[] types, params object?[] arguments)
    {
        var definition = method.Method.GetGenericMethodDefinition().MakeGenericMethod(types);
        return (TResult)definition.Invoke(method.Target, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;
    }

    public static TResult Call<TResult>(Delegate method, Type type, params object?[] arguments) => Call<TResult>(method, [type], arguments);
}
