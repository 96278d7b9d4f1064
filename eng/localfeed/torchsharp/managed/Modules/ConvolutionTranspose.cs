using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What transposed convolutions of all ranks have in common.</summary>
public abstract class ConvolutionTranspose : Convolution
{
    private protected ConvolutionTranspose(string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding, long[] dilation, long[] output_padding, long groups, bool bias, PaddingModes padding_mode, Device device, ScalarType? dtype)
        : base(name, in_channels, out_channels, kernel_size, stride, padding, null, dilation, true, output_padding, groups, bias, padding_mode, device, dtype)
    {
        if (padding_mode != PaddingModes.Zeros)
            throw new ArgumentException($"Only zero padding works with {name}, not {padding_mode}.");
    }

    public override Tensor forward(Tensor input) => forward(input, null);

    /// <param name="input">What is convolved.</param>
    /// <param name="output_size">The spatial size wanted, where the stride leaves several possible; null takes output_padding.</param>
    public abstract Tensor forward(Tensor input, long[] output_size);

    private protected long[] OutputPadding(Tensor input, long[] wanted)
    {
        if (wanted is null)
            return output_padding;
        int rank = kernel_size.Length;
        long[] given = wanted.Length == rank ? wanted : [.. wanted.Skip(wanted.Length - rank)];
        long[] shape = input.shape;
        var extra = new long[rank];
        for (int d = 0; d < rank; d++)
        {
            long smallest = (shape[shape.Length - rank + d] - 1) * stride[d] - 2 * padding[d] + dilation[d] * (kernel_size[d] - 1) + 1;
            extra[d] = given[d] - smallest;
            if (extra[d] < 0 || extra[d] >= Math.Max(stride[d], dilation[d]))
                throw new ArgumentException($"An output size of {given[d]} is not possible in dimension {d}; it must be from {smallest} to {smallest + stride[d] - 1}.");
        }
        return extra;
    }
}

public sealed class ConvTranspose1d : ConvolutionTranspose
{
    internal ConvTranspose1d(long in_channels, long out_channels, long kernel_size, long stride, long padding, long output_padding, long dilation, PaddingModes padding_mode, long groups, bool bias, Device device, ScalarType? dtype)
        : base(nameof(ConvTranspose1d), in_channels, out_channels, [kernel_size], [stride], [padding], [dilation], [output_padding], groups, bias, padding_mode, device, dtype)
    {
    }

    public override Tensor forward(Tensor input, long[] output_size) =>
        nn.functional.conv_transpose1d(input, _weight, _bias, stride[0], padding[0], OutputPadding(input, output_size)[0], dilation[0], groups);
}

public sealed class ConvTranspose2d : ConvolutionTranspose
{
    internal ConvTranspose2d(long in_channels, long out_channels, (long, long) kernel_size, (long, long) stride, (long, long) padding, (long, long) output_padding, (long, long) dilation, PaddingModes padding_mode, long groups, bool bias, Device device, ScalarType? dtype)
        : base(nameof(ConvTranspose2d), in_channels, out_channels, [kernel_size.Item1, kernel_size.Item2], [stride.Item1, stride.Item2], [padding.Item1, padding.Item2],
            [dilation.Item1, dilation.Item2], [output_padding.Item1, output_padding.Item2], groups, bias, padding_mode, device, dtype)
    {
    }

    public override Tensor forward(Tensor input, long[] output_size) =>
        nn.functional.conv_transpose2d(input, _weight, _bias, stride, padding, OutputPadding(input, output_size), dilation, groups);
}
