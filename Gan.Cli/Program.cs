using Gan.Training.Native;

TorchLibrary.Warning += Console.Error.WriteLine;
return await Gan.Cli.Commands.CommandTree.RunAsync(args);
