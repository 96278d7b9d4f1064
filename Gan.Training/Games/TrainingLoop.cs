using static TorchSharp.torch;

namespace Gan.Training.Games;

/// <summary>The loop that every game is trained with: batches, updates, accumulated gradients, parts, averages,
/// reports.</summary>
internal sealed class TrainingLoop
{
    private readonly Game _game;
    private readonly Schedules.Schedule _learningRate;
    private readonly int _accumulation;

    public TrainingLoop(Game game, Schedules.Schedule learningRate, int accumulation)
    {
        (_game, _learningRate, _accumulation) = (game, learningRate, accumulation);
        Check(game.Stages);
        using var scope = NewDisposeScope();
        foreach (var part in game.Parts)
            part.Prepare(game);
    }

    /// <summary>Steps done.</summary>
    public long Step { get; set; }

    /// <summary>What every learning rate is multiplied by, beside the recipe's schedule: below 1 after a guard went
    /// back.</summary>
    public double LearningRateScale { get; set; } = 1;

    /// <summary>Takes one step: every update of the present stage.</summary>
    /// <param name="report">Whether to read the losses and metrics, which waits for the device.</param>
    public StepReport? TakeStep(bool report)
    {
        using var scope = NewDisposeScope();
        var losses = report ? new Dictionary<string, double>() : null;
        var metrics = report ? new Dictionary<string, double>() : null;
        Update[] updates = [.. StageOf(Step).Updates.Where(u => Step % u.Every == 0)];
        StepContext? context = null;
        try
        {
            for (var i = 0; i < updates.Length; i++)
            {
                for (var repeat = 1; repeat <= updates[i].Repeats; repeat++)
                {
                    var last = repeat == updates[i].Repeats;
                    // Batches are not shared where gradients come from several, made one after another to save memory.
                    if (_accumulation > 1 || !updates[i].SharesBatch || context is null)
                    {
                        context?.Dispose();
                        var isShared = _accumulation == 1 && last && i + 1 < updates.Length && updates[i + 1].SharesBatch;
                        context = new StepContext(_game, Step, isShared, last ? metrics : null, _accumulation);
                    }

                    context = Make(updates[i], context, last ? losses : null, last ? metrics : null);
                }
            }
        }
        finally
        {
            context?.Dispose();
        }

        Step++;
        if (losses is null || metrics is null)
            return null;
        foreach (var (name, value) in _game.Parts.SelectMany(p => p.Metrics))
            metrics[name] = Number(value);
        return new StepReport(Step, losses, metrics);
    }

    /// <summary>One update, from the mean gradient of one batch or of several.</summary>
    /// <returns>The batch that was learned from last.</returns>
    private StepContext Make(
        Update update,
        StepContext context,
        Dictionary<string, double>? losses,
        Dictionary<string, double>? metrics
    )
    {
        var player = update.Player;
        player.Parameters.ZeroGradients();
        for (var batch = 1; batch < _accumulation; batch++)
        {
            using (var inner = NewDisposeScope())
                Backward(update, context);
            context.Dispose();
            context = new StepContext(_game, Step, isShared: false, metrics, _accumulation);
        }

        using var scope = NewDisposeScope();
        var loss = Backward(update, context);
        using var noGrad = no_grad();
        player.Parameters.CollectGradients();
        foreach (var part in _game.Parts)
            part.BeforeUpdate(player, context);
        player.Step(_learningRate.At(Step) * LearningRateScale);
        foreach (var part in _game.Parts)
            part.AfterUpdate(player, context);
        player.Parameters.Publish();
        player.EndUpdate();
        if (losses is not null && metrics is not null)
            Read(player, loss, losses, metrics, StageOf(Step).Updates.Count(u => u.Player == player) > 1);
        return context;
    }

    private PlayerLoss Backward(Update update, StepContext context)
    {
        foreach (var other in update.Frozen)
            other.Parameters.Freeze(true);
        try
        {
            var loss = update.Loss(context);
            (_accumulation == 1 ? loss.Total : loss.Total / _accumulation).backward();
            return loss;
        }
        finally
        {
            foreach (var other in update.Frozen)
                other.Parameters.Freeze(false);
        }
    }

    /// <summary>The total under the player's name, of all its updates together, and where it has several terms each as
    /// "player/term".</summary>
    private static void Read(
        Player player,
        PlayerLoss loss,
        Dictionary<string, double> losses,
        Dictionary<string, double> metrics,
        bool hasMoreUpdates
    )
    {
        losses[player.Name] = losses.GetValueOrDefault(player.Name) + Number(loss.Total);
        if (hasMoreUpdates || loss.Terms.Count > 1)
        {
            foreach (var (name, value) in loss.Terms)
                losses[$"{player.Name}/{name}"] = Number(value);
        }

        metrics[$"gradient/{player.Name}"] = player.Parameters.Gradients.norm().item<float>();
    }

    /// <summary>A game is code, and these are its mistakes.</summary>
    private static void Check(IReadOnlyList<Stage> stages)
    {
        if (stages.Count == 0 || stages[^1].Steps != Stage.Endless)
            throw new ArgumentException("A game needs a stage, and its last one must be endless (Stage.Endless).");
        foreach (var stage in stages)
        {
            if (stage.Updates.Count == 0)
                throw new ArgumentException($"The stage '{stage.Name}' has no update.");
            if (stage.Updates.FirstOrDefault(u => u.Repeats < 1 || u.Every < 1) is { } update)
                throw new ArgumentException(
                    $"An update of '{update.Player.Name}' in the stage '{stage.Name}' is made {update.Repeats} times at every "
                        + $"{update.Every} steps; both must be at least 1."
                );
        }
    }

    private Stage StageOf(long step)
    {
        foreach (var stage in _game.Stages)
        {
            if (step < stage.Steps)
                return stage;
            step -= stage.Steps;
        }

        return _game.Stages[^1];
    }

    private static double Number(Tensor value) => value.to(ScalarType.Float32).item<float>();
}
