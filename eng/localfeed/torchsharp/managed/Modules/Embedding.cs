using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A vector for each integer.</summary>
public sealed class Embedding : nn.Module<Tensor, Tensor>
{
    private readonly long? _paddingIndex;
    private readonly double? _maxNorm;
    private readonly double _normType;
    private readonly bool _scaleByFrequency;
    private readonly bool _sparse;
    private Parameter _weight;

    internal Embedding(Parameter weight, long? padding_idx, double? max_norm, double norm_type, bool scale_grad_by_freq, bool sparse) : base("torch::nn::EmbeddingImpl")
    {
        _paddingIndex = padding_idx < 0 ? padding_idx + weight.shape[0] : padding_idx;
        _maxNorm = max_norm;
        _normType = norm_type;
        _scaleByFrequency = scale_grad_by_freq;
        _sparse = sparse;
        this.weight = weight;
    }

    internal Embedding(long num_embeddings, long embedding_dims, long? padding_idx, double? max_norm, double norm_type, bool scale_grad_by_freq, bool sparse, Device device, ScalarType? dtype)
        : this(new Parameter(empty([num_embeddings, embedding_dims], dtype, device)), padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse)
    {
        using var scope = NewDisposeScope();
        nn.init.normal_(_weight);
        using var quiet = no_grad();
        if (_paddingIndex is { } index)
            _weight[index].zero_();
    }

    public Parameter weight
    {
        get => _weight;
        set => ConditionallyRegisterParameter(nameof(weight), _weight = value);
    }

    public override Tensor forward(Tensor input)
    {
        if (_maxNorm is { } limit)
        {
            using (no_grad())
                Aten.CallInPlace("embedding_renorm_", _weight, input, limit, _normType);
        }
        return Aten.Call("embedding", _weight, input, _paddingIndex ?? -1, _scaleByFrequency, _sparse);
    }
}
