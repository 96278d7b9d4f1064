using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static class autograd
    {
        /// <summary>Gradients of the outputs with respect to the inputs; the inputs' own grad stays as it is.</summary>
        public static unsafe IList<Tensor> grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor> grad_outputs = null,
            bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            nint[] outputHandles = Handles(outputs), inputHandles = Handles(inputs), gradientHandles = Handles(grad_outputs);
            var results = new nint[inputHandles.Length];
            fixed (nint* o = outputHandles, i = inputHandles, g = gradientHandles, r = results)
            {
                Native.Check(Native.gantorch_autograd_grad(o, outputHandles.Length, i, inputHandles.Length, g, gradientHandles.Length,
                    retain_graph || create_graph ? 1 : 0, create_graph ? 1 : 0, allow_unused ? 1 : 0, r));
            }
            KeepAlive(outputs, inputs, grad_outputs);
            return Array.ConvertAll(results, handle => handle == 0 ? null : new Tensor(handle));
        }

        /// <summary>Adds the gradients to the leaves' grad.</summary>
        public static unsafe void backward(IList<Tensor> tensors, IList<Tensor> grad_tensors = null, bool? retain_graph = null,
            bool create_graph = false, IList<Tensor> inputs = null)
        {
            nint[] tensorHandles = Handles(tensors), gradientHandles = Handles(grad_tensors), inputHandles = Handles(inputs);
            fixed (nint* t = tensorHandles, g = gradientHandles, i = inputHandles)
            {
                Native.Check(Native.gantorch_backward(t, tensorHandles.Length, g, gradientHandles.Length,
                    retain_graph ?? create_graph ? 1 : 0, create_graph ? 1 : 0, i, inputHandles.Length));
            }
            KeepAlive(tensors, grad_tensors, inputs);
        }

        public static void backward(Tensor tensor, IList<Tensor> grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor> inputs = null) =>
            backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        public static void backward(Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false, IList<Tensor> inputs = null) =>
            backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);

        internal static nint[] Handles(IList<Tensor> tensors)
        {
            if (tensors is null)
                return [];
            var handles = new nint[tensors.Count];
            for (int i = 0; i < handles.Length; i++)
                handles[i] = tensors[i]?.Handle ?? 0;
            return handles;
        }

        private static void KeepAlive(IList<Tensor> first, IList<Tensor> second, IList<Tensor> third)
        {
            foreach (IList<Tensor> list in (IList<Tensor>[])[first, second, third])
            {
                if (list is not null)
                {
                    foreach (Tensor tensor in list)
                        GC.KeepAlive(tensor);
                }
            }
        }
    }

    public static IDisposable no_grad() => new GradMode(false);
    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);
    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);
    public static bool is_grad_enabled() => Native.gantorch_grad_enabled() != 0;
    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);
    public static bool is_inference_mode_enabled() => Native.gantorch_inference_enabled() != 0;

    /// <summary>The thread's gradient mode until it is disposed.</summary>
    private sealed class GradMode : IDisposable
    {
        private readonly bool _previous = is_grad_enabled();

        internal GradMode(bool enabled) => Native.gantorch_set_grad_enabled(enabled ? 1 : 0);

        public void Dispose() => Native.gantorch_set_grad_enabled(_previous ? 1 : 0);
    }

    private sealed class InferenceMode(bool enabled) : IDisposable
    {
        private nint _guard = Native.gantorch_inference_enter(enabled ? 1 : 0);

        public void Dispose()
        {
            if (_guard != 0)
                Native.gantorch_inference_leave(_guard);
            _guard = 0;
        }
    }

    public static int get_num_threads() => Native.gantorch_num_threads();
    public static void set_num_threads(int num) => Native.Check(Native.gantorch_set_num_threads(num));
    public static int get_num_interop_threads() => Native.gantorch_num_interop_threads();
    public static void set_num_interop_threads(int num) => Native.Check(Native.gantorch_set_num_interop_threads(num));

    /// <summary>The version of libtorch underneath.</summary>
    public static unsafe string __version__ => System.Runtime.InteropServices.Marshal.PtrToStringUTF8((nint)Native.gantorch_torch_version());

    public static IDisposable use_deterministic_algorithms(bool mode = true, bool warn_only = false) => new Determinism(mode);
    public static bool are_deterministic_algorithms_enabled() => Native.gantorch_flag(3, 0, 0) != 0;

    private sealed class Determinism : IDisposable
    {
        private readonly bool _previous = are_deterministic_algorithms_enabled();

        internal Determinism(bool mode) => Native.gantorch_flag(3, 1, mode ? 1 : 0);

        public void Dispose() => Native.gantorch_flag(3, 1, _previous ? 1 : 0);
    }
}
