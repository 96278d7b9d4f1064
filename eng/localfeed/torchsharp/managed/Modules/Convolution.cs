using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What convolutions of all ranks have in common.</summary>
public abstract class Convolution : nn.Module<Tensor, Tensor>
{
    protected Parameter _bias;
    protected Parameter _weight;

    private protected Convolution(string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding,
        Padding? padding_type, long[] dilation, bool transposed, long[] output_padding, long groups, bool bias, PaddingModes padding_mode,
        Device device, ScalarType? dtype) : base(name)
    {
        if (in_channels % groups != 0 || out_channels % groups != 0)
            throw new ArgumentException($"groups ({groups}) must divide in_channels ({in_channels}) and out_channels ({out_channels}).");
        this.in_channels = in_channels;
        this.out_channels = out_channels;
        this.kernel_size = kernel_size;
        this.stride = stride;
        this.padding = padding_type == Padding.Same ? SamePadding(kernel_size, dilation) : padding;
        this.padding_type = padding_type;
        this.dilation = dilation;
        this.transposed = transposed;
        this.output_padding = output_padding;
        this.groups = groups;
        this.padding_mode = padding_mode;
        long[] shape = transposed ? [in_channels, out_channels / groups, .. kernel_size] : [out_channels, in_channels / groups, .. kernel_size];
        weight = new Parameter(empty(shape, dtype, device));
        if (bias)
            this.bias = new Parameter(empty([out_channels], dtype, device));
        reset_parameters();
    }

    public long in_channels { get; }
    public long out_channels { get; }
    public bool transposed { get; }
    public Padding? padding_type { get; }
    public long[] padding { get; private set; }
    public PaddingModes padding_mode { get; set; }
    public long groups { get; set; }
    public long[] kernel_size { get; set; }
    public long[] stride { get; set; }
    public long[] dilation { get; set; }
    public long[] output_padding { get; set; }

    public Parameter weight
    {
        get => _weight;
        set => ConditionallyRegisterParameter(nameof(weight), _weight = value);
    }

    public Parameter bias
    {
        get => _bias;
        set => ConditionallyRegisterParameter(nameof(bias), _bias = value);
    }

    public void reset_parameters() => nn.init.ResetLinear(_weight, _bias);

    private protected bool SameUnevenly => padding_type == Padding.Same;

    /// <summary>The input padded as the padding mode says; zeros are left to the operator.</summary>
    private protected Tensor Padded(Tensor input)
    {
        // PyTorch lists paddings from the last dimension to the first, each on both sides.
        long[] both = [.. padding.Reverse().SelectMany(n => new[] { n, n })];
        return nn.functional.pad(input, both, padding_mode);
    }

    private static long[] SamePadding(long[] kernel, long[] dilation) => [.. kernel.Select((k, i) => dilation[i] * (k - 1) / 2)];
}

public sealed class Conv1d : Convolution
{
    internal Conv1d(long in_channels, long out_channels, long kernel_size, long stride, long padding, Padding? padding_type, long dilation, PaddingModes padding_mode, long groups, bool bias, Device device, ScalarType? dtype)
        : base(nameof(Conv1d), in_channels, out_channels, [kernel_size], [stride], [padding], padding_type, [dilation], false, [0], groups, bias, padding_mode, device, dtype)
    {
    }

    public override Tensor forward(Tensor input)
    {
        if (padding_mode == PaddingModes.Zeros)
        {
            return SameUnevenly
                ? Interop.Aten.Call("conv1d.padding", input, _weight, _bias, stride[0], "same", dilation[0], groups)
                : nn.functional.conv1d(input, _weight, _bias, stride[0], padding[0], dilation[0], groups);
        }
        using Tensor padded = Padded(input);
        return nn.functional.conv1d(padded, _weight, _bias, stride[0], 0, dilation[0], groups);
    }
}

public sealed class Conv2d : Convolution
{
    internal Conv2d(long in_channels, long out_channels, (long, long) kernel_size, (long, long) stride, (long, long) padding, Padding? padding_type, (long, long) dilation, PaddingModes padding_mode, long groups, bool bias, Device device, ScalarType? dtype)
        : base(nameof(Conv2d), in_channels, out_channels, [kernel_size.Item1, kernel_size.Item2], [stride.Item1, stride.Item2], [padding.Item1, padding.Item2],
            padding_type, [dilation.Item1, dilation.Item2], false, [0, 0], groups, bias, padding_mode, device, dtype)
    {
    }

    public override Tensor forward(Tensor input)
    {
        if (padding_mode == PaddingModes.Zeros)
        {
            return SameUnevenly
                ? nn.functional.conv2d_padding(input, _weight, _bias, stride, Padding.Same, dilation, groups)
                : nn.functional.conv2d(input, _weight, _bias, stride, padding, dilation, groups);
        }
        using Tensor padded = Padded(input);
        return nn.functional.conv2d(padded, _weight, _bias, stride, [0, 0], dilation, groups);
    }
}
