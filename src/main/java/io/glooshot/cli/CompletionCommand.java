package io.glooshot.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a shell needs to complete this command's words. */
@Command(
        name = "completion",
        description = {"Print a script by which a shell completes the words of this command.", "zsh runs that of bash."
        },
        footer = {
            "  source <(glooshot completion bash)",
            "  source <(glooshot completion zsh)",
            "  glooshot completion fish > ~/.config/fish/completions/glooshot.fish"
        },
        exitCodeList = {"0:printed", "2:wrong usage"},
        mixinStandardHelpOptions = true)
class CompletionCommand implements Callable<Integer> {

    /** Shells that there is a script for. Lower case, since that is how users call them. */
    enum Shell {
        bash,
        zsh,
        fish
    }

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish")
    private Shell shell;

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        String name = root.getCommandName();
        String script = shell == Shell.fish ? FishCompletion.of(root) : AutoComplete.bash(name, root);
        spec.commandLine().getOut().print(script);
        spec.commandLine().getOut().flush();
        return 0;
    }
}
