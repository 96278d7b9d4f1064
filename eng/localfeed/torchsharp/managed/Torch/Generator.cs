using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers on one device.</summary>
    public class Generator : IDisposable
    {
        private nint _handle;

        private Generator(nint handle) => _handle = Native.Check(handle);

        public Generator(ulong seed = 0, Device device = null)
            : this(Native.gantorch_generator_new(seed, InitializeDevice(device).Packed))
        {
        }

        ~Generator() => Dispose(false);

        /// <summary>The generator that the CPU's operators use when none is given.</summary>
        public static Generator Default => new(Native.gantorch_generator_default(CPU.Packed));

        public IntPtr Handle => _handle != 0 ? _handle : throw new ObjectDisposedException(nameof(Generator));

        public Device device => Device.Unpack(Native.gantorch_generator_device(Handle));

        public Tensor get_state() => Tensor.From(Native.gantorch_generator_state(Handle), this);

        public void set_state(Tensor value) => Tensor.Done(Native.gantorch_generator_set_state(Handle, value.Handle), this, value);

        public Generator manual_seed(long seed)
        {
            Tensor.Done(Native.gantorch_generator_set_seed(Handle, (ulong)seed), this);
            return this;
        }

        /// <summary>Seeds from the system's entropy and returns the seed.</summary>
        public long seed() => Native.gantorch_generator_reseed(Handle);

        public long initial_seed() => Native.gantorch_generator_initial_seed(Handle);

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            nint handle = Interlocked.Exchange(ref _handle, 0);
            if (handle != 0)
                Native.gantorch_generator_release(handle);
        }
    }

    /// <summary>Seeds every device's default generator.</summary>
    public static Generator manual_seed(long seed)
    {
        Native.Check(Native.gantorch_manual_seed((ulong)seed));
        return Generator.Default;
    }

    public static long seed()
    {
        using Generator generator = Generator.Default;
        long seed = generator.seed();
        Native.Check(Native.gantorch_manual_seed((ulong)seed));
        return seed;
    }

    public static long initial_seed()
    {
        using Generator generator = Generator.Default;
        return generator.initial_seed();
    }

    public static Tensor get_rng_state()
    {
        using Generator generator = Generator.Default;
        return generator.get_state();
    }

    public static void set_rng_state(Tensor new_state)
    {
        using Generator generator = Generator.Default;
        generator.set_state(new_state);
    }

    public static class random
    {
        public static long seed() => torch.seed();
        public static long initial_seed() => torch.initial_seed();
        public static Generator manual_seed(long seed) => torch.manual_seed(seed);
        public static Tensor get_rng_state() => torch.get_rng_state();
        public static void set_rng_state(Tensor new_state) => torch.set_rng_state(new_state);
    }
}
