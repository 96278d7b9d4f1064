return await Gan.Cli.Commands.CommandTree.RunAsync(args);
