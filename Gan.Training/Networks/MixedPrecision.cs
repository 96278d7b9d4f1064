using Gan.Training.Networks.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Training.Networks;

/// <summary>Mixed precision (Micikevicius et al., "Mixed Precision Training", 2018): the layers where nearly all the time goes
/// compute in bfloat16, those that sum over a batch or many pixels in single precision.</summary>
internal static class MixedPrecision
{
    /// <summary>Makes a network compute in mixed precision from here on. The parameters of its linear layers and convolutions are
    /// replaced by others in bfloat16; those that a layer normalizes first stay as they are, and are rounded when used.</summary>
    public static void Apply(nn.Module network)
    {
        HashSet<nn.Module> normalized =
        [
            .. network.modules().OfType<ReparameterizedLayer>().SelectMany(layer => layer.modules()),
        ];
        foreach (var module in network.modules())
        {
            switch (module)
            {
                case ReparameterizedLayer layer:
                    layer.ComputeType = ScalarType.BFloat16;
                    break;
                // libtorch before 2.0 takes a transposed convolution in bfloat16 on a CPU for a plain one, and refuses its
                // weight.
                case ConvTranspose2d transposed when transposed.weight!.device_type == DeviceType.CPU:
                    Cast(transposed, ScalarType.Float32);
                    break;
                case Linear or OneDnnLinear or Conv1d or Conv2d or ConvTranspose2d when !normalized.Contains(module):
                    module.to(ScalarType.BFloat16);
                    Cast((nn.Module<Tensor, Tensor>)module, ScalarType.BFloat16);
                    break;
                // libtorch before 2.0 reflects no bfloat16 on a CPU.
                case ReflectionPad2d:
                case BatchNorm1d or BatchNorm2d or LayerNorm or GroupNorm or InstanceNorm2d:
                    Cast((nn.Module<Tensor, Tensor>)module, ScalarType.Float32);
                    break;
            }
        }
    }

    /// <summary>A result in single precision, whatever the network computed in.</summary>
    public static Tensor Full(Tensor value) => value.dtype == ScalarType.BFloat16 ? value.to(ScalarType.Float32) : value;

    private static void Cast(nn.Module<Tensor, Tensor> layer, ScalarType type) =>
        layer.register_forward_pre_hook((_, input) => input.dtype == type ? input : input.to(type));
}
