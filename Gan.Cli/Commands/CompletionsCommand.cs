using System.CommandLine;

namespace Gan.Cli.Commands;

/// <summary><c>gan completions</c>: what makes a shell complete the command's words.</summary>
internal static class CompletionsCommand
{
    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = """
            _gan() {
                local IFS=$'\n'
                COMPREPLY=($(compgen -W "$(gan "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _gan gan
            """,
        ["zsh"] = """
            _gan() {
                local -a words_found
                words_found=("${(@f)$(gan "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
                compadd -a words_found
                _files
            }
            compdef _gan gan
            """,
        ["fish"] = """
            complete -c gan -a '(gan "[suggest:"(string length -- (commandline -cp))"]" (commandline -cp) 2>/dev/null)'
            """,
        ["pwsh"] = """
            Register-ArgumentCompleter -Native -CommandName gan -ScriptBlock {
                param($word, $line, $position)
                gan "[suggest:$position]" "$line" | Where-Object { $_ -like "$word*" } |
                    ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
            }
            """,
    };

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = string.Join(", ", Scripts.Keys) + "." };
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        var command = new Command("completions", "Print a script that makes a shell complete gan's commands, options and names.")
        {
            shell,
        };
        command.SetAction(result => Console.WriteLine(Scripts[result.GetRequiredValue(shell)]));
        return CommandHelp.WithExamples(
            command,
            "source <(gan completions bash)         # in ~/.bashrc",
            "gan completions fish > ~/.config/fish/completions/gan.fish"
        );
    }
}
