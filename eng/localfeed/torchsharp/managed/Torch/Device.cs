using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A device: a type and, for all but the CPU, an index.</summary>
    public class Device
    {
        public Device(string description)
        {
            ArgumentNullException.ThrowIfNull(description);
            string[] parts = description.Split(':');
            int number = -1;
            if (parts.Length > 2 || !Enum.TryParse(parts[0], ignoreCase: true, out DeviceType kind) || (parts.Length == 2 && !int.TryParse(parts[1], out number)))
                throw new ArgumentException($"\"{description}\" is no device; write \"cpu\", \"cuda\" or \"cuda:0\".", nameof(description));
            type = kind;
            index = kind == DeviceType.CPU ? -1 : number;
        }

        public Device(string deviceType, int index = -1) : this(index < 0 ? deviceType : $"{deviceType}:{index}")
        {
        }

        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = deviceType == DeviceType.CPU ? -1 : index;
        }

        /// <summary>The CUDA device of that index.</summary>
        public Device(int index) : this(DeviceType.CUDA, index)
        {
        }

        public DeviceType type { get; }

        /// <summary>-1 on the CPU, and for the current device of the type.</summary>
        public int index { get; }

        public static implicit operator Device(string description) => new(description);

        public override string ToString() => index < 0 ? type.ToString().ToLowerInvariant() : $"{type.ToString().ToLowerInvariant()}:{index}";

        internal long Packed => (long)type << 32 | (uint)index;

        internal static Device Unpack(long packed) => new((DeviceType)(packed >> 32), (int)packed);
    }

    public static readonly Device CPU = new(DeviceType.CPU);
    public static readonly Device META = new(DeviceType.META);
    public static Device CUDA => new(DeviceType.CUDA);

    public static Device device(string description) => new(description);
    public static Device device(string deviceType, int index = -1) => new(deviceType, index);
    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);
    public static Device device(int index) => new(index);

    public static bool cuda_is_available() => cuda.is_available();

    /// <summary>Whether tensors can be put on that kind of device.</summary>
    public static bool TryInitializeDeviceType(DeviceType deviceType) => deviceType switch
    {
        DeviceType.CPU or DeviceType.META => true,
        DeviceType.CUDA => cuda.is_available(),
        _ => false,
    };

    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (!TryInitializeDeviceType(deviceType))
            throw new InvalidOperationException($"Torch device type {deviceType} did not initialise on the current machine.");
    }

    public static Device InitializeDevice(Device device)
    {
        device ??= CPU;
        InitializeDeviceType(device.type);
        return device;
    }

    public static class cuda
    {
        public static bool is_available() => device_count() > 0;
        public static bool is_cudnn_available() => Native.gantorch_cudnn_available() != 0;
        public static int device_count() => Native.gantorch_cuda_device_count();
        public static void manual_seed(long seed) => Native.Check(Native.gantorch_cuda_manual_seed((ulong)seed, 0));
        public static void manual_seed_all(long seed) => Native.Check(Native.gantorch_cuda_manual_seed((ulong)seed, 1));

        /// <summary>Waits for everything queued on the device (the current one by default).</summary>
        public static void synchronize(Device device = null)
        {
            InitializeDeviceType(DeviceType.CUDA);
            Native.Check(Native.gantorch_cuda_synchronize(device?.index ?? -1));
        }
    }

    public static class backends
    {
        public static class cuda
        {
            public static class matmul
            {
                public static bool allow_tf32
                {
                    get => Native.gantorch_flag(2, 0, 0) != 0;
                    set => Native.gantorch_flag(2, 1, value ? 1 : 0);
                }
            }
        }

        public static class cudnn
        {
            public static bool allow_tf32
            {
                get => Native.gantorch_flag(1, 0, 0) != 0;
                set => Native.gantorch_flag(1, 1, value ? 1 : 0);
            }
        }
    }
}
