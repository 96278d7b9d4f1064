using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>The native library: handles, data, autograd, random numbers, threads and devices.</summary>
internal static unsafe partial class Native
{
    private const string Library = "gantorch";

    static Native()
    {
        try
        {
            NativeLibrary.Load(Library, Assembly.GetExecutingAssembly(), null);
        }
        catch (DllNotFoundException problem)
        {
            throw new DllNotFoundException("libgantorch.so or the libtorch it was built for could not be loaded. " +
                "Build the package again on this machine, or install libtorch. " + problem.Message, problem);
        }
        gantorch_initialize();
    }

    [DllImport(Library)] internal static extern byte* gantorch_error();
    [DllImport(Library)] internal static extern byte* gantorch_torch_version();
    [DllImport(Library)] internal static extern long gantorch_live_handles();
    [DllImport(Library)] internal static extern void gantorch_initialize();

    [DllImport(Library)] internal static extern nint gantorch_find([MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string overload);
    [DllImport(Library)] internal static extern int gantorch_call(nint op, Value* arguments, int count, Value* results, int capacity);
    [DllImport(Library)] internal static extern void gantorch_take(Value* results);

    [DllImport(Library)] internal static extern void gantorch_release(nint tensor);
    [DllImport(Library)] internal static extern nint gantorch_alias(nint tensor);
    [DllImport(Library)] internal static extern nint gantorch_from_data(void* data, long bytes, int dtype, long* sizes, int dims);
    [DllImport(Library)] internal static extern void* gantorch_data_ptr(nint tensor);
    [DllImport(Library)] internal static extern long gantorch_dim(nint tensor);
    [DllImport(Library)] internal static extern long gantorch_numel(nint tensor);
    [DllImport(Library)] internal static extern long gantorch_element_size(nint tensor);
    [DllImport(Library)] internal static extern long gantorch_storage_offset(nint tensor);
    [DllImport(Library)] internal static extern int gantorch_dtype(nint tensor);
    [DllImport(Library)] internal static extern int gantorch_is_contiguous(nint tensor);
    [DllImport(Library)] internal static extern int gantorch_is_sparse(nint tensor);
    [DllImport(Library)] internal static extern int gantorch_is_same(nint left, nint right);
    [DllImport(Library)] internal static extern long gantorch_device(nint tensor);
    [DllImport(Library)] internal static extern int gantorch_sizes(nint tensor, long* sizes);
    [DllImport(Library)] internal static extern int gantorch_strides(nint tensor, long* strides);
    [DllImport(Library)] internal static extern int gantorch_item(nint tensor, Value* value);

    [DllImport(Library)] internal static extern int gantorch_requires_grad(nint tensor);
    [DllImport(Library)] internal static extern int gantorch_is_leaf(nint tensor);
    [DllImport(Library)] internal static extern int gantorch_set_requires_grad(nint tensor, int value);
    [DllImport(Library)] internal static extern int gantorch_retain_grad(nint tensor);
    [DllImport(Library)] internal static extern int gantorch_grad(nint tensor, nint* gradient);
    [DllImport(Library)] internal static extern int gantorch_set_grad(nint tensor, nint gradient);
    [DllImport(Library)] internal static extern int gantorch_set_data(nint tensor, nint data);
    [DllImport(Library)] internal static extern int gantorch_backward(nint* tensors, int count, nint* gradients, int gradientCount, int retainGraph, int createGraph, nint* inputs, int inputCount);
    [DllImport(Library)] internal static extern int gantorch_autograd_grad(nint* outputs, int count, nint* inputs, int inputCount, nint* gradients, int gradientCount, int retainGraph, int createGraph, int allowUnused, nint* results);
    [DllImport(Library)] internal static extern int gantorch_grad_enabled();
    [DllImport(Library)] internal static extern void gantorch_set_grad_enabled(int enabled);
    [DllImport(Library)] internal static extern int gantorch_inference_enabled();
    [DllImport(Library)] internal static extern nint gantorch_inference_enter(int enabled);
    [DllImport(Library)] internal static extern void gantorch_inference_leave(nint guard);

    [DllImport(Library)] internal static extern int gantorch_manual_seed(ulong seed);
    [DllImport(Library)] internal static extern nint gantorch_generator_default(long device);
    [DllImport(Library)] internal static extern nint gantorch_generator_new(ulong seed, long device);
    [DllImport(Library)] internal static extern void gantorch_generator_release(nint generator);
    [DllImport(Library)] internal static extern int gantorch_generator_set_seed(nint generator, ulong seed);
    [DllImport(Library)] internal static extern long gantorch_generator_initial_seed(nint generator);
    [DllImport(Library)] internal static extern long gantorch_generator_reseed(nint generator);
    [DllImport(Library)] internal static extern long gantorch_generator_device(nint generator);
    [DllImport(Library)] internal static extern nint gantorch_generator_state(nint generator);
    [DllImport(Library)] internal static extern int gantorch_generator_set_state(nint generator, nint state);

    [DllImport(Library)] internal static extern int gantorch_num_threads();
    [DllImport(Library)] internal static extern int gantorch_set_num_threads(int threads);
    [DllImport(Library)] internal static extern int gantorch_num_interop_threads();
    [DllImport(Library)] internal static extern int gantorch_set_num_interop_threads(int threads);
    [DllImport(Library)] internal static extern int gantorch_cuda_device_count();
    [DllImport(Library)] internal static extern int gantorch_cudnn_available();
    [DllImport(Library)] internal static extern int gantorch_cuda_synchronize(int index);
    [DllImport(Library)] internal static extern int gantorch_cuda_manual_seed(ulong seed, int everyDevice);
    [DllImport(Library)] internal static extern int gantorch_flag(int which, int set, int value);

    /// <summary>Throws when a function that answers 0 for success answered something else.</summary>
    internal static void Check(int status)
    {
        if (status != 0)
            Throw();
    }

    internal static nint Check(nint handle)
    {
        if (handle == 0)
            Throw();
        return handle;
    }

    [DoesNotReturn]
    internal static void Throw() => throw new ExternalException(Marshal.PtrToStringUTF8((nint)gantorch_error()));
}
