using Microsoft.Extensions.Logging;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace Gan.MLNet;

/// <summary>Sends what an ML.NET context logs to where an app's other messages go.</summary>
public static partial class LoggingExtensions
{
    /// <summary>Passes each message of the context's log on to a logger: warnings of transformers (a GPU that cannot be used, a
    /// score that finds no abnormal rows), progress of trainers, and whatever else ML.NET says.</summary>
    /// <param name="context">The context; whatever it logged before is not repeated.</param>
    /// <param name="logger">Where they go: errors as errors, warnings as warnings, information as information, traces as
    /// traces.</param>
    /// <returns>The context.</returns>
    public static MLContext LogTo(this MLContext context, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(logger);
        context.Log += (_, message) =>
        {
            var level = LevelOf(message.Kind);
            if (logger.IsEnabled(level))
                Write(logger, level, message.Source, message.RawMessage);
        };
        return context;
    }

    private static LogLevel LevelOf(ChannelMessageKind kind) =>
        kind switch
        {
            ChannelMessageKind.Error => LogLevel.Error,
            ChannelMessageKind.Warning => LogLevel.Warning,
            ChannelMessageKind.Info => LogLevel.Information,
            _ => LogLevel.Trace,
        };

    [LoggerMessage(Message = "{Source}: {Message}")]
    private static partial void Write(ILogger logger, LogLevel level, string source, string message);
}
