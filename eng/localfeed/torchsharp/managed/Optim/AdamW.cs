using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019).</summary>
public class AdamW : OptimizerHelper, optim.IBetas
{
    public AdamW(IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
    {
    }

    public AdamW(IEnumerable<ParamGroup> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
    {
        _defaults = new Options { LearningRate = lr, InitialLearningRate = lr, beta1 = beta1, beta2 = beta2, weight_decay = weight_decay, eps = eps, amsgrad = amsgrad, maximize = maximize };
        foreach (ParamGroup group in parameters)
            add_param_group(group);
    }

    public (double, double) Betas
    {
        get => ((ParamGroup)_parameter_groups[0]).Betas;
        set
        {
            foreach (Modules.ParamGroup group in _parameter_groups)
                ((ParamGroup)group).Betas = value;
        }
    }

    public override Tensor step(Func<Tensor> closure = null) => _step<ParamGroup>(Apply, closure);

    public override void add_param_group(Modules.ParamGroup param_group)
    {
        param_group.Options ??= new Options();
        var defaults = (Options)_defaults;
        var options = (Options)param_group.Options;
        options.beta1 ??= defaults.beta1;
        options.beta2 ??= defaults.beta2;
        options.weight_decay ??= defaults.weight_decay;
        options.eps ??= defaults.eps;
        options.amsgrad ??= defaults.amsgrad;
        options.maximize ??= defaults.maximize;
        base.add_param_group(param_group);
    }

    private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

    private void Apply(ParamGroup group)
    {
        Options options = group.Options;
        double lr = options.LearningRate.Value;
        foreach (Parameter parameter in group.Parameters)
            Apply(parameter, (State)StateOf(parameter), options, lr);
    }

    private static void Apply(Parameter parameter, State state, Options options, double lr)
    {
        Tensor gradient = Gradient(parameter, 0, options.maximize.Value);
        if (gradient is null)
            return;
        double beta1 = options.beta1.Value, beta2 = options.beta2.Value;
        state.step++;
        if (options.weight_decay != 0)
            Update.Scale(parameter, 1 - lr * options.weight_decay.Value);
        Update.Scale(state.exp_avg, beta1);
        Update.AddScaled(state.exp_avg, gradient, 1 - beta1);
        Update.Scale(state.exp_avg_sq, beta2);
        Update.AddProduct(state.exp_avg_sq, gradient, gradient, 1 - beta2);
        Tensor square = state.exp_avg_sq;
        if (options.amsgrad.Value)
        {
            state.max_exp_avg_sq.copy_(maximum(state.max_exp_avg_sq, square));
            square = state.max_exp_avg_sq;
        }
        double rate = lr / (1 - Math.Pow(beta1, state.step));
        using Tensor denominator = Update.Denominator(square, Math.Sqrt(1 - Math.Pow(beta2, state.step)), options.eps.Value);
        Update.AddQuotient(parameter, state.exp_avg, denominator, -rate);
    }

    public class Options : OptimizerOptions
    {
        public double? beta1;
        public double? beta2;
        public double? weight_decay;
        public double? eps;
        public bool? amsgrad;
        public bool? maximize;

        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            var other = (Options)source;
            beta1 = other.beta1;
            beta2 = other.beta2;
            weight_decay = other.weight_decay;
            eps = other.eps;
            amsgrad = other.amsgrad;
            maximize = other.maximize;
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            beta1 = reader.ReadDouble();
            beta2 = reader.ReadDouble();
            weight_decay = reader.ReadDouble();
            eps = reader.ReadDouble();
            amsgrad = reader.ReadBoolean();
            maximize = reader.ReadBoolean();
        }

        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            writer.Write(beta1.Value);
            writer.Write(beta2.Value);
            writer.Write(weight_decay.Value);
            writer.Write(eps.Value);
            writer.Write(amsgrad.Value);
            writer.Write(maximize.Value);
        }
    }

    public class ParamGroup : ParamGroup<Options>, optim.IBetas
    {
        public ParamGroup()
        {
        }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options)
        {
        }

        public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : base(parameters, new Options { LearningRate = lr, beta1 = beta1, beta2 = beta2, weight_decay = weight_decay, eps = eps, amsgrad = amsgrad, maximize = maximize })
        {
        }

        public (double, double) Betas
        {
            get => (Options.beta1.Value, Options.beta2.Value);
            set => (Options.beta1, Options.beta2) = value;
        }
    }

    public sealed class State(Parameter parameter) : OptimizerState(parameter), IDisposable
    {
        public long step;
        public Tensor exp_avg;
        public Tensor exp_avg_sq;
        public Tensor max_exp_avg_sq;

        public override void Initialize(OptimizerOptions options)
        {
            step = 0;
            exp_avg = ZerosFor(_parameter);
            exp_avg_sq = ZerosFor(_parameter);
            max_exp_avg_sq = ((Options)options).amsgrad == true ? ZerosFor(_parameter) : null;
        }

        public override void LoadStateDict(OptimizerState source)
        {
            var other = (State)source;
            step = other.step;
            CopyTensor(ref exp_avg, other.exp_avg, _parameter.device);
            CopyTensor(ref exp_avg_sq, other.exp_avg_sq, _parameter.device);
            CopyTensor(ref max_exp_avg_sq, other.max_exp_avg_sq, _parameter.device);
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            step = reader.ReadInt64();
            LoadConditionalStateTensor(reader, ref exp_avg, _parameter.device);
            LoadConditionalStateTensor(reader, ref exp_avg_sq, _parameter.device);
            LoadConditionalStateTensor(reader, ref max_exp_avg_sq, _parameter.device);
        }

        public override void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(step);
            SaveConditionalStateTensor(writer, exp_avg);
            SaveConditionalStateTensor(writer, exp_avg_sq);
            SaveConditionalStateTensor(writer, max_exp_avg_sq);
        }

        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State state && step == state.step && Close(exp_avg, state.exp_avg) && Close(exp_avg_sq, state.exp_avg_sq) && Close(max_exp_avg_sq, state.max_exp_avg_sq);

        public override void to(Device device)
        {
            MoveTensor(exp_avg, device);
            MoveTensor(exp_avg_sq, device);
            MoveTensor(max_exp_avg_sq, device);
        }

        public void Dispose()
        {
            exp_avg?.Dispose();
            exp_avg_sq?.Dispose();
            max_exp_avg_sq?.Dispose();
        }
    }
}
