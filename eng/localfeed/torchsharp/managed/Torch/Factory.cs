using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>What all functions that make tensors have in common.</summary>
    internal static class Factory
    {
        internal static Tensor Create(string op, long[] size, ScalarType? dtype, Device device, bool requiresGrad) =>
            Finish(Aten.Call(op == "empty" ? "empty.memory_format" : op, size, dtype ?? get_default_dtype(), Arg.None, device ?? get_default_device()), requiresGrad);

        internal static Tensor Random(string op, long[] size, ScalarType? dtype, Device device, bool requiresGrad, Generator generator) =>
            Finish(Aten.Call(op + ".generator", size, generator, dtype ?? get_default_dtype(), Arg.None, device ?? get_default_device()), requiresGrad);

        internal static Tensor Full(long[] size, Scalar value, ScalarType? dtype, Device device, bool requiresGrad) =>
            Finish(Aten.Call("full", size, value, dtype ?? (LiteralType(value.Type)), Arg.None, device ?? get_default_device()), requiresGrad);

        /// <summary>PyTorch's: 3 is an Int64 and 3.0 of the default type, whatever the .NET types are.</summary>
        private static ScalarType LiteralType(ScalarType type) =>
            is_floating_point(type) ? get_default_dtype() : type != ScalarType.Bool && is_integral(type) ? ScalarType.Int64 : type;

        internal static Tensor RandInt(long low, long high, long[] size, ScalarType? dtype, Device device, bool requiresGrad, Generator generator) =>
            Finish(Aten.Call("randint.low_generator", low, high, size, generator, dtype ?? ScalarType.Int64, Arg.None, device ?? get_default_device()), requiresGrad);

        /// <summary>A tensor with a copy of the elements.</summary>
        internal static unsafe Tensor FromSpan<T>(ReadOnlySpan<T> elements, long[] size, ScalarType? dtype, Device device, bool requiresGrad)
            where T : unmanaged
        {
            ScalarType type = ElementTypes.Of<T>() ?? throw new NotSupportedException($"There is no tensor of {typeof(T).Name}.");
            fixed (T* start = elements)
                return FromPointer(start, elements.Length * (long)sizeof(T), type, size, dtype, device, requiresGrad);
        }

        /// <summary>An array of any rank; complex pairs and all element types of tensors.</summary>
        internal static unsafe Tensor FromArray(Array elements, ScalarType? dtype, Device device, bool requiresGrad)
        {
            Type element = elements.GetType().GetElementType();
            ScalarType type = ElementTypes.Of(element) ?? throw new NotSupportedException($"There is no tensor of {element.Name}.");
            var size = new long[elements.Rank];
            for (int d = 0; d < size.Length; d++)
                size[d] = elements.GetLongLength(d);
            fixed (byte* start = &MemoryMarshal.GetArrayDataReference(elements))
                return FromPointer(start, elements.LongLength * type.ElementSize(), type, size, dtype, device, requiresGrad);
        }

        internal static Tensor Convert(Tensor source, ScalarType? dtype, Device device, bool requiresGrad)
        {
            Tensor result = source.to(dtype ?? source.dtype, device ?? source.device);
            return requiresGrad ? Finish(result.detach(), true) : result;
        }

        internal static Tensor Finish(Tensor tensor, bool requiresGrad)
        {
            if (requiresGrad)
                tensor.requires_grad = true;
            return tensor;
        }

        private static unsafe Tensor FromPointer(void* start, long bytes, ScalarType type, long[] size, ScalarType? dtype, Device device, bool requiresGrad)
        {
            Tensor tensor;
            fixed (long* sizes = size)
                tensor = new Tensor(Native.Check(Native.gantorch_from_data(start, bytes, (int)type, sizes, size.Length)));
            device ??= get_default_device();
            if ((dtype is { } wanted && wanted != type) || device.type != DeviceType.CPU)
            {
                using Tensor host = tensor;
                tensor = host.to(dtype ?? type, device);
            }
            return Finish(tensor, requiresGrad);
        }
    }
}
