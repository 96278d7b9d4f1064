using System.Runtime.CompilerServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// A handle of a libtorch tensor. Disposing releases the handle, not the data that other handles share. A tensor
    /// belongs to the innermost dispose scope of the thread that made it, when there is one.
    /// </summary>
    public partial class Tensor : IDisposable
    {
        private static long s_total;
        private static long s_peak;

        private nint _handle;

        internal Tensor(nint handle)
        {
            _handle = handle;
            long total = Interlocked.Increment(ref s_total);
            if (total > Volatile.Read(ref s_peak))
                Volatile.Write(ref s_peak, total);
            OwningDisposeScope = DisposeScopeManager.Register(this);
        }

        ~Tensor() => Dispose(false);

        /// <summary>Tensors (handles) alive in the process.</summary>
        public static long TotalCount => Interlocked.Read(ref s_total);

        /// <summary>The most tensors that were alive at a time.</summary>
        public static long PeakCount => Volatile.Read(ref s_peak);

        public IntPtr Handle
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get
            {
                if (_handle == 0)
                    ThrowInvalid();
                return _handle;
            }
        }

        public bool IsInvalid => _handle == 0;

        public string name { get; set; }

        internal DisposeScope OwningDisposeScope { get; set; }

        public void Dispose()
        {
            if (OwningDisposeScope is { } scope)
            {
                OwningDisposeScope = null;
                scope.MarkAsDisposed(this);
            }
            else if (_handle != 0)
            {
                DisposeScopeManager.ThreadStatistics.DisposedOutsideScope();
            }
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        /// <summary>For the scope that just forgot this tensor and counted it.</summary>
        internal void DisposeWithScope()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            nint handle = Interlocked.Exchange(ref _handle, 0);
            if (handle == 0)
                return;
            Interlocked.Decrement(ref s_total);
            Native.gantorch_release(handle);
        }

        /// <summary>Gives up the handle without releasing it; this tensor is invalid afterwards.</summary>
        public IntPtr DecoupleFromNativeHandle()
        {
            DetachFromDisposeScope();
            return TakeHandle();
        }

        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        public Tensor DetatchFromDisposeScope() => DetachFromDisposeScope();

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        public Tensor MoveToOtherDisposeScope(DisposeScope other)
        {
            if (OwningDisposeScope is null)
                other?.Attach(this);
            else if (other is null)
                OwningDisposeScope.Detach(this);
            else
                OwningDisposeScope.MoveToOther(other, this);
            return this;
        }

        public static Tensor UnsafeCreateTensor(IntPtr handle) => new(handle);

        /// <summary>Puts other storage under this handle, so that everybody who holds this object sees it.</summary>
        internal void ReplaceHandle(Tensor source)
        {
            nint previous = _handle;
            source.DetachFromDisposeScope();
            _handle = source.TakeHandle();
            Native.gantorch_release(previous);
        }

        internal nint TakeHandle()
        {
            nint handle = Interlocked.Exchange(ref _handle, 0);
            if (handle != 0)
            {
                Interlocked.Decrement(ref s_total);
                GC.SuppressFinalize(this);
            }
            return handle;
        }

        /// <summary>The tensor of a native result. The operands are named so that they outlive the native call.</summary>
        [MethodImpl(MethodImplOptions.NoInlining)]
        internal static Tensor From(nint handle, object operand, object operand2 = null, object operand3 = null)
        {
            GC.KeepAlive(operand);
            GC.KeepAlive(operand2);
            GC.KeepAlive(operand3);
            return new Tensor(Native.Check(handle));
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        internal static void Done(int status, object operand, object operand2 = null, object operand3 = null)
        {
            GC.KeepAlive(operand);
            GC.KeepAlive(operand2);
            GC.KeepAlive(operand3);
            Native.Check(status);
        }

        /// <summary>In-place operators answer with the tensor itself.</summary>
        internal Tensor After(int status, object operand = null, object operand2 = null)
        {
            Done(status, operand, operand2);
            return this;
        }

        private Tensor InPlace(string op, params ReadOnlySpan<Arg> arguments)
        {
            Aten.CallInPlace(op, [this, .. arguments]);
            return this;
        }

        public Tensor alias() => From(Native.gantorch_alias(Handle), this);

        private static void ThrowInvalid() =>
            throw new InvalidOperationException("Tensor invalid -- empty handle: it was disposed, alone or with its dispose scope.");
    }
}
