using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A pipe that nobody listens to: messages other than a channel's have no public reader.</summary>
internal sealed class Pipe<TMessage>(string name) : IPipe<TMessage>
{
    public string ContextDescription => name;

    public TException Process<TException>(TException ex)
        where TException : Exception => ex;

    public void Send(TMessage msg)
    {
    }

    public void Dispose()
    {
    }
}
