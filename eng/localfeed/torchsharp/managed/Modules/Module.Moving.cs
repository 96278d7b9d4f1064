using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking)
            {
                Move(dtype, device, non_blocking);
                return this;
            }

            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking)
            {
                Move(null, new Device(deviceType, deviceIndex), non_blocking);
                return this;
            }

            protected internal virtual Module _to(ScalarType dtype, bool non_blocking)
            {
                Move(dtype, null, non_blocking);
                return this;
            }

            public Module _to(Tensor other, bool non_blocking) => _to(other.device, other.dtype, non_blocking);

            /// <summary>
            /// The objects stay the same and get other storage, so whoever holds a parameter keeps holding it. Only floating
            /// point tensors change their type.
            /// </summary>
            private void Move(ScalarType? dtype, Device device, bool nonBlocking)
            {
                if (device is not null)
                {
                    InitializeDevice(device);
                    _deviceType = device.type;
                    _deviceIndex = device.index;
                }
                using (var scope = NewDisposeScope())
                using (no_grad())
                {
                    foreach ((_, Parameter parameter) in _internal_params)
                    {
                        if (parameter is not null)
                            MoveParameter(parameter, dtype, device, nonBlocking);
                    }
                    foreach ((_, (Tensor buffer, _)) in _internal_buffers)
                        MoveTensor(buffer, dtype, device, nonBlocking);
                }
                foreach ((_, Module module) in _internal_submodules)
                    module.MoveAny(dtype, device, nonBlocking);
            }

            private void MoveAny(ScalarType? dtype, Device device, bool nonBlocking)
            {
                if (device is null)
                    _to(dtype.Value, nonBlocking);
                else if (dtype is null)
                    _to(device.type, device.index, nonBlocking);
                else
                    _to(device, dtype.Value, nonBlocking);
            }

            private static void MoveParameter(Parameter parameter, ScalarType? dtype, Device device, bool nonBlocking)
            {
                bool trained = parameter.requires_grad;
                Tensor gradient = parameter.grad;
                if (!MoveTensor(parameter, dtype, device, nonBlocking))
                    return;
                parameter.requires_grad = trained;
                if (gradient is not null)
                    parameter.grad = gradient.to(parameter.dtype, parameter.device, non_blocking: nonBlocking);
            }

            private static bool MoveTensor(Tensor tensor, ScalarType? dtype, Device device, bool nonBlocking)
            {
                ScalarType type = dtype is { } wanted && (tensor.is_floating_point() || tensor.is_complex()) ? wanted : tensor.dtype;
                Device present = tensor.device, target = device ?? present;
                bool there = target.type == present.type && (target.index < 0 || target.index == present.index);
                if (type == tensor.dtype && there)
                    return false;
                tensor.ReplaceHandle(tensor.detach().to(type, target, non_blocking: nonBlocking));
                return true;
            }
        }
    }
}
