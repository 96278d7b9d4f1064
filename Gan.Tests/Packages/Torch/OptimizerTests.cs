using TorchSharp;
using TorchSharp.Modules;
using static Gan.Tests.Packages.Torch.TorchTest;
using static TorchSharp.torch;

namespace Gan.Tests.Packages.Torch;

/// <summary>Optimizer steps against the formulas, their state, and learning-rate schedules.</summary>
[TestClass]
public sealed class OptimizerTests
{
    private static readonly double[] Gradients = [0.5, -1.0, 0.25];

    private DisposeScope? _scope;

    [TestInitialize]
    public void Open() => _scope = NewDisposeScope();

    [TestCleanup]
    public void Close() => _scope?.Dispose();

    private static Parameter Start() => nn.Parameter(tensor(new[] { 1.0 }, ScalarType.Float64));

    private static double[] Run(optim.Optimizer optimizer, Parameter parameter) =>
        [
            .. Gradients.Select(gradient =>
            {
                parameter.grad = tensor(new[] { gradient }, ScalarType.Float64);
                optimizer.step();
                return parameter[0].ToDouble();
            }),
        ];

    private static void Same(IEnumerable<double> expected, double[] actual)
    {
        int i = 0;
        foreach (double value in expected)
            Assert.AreEqual(value, actual[i++], 1e-12, $"step {i}");
    }

    private static IEnumerable<double> AdamByHand(
        double rate,
        double beta1,
        double beta2,
        double eps,
        double decay,
        bool decoupled
    )
    {
        double x = 1,
            m = 0,
            v = 0;
        for (int t = 1; t <= Gradients.Length; t++)
        {
            double g = Gradients[t - 1] + (decoupled ? 0 : decay * x);
            if (decoupled)
                x *= 1 - rate * decay;
            m = beta1 * m + (1 - beta1) * g;
            v = beta2 * v + (1 - beta2) * g * g;
            x -= rate * (m / (1 - Math.Pow(beta1, t))) / (Math.Sqrt(v / (1 - Math.Pow(beta2, t))) + eps);
            yield return x;
        }
    }

    [TestMethod]
    public void Adam()
    {
        Parameter parameter = Start();
        using Adam optimizer = optim.Adam([parameter], 0.1, 0.5, 0.99, weight_decay: 0.01);
        Same(AdamByHand(0.1, 0.5, 0.99, 1e-8, 0.01, decoupled: false), Run(optimizer, parameter));
    }

    [TestMethod]
    public void AdamWithDecoupledDecay()
    {
        Parameter parameter = Start();
        using AdamW optimizer = optim.AdamW([parameter], 0.1, weight_decay: 0.1);
        Same(AdamByHand(0.1, 0.9, 0.999, 1e-8, 0.1, decoupled: true), Run(optimizer, parameter));
    }

    [TestMethod]
    public void StochasticGradientDescentWithMomentum()
    {
        Parameter parameter = Start();
        using SGD optimizer = optim.SGD([parameter], 0.1, momentum: 0.9, weight_decay: 0.01);
        double x = 1,
            buffer = 0;
        var expected = new List<double>();
        for (int t = 0; t < Gradients.Length; t++)
        {
            double g = Gradients[t] + 0.01 * x;
            buffer = t == 0 ? g : 0.9 * buffer + g;
            x -= 0.1 * buffer;
            expected.Add(x);
        }
        Same(expected, Run(optimizer, parameter));
    }

    [TestMethod]
    public void RootMeanSquarePropagation()
    {
        Parameter parameter = Start();
        using RMSProp optimizer = optim.RMSProp([parameter], 0.1, 0.9);
        double x = 1,
            square = 0;
        var expected = new List<double>();
        foreach (double g in Gradients)
        {
            square = 0.9 * square + 0.1 * g * g;
            x -= 0.1 * g / (Math.Sqrt(square) + 1e-8);
            expected.Add(x);
        }
        Same(expected, Run(optimizer, parameter));
    }

    [TestMethod]
    public void StateContinuesInAnotherOptimizer()
    {
        Parameter whole = Start(),
            half = Start();
        using Adam uninterrupted = optim.Adam([whole], 0.1),
            first = optim.Adam([half], 0.1);
        double[] expected = Run(uninterrupted, whole);
        half.grad = tensor(new[] { Gradients[0] }, ScalarType.Float64);
        first.step();
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true))
            first.save_state_dict(writer);
        stream.Position = 0;
        using Adam second = optim.Adam([half], 0.7);
        using (var reader = new BinaryReader(stream))
            second.load_state_dict(reader);
        Assert.AreEqual(0.1, second.ParamGroups.Single().LearningRate);
        foreach (double gradient in Gradients.Skip(1))
        {
            half.grad = tensor(new[] { gradient }, ScalarType.Float64);
            second.step();
        }
        Assert.AreEqual(expected[^1], half[0].ToDouble(), 1e-12);
    }

    [TestMethod]
    public void ParametersWithoutGradientStay()
    {
        Parameter parameter = Start();
        using Adam optimizer = optim.Adam([parameter], 0.1);
        optimizer.step();
        Assert.AreEqual(1, parameter[0].ToDouble());
    }

    [TestMethod]
    public void GroupsHaveTheirOwnRates()
    {
        Parameter slow = Start(),
            fast = Start();
        using SGD optimizer = optim.SGD(
            [
                new SGD.ParamGroup([slow]) { Options = new SGD.Options { LearningRate = 0.1 } },
                new SGD.ParamGroup([fast]) { Options = new SGD.Options { LearningRate = 1 } },
            ],
            0.5
        );
        Run(optimizer, slow);
        Run(optimizer, fast);
        double sum = Gradients.Sum();
        Assert.AreEqual(1 - 0.1 * (sum + Gradients[^1] * Gradients.Length), slow[0].ToDouble(), 1e-12);
        Assert.AreEqual(1 - sum, fast[0].ToDouble(), 1e-12);
    }

    [TestMethod]
    public void SchedulesChangeTheRate()
    {
        double[] Rates(Func<optim.Optimizer, optim.lr_scheduler.LRScheduler> make)
        {
            using SGD optimizer = optim.SGD([Start()], 1);
            optim.lr_scheduler.LRScheduler schedule = make(optimizer);
            return
            [
                .. Enumerable
                    .Range(0, 5)
                    .Select(_ =>
                    {
                        double rate = optimizer.ParamGroups.Single().LearningRate;
                        schedule.step();
                        return rate;
                    }),
            ];
        }

        Same([1, 1, 0.1, 0.1, 0.01], Rates(o => optim.lr_scheduler.StepLR(o, 2)));
        Same([1, 0.5, 1.0 / 3, 0.25, 0.2], Rates(o => optim.lr_scheduler.LambdaLR(o, epoch => 1.0 / (1 + epoch))));
        Same([0.5, 0.75, 1, 1, 1], Rates(o => optim.lr_scheduler.LinearLR(o, 0.5, 1, 2)));
        Same(
            [1, (1 + Math.Cos(Math.PI / 4)) / 2, 0.5, (1 - Math.Cos(Math.PI / 4)) / 2, 0],
            Rates(o => optim.lr_scheduler.CosineAnnealingLR(o, 4))
        );
    }

    [TestMethod]
    public void ClippingBoundsTheJointNorm()
    {
        Parameter first = Start(),
            second = Start();
        first.grad = tensor(new[] { 3.0 }, ScalarType.Float64);
        second.grad = tensor(new[] { 4.0 }, ScalarType.Float64);
        Assert.AreEqual(5, nn.utils.clip_grad_norm_([first, second], 1), 1e-9);
        Assert.AreEqual(0.6, first.grad![0].ToDouble(), 1e-5);
        Assert.AreEqual(0.8, second.grad![0].ToDouble(), 1e-5);
    }

    [TestMethod]
    public void ParametersTravelAsOneVector()
    {
        using var source = nn.Linear(2, 3);
        using var target = nn.Linear(2, 3);
        Tensor vector = nn.utils.parameters_to_vector(source.parameters());
        Assert.AreEqual(9, vector.numel());
        nn.utils.vector_to_parameters(vector, target.parameters());
        AreEqual(Values(source.weight!), target.weight!, 0);
        AreEqual(Values(source.bias!), target.bias!, 0);
    }
}
