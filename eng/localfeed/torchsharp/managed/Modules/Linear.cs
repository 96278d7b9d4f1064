using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>input [*, in] to [*, out]: input times the transposed weight plus bias.</summary>
public sealed class Linear : nn.Module<Tensor, Tensor>
{
    private Parameter _bias;
    private Parameter _weight;

    internal Linear(long inputSize, long outputSize, bool hasBias, Device device, ScalarType? dtype) : base(nameof(Linear))
    {
        in_features = inputSize;
        out_features = outputSize;
        weight = new Parameter(empty([outputSize, inputSize], dtype, device));
        if (hasBias)
            bias = new Parameter(empty([outputSize], dtype, device));
        nn.init.ResetLinear(weight, bias);
    }

    internal Linear(Parameter weight, Parameter bias) : base(nameof(Linear))
    {
        in_features = weight.shape[1];
        out_features = weight.shape[0];
        this.weight = weight;
        this.bias = bias;
    }

    public long in_features { get; set; }

    public long out_features { get; set; }

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

    public override Tensor forward(Tensor tensor) => nn.functional.linear(tensor, _weight, _bias);
}
