using TorchSharp;
using TorchSharp.Modules;
using static Gan.Tests.Packages.Torch.TorchTest;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Tests.Packages.Torch;

/// <summary>Registration, state, modes and hooks of modules.</summary>
[TestClass]
public sealed class ModuleStateTests
{
    private sealed class Block : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> _body = Sequential(("first", Conv2d(1, 2, 3, padding: 1)), ("norm", BatchNorm2d(2)));
        private readonly Parameter _scale = Parameter(ones(1));
        private readonly Tensor _offset = zeros(1);

        internal Block() : base(nameof(Block)) => RegisterComponents();

        public override Tensor forward(Tensor input) => _body.call(input) * _scale + _offset;
    }

    private sealed class Holder : Module<Tensor, Tensor>
    {
        internal readonly ModuleList<Linear> list = ModuleList(nn.Linear(1, 1), nn.Linear(1, 2));
        internal readonly ModuleDict<Linear> dictionary = ModuleDict(("a", nn.Linear(1, 3)));

        internal Holder() : base(nameof(Holder)) => RegisterComponents();

        public override Tensor forward(Tensor input) => input;
    }

    private static Sequential Network() => Sequential(("0", nn.Linear(3, 4)), ("1", nn.BatchNorm1d(4)), ("2", nn.ReLU()), ("3", nn.Linear(4, 1)));

    // Saving to a stream closes it.
    private static byte[] Saved(Module module)
    {
        using var stream = new MemoryStream();
        module.save(stream);
        return stream.ToArray();
    }

    [TestMethod]
    public void FieldsAreRegisteredByName()
    {
        using var block = new Block();
        CollectionAssert.AreEquivalent(
            new[] { "_scale", "_body.first.weight", "_body.first.bias", "_body.norm.weight", "_body.norm.bias" },
            block.named_parameters().Select(pair => pair.name).ToArray());
        CollectionAssert.AreEquivalent(
            new[] { "_offset", "_body.norm.running_mean", "_body.norm.running_var", "_body.norm.num_batches_tracked" },
            block.named_buffers().Select(pair => pair.name).ToArray());
        CollectionAssert.AreEqual(new[] { "_body" }, block.named_children().Select(pair => pair.name).ToArray());
        CollectionAssert.AreEquivalent(new[] { "_body", "_body.first", "_body.norm" }, block.named_modules().Select(pair => pair.name).ToArray());
        Assert.AreEqual(nameof(Block), block.GetName());
    }

    [TestMethod]
    public void ParametersSurviveTheScopeTheyWereMadeIn()
    {
        Sequential network;
        using (NewDisposeScope())
            network = Network();
        using (network)
        using (NewDisposeScope())
            Assert.AreEqual(1, network.call(ones(2, 3)).shape[1]);
    }

    [TestMethod]
    public void StateDictRoundTrip()
    {
        using var scope = NewDisposeScope();
        using Sequential source = Network(), target = Network();
        source.call(randn(8, 3));
        var (missing, unexpected) = target.load_state_dict(source.state_dict());
        Assert.IsEmpty(missing);
        Assert.IsEmpty(unexpected);
        source.eval();
        target.eval();
        Tensor input = randn(5, 3);
        AreEqual(Values(source.call(input)), target.call(input), 0);
    }

    [TestMethod]
    public void StateDictListsParametersAndBuffers()
    {
        using Sequential network = Network();
        CollectionAssert.AreEquivalent(
            new[]
            {
                "0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var", "1.num_batches_tracked", "3.weight", "3.bias",
            },
            network.state_dict().Keys.ToArray());
    }

    [TestMethod]
    public void AForeignStateIsRefusedUnlessNotStrict()
    {
        using var scope = NewDisposeScope();
        using Sequential network = Network();
        Dictionary<string, Tensor> state = network.state_dict();
        state.Remove("3.bias");
        state.Add("4.weight", zeros(1));
        Assert.Throws<Exception>(() => network.load_state_dict(state));
        var (missing, unexpected) = network.load_state_dict(state, strict: false);
        CollectionAssert.AreEqual(new[] { "3.bias" }, missing.ToArray());
        CollectionAssert.AreEqual(new[] { "4.weight" }, unexpected.ToArray());
    }

    [TestMethod]
    public void SaveAndLoadThroughAStreamAndAFile()
    {
        using var scope = NewDisposeScope();
        using Sequential source = Network(), first = Network(), second = Network();
        source.call(randn(8, 3));
        first.load(new MemoryStream(Saved(source)));
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            source.save(file);
            second.load(file);
        }
        finally
        {
            File.Delete(file);
        }
        foreach ((string name, Tensor value) in source.state_dict())
        {
            AreEqual(Values(value), first.state_dict()[name], 0);
            AreEqual(Values(value), second.state_dict()[name], 0);
        }
    }

    [TestMethod]
    public void LoadingIntoAnotherArchitectureIsRefused()
    {
        using Sequential source = Network();
        using var other = Sequential(("0", nn.Linear(3, 5)));
        Assert.Throws<Exception>(() => other.load(new MemoryStream(Saved(source))));
    }

    [TestMethod]
    public void TensorsSaveAndLoad()
    {
        using var scope = NewDisposeScope();
        Tensor original = arange(6, float32).reshape(2, 3);
        using var stream = new MemoryStream();
        original.Save(stream);
        Tensor loaded = Tensor.Load(new MemoryStream(stream.ToArray()));
        CollectionAssert.AreEqual(new long[] { 2, 3 }, loaded.shape);
        AreEqual([0, 1, 2, 3, 4, 5], loaded);
    }

    [TestMethod]
    public void TrainingModeReachesEverythingBelow()
    {
        using var scope = NewDisposeScope();
        using var network = Sequential(("0", Network()), ("1", nn.Dropout(0.5)));
        Assert.IsTrue(network.training);
        network.eval();
        Assert.IsTrue(network.modules().All(module => !module.training));
        Tensor input = randn(4, 3);
        AreEqual(Values(network.call(input)), network.call(input), 0);
        network.train();
        Assert.IsTrue(network.modules().All(module => module.training));
    }

    [TestMethod]
    public void HooksRunThroughCallAndCanBeRemoved()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Linear(2, 2);
        var seen = new List<long[]>();
        var remover = layer.register_forward_hook((module, input, output) =>
        {
            Assert.AreSame(layer, module);
            seen.Add(output.shape);
            return output;
        });
        layer.call(ones(3, 2));
        layer.forward(ones(4, 2));
        remover.remove();
        layer.call(ones(5, 2));
        Assert.HasCount(1, seen);
        CollectionAssert.AreEqual(new long[] { 3, 2 }, seen[0]);
    }

    [TestMethod]
    public void ConversionToDoubleConvertsParametersAndBuffers()
    {
        using var scope = NewDisposeScope();
        using Sequential network = Network().@double();
        Assert.IsTrue(network.parameters().All(parameter => parameter.dtype == ScalarType.Float64 && parameter.requires_grad));
        Assert.AreEqual(ScalarType.Int64, network.get_buffer("1.num_batches_tracked")!.dtype);
        Assert.AreEqual(ScalarType.Float64, network.call(randn([2, 3], ScalarType.Float64)).dtype);
    }

    [TestMethod]
    public void ContainersRegisterTheirMembersWithTheirOwner()
    {
        using var scope = NewDisposeScope();
        using var holder = new Holder();
        CollectionAssert.AreEquivalent(
            new[] { "list.0.weight", "list.0.bias", "list.1.weight", "list.1.bias", "dictionary.a.weight", "dictionary.a.bias" },
            holder.state_dict().Keys.ToArray());
        Assert.AreEqual(2, holder.list[1].out_features);
        Assert.AreEqual(3, holder.dictionary["a"].out_features);
    }

    [TestMethod]
    public void BatchNormTracksItsStatistics()
    {
        using var scope = NewDisposeScope();
        using var norm = nn.BatchNorm1d(1);
        norm.call(tensor(new float[] { 1, 3 }).reshape(2, 1));
        AreEqual([0.2f], norm.running_mean!);
        AreEqual([0.9f + 0.1f * 2], norm.running_var!);
        norm.eval();
        AreEqual([(1 - 0.2f) / MathF.Sqrt(1.1f + 1e-5f)], norm.call(ones(1, 1)), 1e-4);
    }
}
