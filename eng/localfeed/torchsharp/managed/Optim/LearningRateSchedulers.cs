namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Sets the learning rate of an optimizer from the number of steps (epochs) so far.</summary>
            public abstract class LRScheduler
            {
                protected int _step_count;
                private protected int _last_epoch;
                private protected bool _verbose;
                private protected Optimizer _optimizer;
                private protected IList<double> _base_lrs;
                private double[] _last;

                protected LRScheduler()
                {
                }

                protected LRScheduler(Optimizer optimizer, int last_epoch = -1, bool verbose = false)
                {
                    _optimizer = optimizer;
                    _last_epoch = last_epoch;
                    _verbose = verbose;
                    if (last_epoch == -1)
                    {
                        foreach (ILearningRateController group in optimizer.ParamGroups)
                            group.InitialLearningRate = group.LearningRate;
                    }
                    _base_lrs = [.. optimizer.ParamGroups.Select(group => group.InitialLearningRate)];
                    _last = [.. _base_lrs];
                }

                public virtual void step() => step((int?)null);

                public virtual void step(int? epoch)
                {
                    _step_count++;
                    _last_epoch = epoch ?? _last_epoch + 1;
                    double[] rates = [.. epoch is null ? get_lr() : get_closed_form_lr()];
                    int i = 0;
                    foreach (ILearningRateController group in _optimizer.ParamGroups)
                    {
                        if (_verbose && _last[i] != rates[i])
                            Console.WriteLine($"Adjusting learning rate to {rates[i]}");
                        group.LearningRate = rates[i++];
                    }
                    _last = rates;
                }

                public virtual void step(double current, int? epoch = null) => step(epoch);

                protected virtual IEnumerable<double> get_lr() => _last;

                protected virtual IEnumerable<double> get_closed_form_lr() => get_lr();

                public IEnumerable<double> get_last_lr() => _last;
            }
        }
    }
}
