package io.glooshot.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Tells on the error stream what a command did not understand, in the three lines of {@link FailureReport}: the whole help
 * would push the reason out of sight. Whoever names no command gets it all the same.
 */
class UsageReport implements IParameterExceptionHandler {

    private static final int MOST_SUGGESTIONS = 3;

    @Override
    public int handleParseException(ParameterException failure, String[] words) {
        CommandLine command = failure.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        PrintWriter err = command.getErr();
        err.println("Error: '%s' cannot be run like this".formatted(name));
        err.println("Why:   " + FailureReport.oneLine(failure.getMessage().replaceFirst("^Error: ", "")));
        List<String> suggestions = failure instanceof UnmatchedArgumentException unmatched
                ? unmatched.getSuggestions().stream().limit(MOST_SUGGESTIONS).toList()
                : List.of();
        err.println(
                suggestions.isEmpty()
                        ? "Do:    See `%s --help`.".formatted(name)
                        : "Do:    See `%s --help`; did you mean %s?".formatted(name, either(suggestions)));
        if (suggestions.isEmpty() && !command.getSubcommands().isEmpty()) {
            err.println();
            command.usage(err);
        }
        if (Glooshot.isVerbose(command)) {
            failure.printStackTrace(err);
        }
        err.flush();
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static String either(List<String> suggestions) {
        return suggestions.stream().map("`%s`"::formatted).collect(Collectors.joining(" or "));
    }
}
