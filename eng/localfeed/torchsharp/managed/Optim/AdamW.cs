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
        : base(new Options { LearningRate = lr, beta1 = beta1, beta2 = beta2, weight_decay = weight_decay, eps = eps, amsgrad = amsgrad, maximize = maximize }, parameters)
    {
    }

    public (double, double) Betas
    {
        get => ((ParamGroup)_parameter_groups[0]).Betas;
        set
        {
            foreach (ParamGroup group in _parameter_groups)
                group.Betas = value;
        }
    }

    private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

    private protected override void Apply(Parameter parameter, Tensor gradient, OptimizerOptions groupOptions, OptimizerState parameterState)
    {
        var options = (Options)groupOptions;
        var state = (State)parameterState;
        double lr = options.LearningRate.Value, beta1 = options.beta1.Value, beta2 = options.beta2.Value;
        if (options.weight_decay != 0)
            Update.Scale(parameter, 1 - lr * options.weight_decay.Value);
        gradient = Update.Direction(gradient, parameter, 0, options.maximize.Value);
        Update.Average(state.exp_avg, gradient, beta1);
        Update.AverageSquare(state.exp_avg_sq, gradient, beta2);
        Tensor square = options.amsgrad.Value ? Update.Maximum(state.max_exp_avg_sq, state.exp_avg_sq) : state.exp_avg_sq;
        Update.AdamStep(parameter, state.exp_avg, square, ++state.step, lr, beta1, beta2, options.eps.Value);
    }

    public class Options : OptimizerOptions
    {
        public double? beta1;
        public double? beta2;
        public double? weight_decay;
        public double? eps;
        public bool? amsgrad;
        public bool? maximize;

        private protected override void Fields(OptimizerOptions source, FieldAction<double?> number, FieldAction<bool?> flag)
        {
            var other = (Options)source;
            number(ref beta1, other.beta1);
            number(ref beta2, other.beta2);
            number(ref weight_decay, other.weight_decay);
            number(ref eps, other.eps);
            flag(ref amsgrad, other.amsgrad);
            flag(ref maximize, other.maximize);
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

        public override void SaveStateDict(BinaryWriter writer) => SaveFields(writer);
        public override void LoadStateDict(BinaryReader reader) => LoadFields(reader);
        public override void LoadStateDict(OptimizerState source) => CopyFields(source);
        public override bool ApproximatelyEquals(OptimizerState other) => FieldsEqual(other);
        public void Dispose() => DisposeFields();

        private protected override void Fields(OptimizerState source, FieldAction<long> count, FieldAction<Tensor> tensor)
        {
            var other = (State)source;
            count(ref step, other.step);
            tensor(ref exp_avg, other.exp_avg);
            tensor(ref exp_avg_sq, other.exp_avg_sq);
            tensor(ref max_exp_avg_sq, other.max_exp_avg_sq);
        }
    }
}
