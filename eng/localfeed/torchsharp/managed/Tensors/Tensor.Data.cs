using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp.Interop;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The elements in row-major order; the tensor must be on the CPU.</summary>
        public TensorAccessor<T> data<T>() where T : unmanaged
        {
            CheckElementType<T>();
            return new TensorAccessor<T>(this);
        }

        /// <summary>The only element; T must be the tensor's own type. ToSingle() and its like convert.</summary>
        public T item<T>() where T : unmanaged
        {
            if (numel() != 1)
                throw new ArgumentException($"item() needs a tensor of one element; this one has the shape [{string.Join(", ", shape)}].");
            if (ElementTypes.Of<T>() != dtype)
                throw new ArgumentException($"The tensor's elements are {dtype}, not {typeof(T).Name}.");
            return ToScalar().To<T>();
        }

        public unsafe Scalar ToScalar()
        {
            Value value;
            Done(Native.gantorch_item(Handle, &value), this);
            return new Scalar(value, dtype);
        }

        /// <summary>The bytes of a contiguous tensor on the CPU, in place. Valid while the tensor lives.</summary>
        public unsafe Span<byte> bytes
        {
            get
            {
                RequireContiguousOnCpu();
                return new Span<byte>(DataPointer, checked((int)(numel() * element_size())));
            }
            set
            {
                RequireContiguousOnCpu();
                if (value.Length != numel() * element_size())
                    throw new ArgumentException($"The tensor has {numel() * element_size()} bytes, the value {value.Length}.");
                value.CopyTo(bytes);
            }
        }

        internal unsafe void* DataPointer => numel() == 0 ? null : Native.gantorch_data_ptr(Handle);

        /// <summary>Writes the elements in row-major order, wherever the tensor is.</summary>
        public void WriteBytesToStream(Stream stream, int bufferSize = 1024)
        {
            using Tensor host = HostCopy();
            stream.Write(host.bytes);
            GC.KeepAlive(host);
        }

        /// <summary>Fills the tensor, wherever it is, from bytes in row-major order.</summary>
        public void ReadBytesFromStream(Stream stream, int bufferSize = 1024)
        {
            using var scope = NewDisposeScope();
            using Tensor host = torch.empty(shape, dtype);
            stream.ReadExactly(host.bytes);
            GC.KeepAlive(host);
            using (no_grad())
                copy_(host);
        }

        public double ReadCpuDouble(long i) => Read<double>(i);
        public float ReadCpuSingle(long i) => Read<float>(i);
        public int ReadCpuInt32(long i) => Read<int>(i);
        public long ReadCpuInt64(long i) => Read<long>(i);
        public byte ReadCpuByte(long i) => Read<byte>(i);
        public sbyte ReadCpuSByte(long i) => Read<sbyte>(i);
        public short ReadCpuInt16(long i) => Read<short>(i);
        public bool ReadCpuBool(long i) => Read<bool>(i);
        public T ReadCpuValue<T>(long i) where T : unmanaged => Read<T>(i);

        private T Read<T>(long i) where T : unmanaged
        {
            T value = MemoryMarshal.Cast<byte, T>(bytes)[checked((int)i)];
            GC.KeepAlive(this);
            return value;
        }

        /// <summary>A contiguous handle on the CPU, of this data where it already is that, else of a copy.</summary>
        internal Tensor HostCopy()
        {
            using var scope = NewDisposeScope();
            Tensor host = is_cpu() ? alias() : cpu();
            return (host.is_contiguous() ? host : host.contiguous()).MoveToOuterDisposeScope();
        }

        private void RequireContiguousOnCpu()
        {
            if (!is_cpu())
                throw new InvalidOperationException($"The tensor is on {device}; copy it with cpu() to read its data.");
            if (!is_contiguous())
                throw new InvalidOperationException("bytes needs a contiguous tensor; call contiguous() first.");
        }

        private void CheckElementType<T>()
        {
            if (!is_cpu())
                throw new InvalidOperationException($"The tensor is on {device}; copy it with cpu() to read its data.");
            if (ElementTypes.Of<T>() is { } type && type != dtype)
                throw new ArgumentException($"The tensor's elements are {dtype}, not {typeof(T).Name}.");
        }
    }
}
