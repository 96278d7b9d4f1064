using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>
/// Calls any ATen operator by name ("add.Tensor": name and overload). Trailing arguments that are left out take the
/// operator's own defaults; the operator's schema converts numbers to what it needs.
/// </summary>
internal static unsafe class Aten
{
    private const int ResultCapacity = 8;
    private const int StackWords = 64;

    private static readonly ConcurrentDictionary<string, nint> Operators = new(StringComparer.Ordinal);

    internal static Tensor Call(string op, params ReadOnlySpan<Arg> arguments)
    {
        Span<Value> results = stackalloc Value[ResultCapacity];
        int count = Invoke(op, arguments, results);
        return count == 0 ? null : ToTensor(results[0]);
    }

    internal static (Tensor, Tensor) Call2(string op, params ReadOnlySpan<Arg> arguments)
    {
        Span<Value> results = stackalloc Value[ResultCapacity];
        Invoke(op, arguments, results);
        return (ToTensor(results[0]), ToTensor(results[1]));
    }

    internal static (Tensor, Tensor, Tensor) Call3(string op, params ReadOnlySpan<Arg> arguments)
    {
        Span<Value> results = stackalloc Value[ResultCapacity];
        Invoke(op, arguments, results);
        return (ToTensor(results[0]), ToTensor(results[1]), ToTensor(results[2]));
    }

    internal static Tensor[] CallList(string op, params ReadOnlySpan<Arg> arguments)
    {
        Span<Value> results = stackalloc Value[ResultCapacity];
        int count = Invoke(op, arguments, results);
        if (count > ResultCapacity)
        {
            results = new Value[count];
            fixed (Value* all = results)
                Native.gantorch_take(all);
        }
        var tensors = new Tensor[count];
        for (int i = 0; i < count; i++)
            tensors[i] = ToTensor(results[i]);
        return tensors;
    }

    internal static bool CallBool(string op, params ReadOnlySpan<Arg> arguments)
    {
        Span<Value> results = stackalloc Value[ResultCapacity];
        Invoke(op, arguments, results);
        return results[0].Bits != 0;
    }

    /// <summary>For operators that work in place: the returned alias is released at once.</summary>
    internal static void CallInPlace(string op, params ReadOnlySpan<Arg> arguments)
    {
        Span<Value> results = stackalloc Value[ResultCapacity];
        int count = Invoke(op, arguments, results);
        for (int i = 0; i < count; i++)
        {
            if (results[i].Tag == Tag.Tensor)
                Native.gantorch_release((nint)results[i].Bits);
        }
    }

    private static Tensor ToTensor(in Value value) => value.Tag == Tag.Tensor ? new Tensor((nint)value.Bits) : null;

    private static int Invoke(string op, ReadOnlySpan<Arg> arguments, Span<Value> results)
    {
        nint handle = Operators.TryGetValue(op, out nint known) ? known : Operators.GetOrAdd(op, Find);
        int words = 0;
        foreach (ref readonly Arg argument in arguments)
            words += ListWords(argument);
        Span<long> lists = words <= StackWords ? stackalloc long[words] : new long[words];
        Span<Value> values = stackalloc Value[arguments.Length];
        int count;
        fixed (long* listStart = lists)
        fixed (Value* valueStart = values, resultStart = results)
        {
            long* next = listStart;
            for (int i = 0; i < arguments.Length; i++)
                next = Write(arguments[i], ref values[i], next);
            count = Native.gantorch_call(handle, valueStart, arguments.Length, resultStart, results.Length);
        }
        // The tensors must outlive the call even when the caller's last use of them is this argument list.
        foreach (ref readonly Arg argument in arguments)
            GC.KeepAlive(argument.Reference);
        if (count < 0)
            Native.Throw();
        return count;
    }

    private static nint Find(string op)
    {
        int dot = op.IndexOf('.', StringComparison.Ordinal);
        nint handle = Native.gantorch_find("aten::" + (dot < 0 ? op : op[..dot]), dot < 0 ? "" : op[(dot + 1)..]);
        if (handle == 0)
            Native.Throw();
        return handle;
    }

    private static int ListWords(in Arg argument) => argument.Tag switch
    {
        Tag.IntList or Tag.DoubleList or Tag.TensorList => ((Array)argument.Reference).Length,
        Tag.String => (Encoding.UTF8.GetByteCount((string)argument.Reference) + 7) / 8,
        _ => 0,
    };

    private static long* Write(in Arg argument, ref Value value, long* lists)
    {
        value.Tag = argument.Tag;
        value.Bits = argument.Bits;
        value.Imaginary = argument.Imaginary;
        value.Count = 0;
        switch (argument.Tag)
        {
            case Tag.Tensor:
                value.Bits = Unsafe.As<Tensor>(argument.Reference).Handle;
                return lists;
            case Tag.Generator:
                value.Bits = ((Generator)argument.Reference).Handle;
                return lists;
            case Tag.IntList:
                return WriteList((long[])argument.Reference, ref value, lists);
            case Tag.DoubleList:
                return WriteList(MemoryMarshal.Cast<double, long>((double[])argument.Reference), ref value, lists);
            case Tag.TensorList:
                var tensors = (Tensor[])argument.Reference;
                for (int i = 0; i < tensors.Length; i++)
                    lists[i] = tensors[i] is null ? 0 : tensors[i].Handle;
                value.Bits = (nint)lists;
                value.Count = tensors.Length;
                return lists + tensors.Length;
            case Tag.String:
                string text = (string)argument.Reference;
                int words = (Encoding.UTF8.GetByteCount(text) + 7) / 8;
                value.Count = Encoding.UTF8.GetBytes(text, new Span<byte>(lists, words * 8));
                value.Bits = (nint)lists;
                return lists + words;
            default:
                return lists;
        }
    }

    private static long* WriteList(ReadOnlySpan<long> items, ref Value value, long* lists)
    {
        items.CopyTo(new Span<long>(lists, items.Length));
        value.Bits = (nint)lists;
        value.Count = items.Length;
        return lists + items.Length;
    }
}
