using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public long Dimensions => dim();
        public long ndim => dim();
        public long NumberOfElements => numel();
        public long ElementSize => element_size();
        public long dim() => Keep(Native.gantorch_dim(Handle));
        public long numel() => Keep(Native.gantorch_numel(Handle));
        public long element_size() => Keep(Native.gantorch_element_size(Handle));
        public long storage_offset() => Keep(Native.gantorch_storage_offset(Handle));

        public ScalarType dtype => (ScalarType)Keep(Native.gantorch_dtype(Handle));
        public Device device => Device.Unpack(Keep(Native.gantorch_device(Handle)));
        public int device_index => device.index;
        public DeviceType device_type => device.type;
        public bool is_cuda => device_type == DeviceType.CUDA;
        public bool is_meta => device_type == DeviceType.META;
        public bool is_cpu() => device_type == DeviceType.CPU;
        public bool is_sparse => Keep(Native.gantorch_is_sparse(Handle)) != 0;
        public bool is_contiguous() => Keep(Native.gantorch_is_contiguous(Handle)) != 0;
        public bool is_integral() => torch.is_integral(dtype);
        public bool is_floating_point() => torch.is_floating_point(dtype);
        public bool is_complex() => torch.is_complex(dtype);
        public bool is_quantized() => torch.is_quantized(dtype);
        public bool is_nonzero() => Aten.CallBool("is_nonzero", this);
        public bool is_pinned() => Aten.CallBool("is_pinned", this);

        public unsafe long[] shape
        {
            get
            {
                var sizes = new long[dim()];
                fixed (long* start = sizes)
                    Done(Native.gantorch_sizes(Handle, start), this);
                return sizes;
            }
        }

        public long[] size() => shape;

        public long size(int dim)
        {
            long[] sizes = shape;
            return sizes[WrapDimension(dim, sizes.Length)];
        }

        public unsafe long[] stride()
        {
            var strides = new long[dim()];
            fixed (long* start = strides)
                Done(Native.gantorch_strides(Handle, start), this);
            return strides;
        }

        public long stride(int dim)
        {
            long[] strides = stride();
            return strides[WrapDimension(dim, strides.Length)];
        }

        public bool requires_grad
        {
            get => Keep(Native.gantorch_requires_grad(Handle)) != 0;
            set => Done(Native.gantorch_set_requires_grad(Handle, value ? 1 : 0), this);
        }

        public bool is_leaf => Keep(Native.gantorch_is_leaf(Handle)) != 0;

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        public void retain_grad() => Done(Native.gantorch_retain_grad(Handle), this);

        /// <summary>Another handle of the gradient each time, or null when there is none.</summary>
        public unsafe Tensor grad
        {
            get
            {
                nint gradient;
                Done(Native.gantorch_grad(Handle, &gradient), this);
                return gradient == 0 ? null : new Tensor(gradient);
            }
            set => Done(Native.gantorch_set_grad(Handle, value?.Handle ?? 0), this, value);
        }

        public void backward() => autograd.backward(this);

        public void backward(IList<Tensor> grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor> inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph, create_graph, inputs);

        private static int WrapDimension(int dim, int dimensions)
        {
            if (dim < -dimensions || dim >= dimensions)
                throw new ArgumentOutOfRangeException(nameof(dim), dim, $"The tensor has {dimensions} dimensions.");
            return dim < 0 ? dim + dimensions : dim;
        }

        private T Keep<T>(T value)
        {
            GC.KeepAlive(this);
            return value;
        }
    }
}
