package io.glooshot.docs;

import io.glooshot.cli.Glooshot;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The reference of the command line for people, made from the commands themselves. */
final class CliReference {

    /** They stand once at the head of the page. */
    private static final Set<String> EVERYWHERE = Set.of("--help", "--verbose", "--kubeconfig", "--context");

    private static final String HEAD = """
            # The `glooshot` command

            <!-- Generated from the commands; CliReferenceTest says how. -->

            `./mvnw package` leaves `target/glooshot`, a script that runs the jars in `target/quarkus-app` beside it. It can be linked to from anywhere,
            such as a folder in `PATH`; whoever moves it moves `quarkus-app` along. It takes Java 17 or newer from `JAVA_HOME` or `PATH`.

            | For all commands | |
            |---|---|
            | `--kubeconfig FILE` | the kubeconfig; by default `$KUBECONFIG`, `~/.kube/config`, or the pod's service account |
            | `--context NAME` | the context of the kubeconfig; one that it does not have is refused |
            | `-n`, `-A`, `-o`, `-l` | namespace, all namespaces, output and selector, as with kubectl |
            | `-h`, `--help` | help, with examples and exit codes |
            | `-v`, `--verbose` | the stack trace below an error |

            Exit codes are 0 for done, 1 for failed and 2 for wrong usage, where a command does not say more. What is asked for goes to the standard output and
            everything else to the standard error. An error is told in three lines:

            ```text
            $ glooshot stop abort-ratings -n shop
            Error: experiment shop/abort-ratings cannot be told to stop
            Why:   PATCH /apis/glooshot.solo.io/v1/namespaces/shop/experiments/abort-ratings was answered with 403: …
            Do:    Ask an administrator for that right; `glooshot doctor` lists those that you have.
            ```

            ## Completion

            ```sh
            source <(glooshot completion bash)                                          # in ~/.bashrc
            source <(glooshot completion zsh)                                           # in ~/.zshrc
            glooshot completion fish > ~/.config/fish/completions/glooshot.fish         # once
            ```

            ## Start

            No command but `controller` starts Quarkus. The first one that is run has the JVM write the classes that commands use into
            `~/.cache/glooshot/class-data` (`$XDG_CACHE_HOME` where that is set) in the form it has them in memory, in the background, and those that come later and ask a
            cluster take less than two thirds of the time; [Benchmarks](benchmarks.md#commands) has the figures. There is one such file, of some 40 MB, for each build of Gloo Shot and each JVM; those older than 30 days
            are deleted. Where it cannot be written or used, commands start without it, and say nothing. `GLOOSHOT_CLASS_DATA=off` keeps all of it away;
            `guard` and `controller` make and use none. [ADR 26](adr/0026-commands-start-from-a-script.md) says why.
            """;

    private final StringBuilder page = new StringBuilder(HEAD);

    private CliReference() {}

    static String generate() {
        CliReference reference = new CliReference();
        Glooshot.commandLine().getSubcommands().values().forEach(reference::add);
        return reference.page.toString();
    }

    private void add(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        if (command.getCommand() instanceof CommandLine.HelpCommand
                || spec.usageMessage().hidden()) {
            return;
        }
        UsageMessageSpec help = spec.usageMessage();
        page.append("\n## ").append(spec.qualifiedName()).append("\n\n");
        page.append(Stream.of(help.description())
                        .map(line -> line.replace("%%", "%"))
                        .collect(Collectors.joining("\n\n")))
                .append("\n");
        block(Stream.of(help.footer()).map(line -> line.replaceFirst("^ {2}", "")));
        table("Arguments and options", arguments(spec));
        table(
                "Exit code",
                help.exitCodeList().entrySet().stream()
                        .map(each -> row(each.getKey(), each.getValue()))
                        .toList());
        command.getSubcommands().values().forEach(this::add);
    }

    private static List<String> arguments(CommandSpec spec) {
        Stream<String> positional = spec.positionalParameters().stream()
                .filter(each -> !each.hidden())
                .map(each -> row("`%s`".formatted(label(each)), text(each.description())));
        Stream<String> options = spec.options().stream()
                .filter(each -> !each.hidden() && EVERYWHERE.stream().noneMatch(name -> has(each, name)))
                .map(each -> row(names(each), text(each.description())));
        return Stream.concat(positional, options).toList();
    }

    private static boolean has(OptionSpec option, String name) {
        return List.of(option.names()).contains(name);
    }

    private static String label(PositionalParamSpec argument) {
        return argument.paramLabel() + (argument.arity().max() > 1 ? "…" : "");
    }

    private static String names(OptionSpec option) {
        String names = Stream.of(option.names()).map("`%s`"::formatted).collect(Collectors.joining(", "));
        if (option.arity().max() == 0) {
            return names;
        }
        String value = option.arity().min() == 0 ? "[=%s]".formatted(option.paramLabel()) : " " + option.paramLabel();
        return names.substring(0, names.length() - 1) + value + "`";
    }

    /** Defaults are filled in by the library, and percent signs mostly. */
    private static String text(String[] description) {
        return String.join(" ", description).replace("%%", "%");
    }

    private static String row(String name, String text) {
        String escaped = text.replace("|", "\\|").replace("<", "\\<");
        return "| %s | %s |\n".formatted(name, escaped);
    }

    private void table(String title, List<String> rows) {
        if (!rows.isEmpty()) {
            page.append("\n| ").append(title).append(" | |\n|---|---|\n");
            rows.forEach(page::append);
        }
    }

    private void block(Stream<String> lines) {
        page.append("\n```sh\n").append(lines.collect(Collectors.joining("\n"))).append("\n```\n");
    }
}
