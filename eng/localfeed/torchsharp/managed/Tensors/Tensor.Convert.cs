using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            AfterMove(Aten.Call("to.device", this, device ?? this.device, type, non_blocking, copy), disposeAfter);

        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            AfterMove(Aten.Call("to.dtype", this, type, non_blocking, copy), disposeAfter);

        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(dtype, device, copy, disposeAfter, non_blocking);

        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(device), copy, disposeAfter, non_blocking);

        public Tensor to(DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(deviceType, deviceIndex), copy, disposeAfter, non_blocking);

        public Tensor to(Tensor other, bool non_blocking = false) => to(other.dtype, other.device, non_blocking: non_blocking);

        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(type, copy, disposeAfter, non_blocking);

        public Tensor type(Func<Tensor, Tensor> typeFunc) => typeFunc(this);
        public Tensor type(ScalarType dtype) => to_type(dtype);
        public Tensor type_as(Tensor tensor) => to_type(tensor.dtype);

        public Tensor cpu() => to(CPU);
        public Tensor cuda(Device device = null, bool non_blocking = false) => to(device ?? CUDA, non_blocking: non_blocking);

        public Tensor @bool() => to_type(ScalarType.Bool);
        public Tensor @byte() => to_type(ScalarType.Byte);
        public Tensor @char() => to_type(ScalarType.Int8);
        public Tensor @short() => to_type(ScalarType.Int16);
        public Tensor @int() => to_type(ScalarType.Int32);
        public Tensor @long() => to_type(ScalarType.Int64);
        public Tensor half() => to_type(ScalarType.Float16);
        public Tensor bfloat16() => to_type(ScalarType.BFloat16);
        public Tensor @float() => to_type(ScalarType.Float32);
        public Tensor @double() => to_type(ScalarType.Float64);
        public Tensor cfloat() => to_type(ScalarType.ComplexFloat32);
        public Tensor cdouble() => to_type(ScalarType.ComplexFloat64);

        public Tensor real => Aten.Call("real", this);
        public Tensor imag => Aten.Call("imag", this);

        public Tensor clone() => From(Native.gantorch_clone(Handle), this);
        public Tensor contiguous() => Aten.Call("contiguous", this);
        public Tensor pin_memory() => Aten.Call("pin_memory", this);
        public Tensor detach() => From(Native.gantorch_detach(Handle), this);
        public Tensor detach_() => InPlace("detach_");
        public Tensor to_dense() => Aten.Call("to_dense", this);
        public Tensor set_(Tensor source) => InPlace("set_.source_Tensor", source);

        public Tensor copy_(Tensor source, bool nonBlocking = false) =>
            After(Native.gantorch_copy_(Handle, source.Handle, nonBlocking ? 1 : 0), this, source);

        public Tensor fill_(Scalar value) => InPlace("fill_.Scalar", value);
        public Tensor zero_() => After(Native.gantorch_zero_(Handle), this);

        public IList<Tensor> nonzero_as_list() => Aten.CallList("nonzero_numpy", this);

        public (Tensor output, Tensor inverse_indices, Tensor counts) unique(bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null) =>
            dim is { } d ? Aten.Call3("unique_dim", this, d, sorted, return_inverse, return_counts) : Aten.Call3("_unique2", this, sorted, return_inverse, return_counts);

        public (Tensor output, Tensor inverse_indices, Tensor counts) unique_consecutive(bool return_inverse = false, bool return_counts = false, int? dim = null) =>
            Aten.Call3("unique_consecutive", this, return_inverse, return_counts, (long?)dim);

        private Tensor AfterMove(Tensor result, bool disposeAfter)
        {
            if (disposeAfter)
                Dispose();
            return result;
        }
    }

    public static (Tensor output, Tensor inverse_indices, Tensor counts) unique(Tensor input, bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null) =>
        input.unique(sorted, return_inverse, return_counts, dim);

    public static Tensor real(Tensor input) => input.real;
    public static Tensor imag(Tensor input) => input.imag;
}
