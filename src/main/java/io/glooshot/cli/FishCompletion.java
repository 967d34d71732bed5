package io.glooshot.cli;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Completion for fish, which the command line library has none for: one rule for each word that a command takes. */
final class FishCompletion {

    /** Which command the words before the cursor have come to: {@code /create/experiment}. */
    private static final String WHERE = """
            function __%1$s_at --description 'Whether the words so far have come to this command'
                set -l at ''
                set -l words (commandline -opc)
                for word in $words[2..-1]
                    if contains -- "$at/$word" $__%1$s_commands
                        set at "$at/$word"
                    end
                end
                test "$at" = "$argv[1]"
            end

            """;

    private final String name;
    private final List<String> paths = new ArrayList<>();
    private final List<String> rules = new ArrayList<>();

    private FishCompletion(String name) {
        this.name = name;
    }

    static String of(CommandLine root) {
        FishCompletion fish = new FishCompletion(root.getCommandName());
        fish.add("", root);
        return "# Completion of %1$s for fish.%n%n".formatted(fish.name)
                + "set -g __%s_commands %s%n%n".formatted(fish.name, String.join(" ", fish.paths))
                + WHERE.formatted(fish.name)
                + "complete -c %s -f%n".formatted(fish.name)
                + String.join("", fish.rules);
    }

    private void add(String path, CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        for (OptionSpec option : spec.options()) {
            if (!option.hidden()) {
                rules.add(option(path, option));
            }
        }
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            String values = values(parameter);
            if (!values.isEmpty()) {
                rule(path, "-a %s -d %s".formatted(quoted(values), quoted(parameter.paramLabel())));
            }
        }
        for (Map.Entry<String, CommandLine> each : command.getSubcommands().entrySet()) {
            CommandSpec below = each.getValue().getCommandSpec();
            if (!below.usageMessage().hidden()) {
                paths.add(path + "/" + each.getKey());
                rule(
                        path,
                        "-a %s -d %s"
                                .formatted(
                                        each.getKey(),
                                        quoted(first(below.usageMessage().description()))));
                add(path + "/" + each.getKey(), each.getValue());
            }
        }
    }

    private void rule(String path, String rest) {
        rules.add(condition(path) + rest + System.lineSeparator());
    }

    private String condition(String path) {
        return "complete -c %s -n %s ".formatted(name, quoted("__%s_at '%s'".formatted(name, path)));
    }

    private String option(String path, OptionSpec option) {
        String names = Stream.of(option.names())
                .map(each -> each.startsWith("--") ? "-l " + each.substring(2) : "-s " + each.substring(1))
                .collect(Collectors.joining(" "));
        return "%s%s%s -d %s%n".formatted(condition(path), names, value(option), quoted(first(option.description())));
    }

    /** Whether a value follows, and which. */
    private static String value(OptionSpec option) {
        if (option.arity().max() == 0) {
            return "";
        }
        String values = values(option);
        if (!values.isEmpty()) {
            return " -x -a " + quoted(values);
        }
        boolean isFile = Path.class.isAssignableFrom(option.type()) || File.class.isAssignableFrom(option.type());
        return isFile ? " -r -F" : option.arity().min() == 0 ? "" : " -x";
    }

    private static String values(ArgSpec argument) {
        Iterable<String> candidates = argument.completionCandidates();
        return candidates == null
                ? ""
                : StreamSupport.stream(candidates.spliterator(), false).collect(Collectors.joining(" "));
    }

    /** A percent sign may be written twice, as in a format. */
    private static String first(String[] description) {
        return description.length == 0 ? "" : description[0].replace("%%", "%");
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
