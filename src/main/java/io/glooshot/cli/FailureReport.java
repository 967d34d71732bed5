package io.glooshot.cli;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.glooshot.install.Refusal;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Tells on the error stream why a command failed: what, why, and what to do; with {@code -v} the stack trace as well. */
class FailureReport implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        tell(failure, command);
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    /** For a command that goes on all the same. */
    static void tell(Exception failure, CommandLine command) {
        CommandFailure told = told(failure, command);
        PrintWriter err = command.getErr();
        err.println("Error: " + oneLine(told.what()));
        err.println("Why:   " + oneLine(told.why()));
        err.println("Do:    " + oneLine(told.remedy()));
        if (Glooshot.isVerbose(command)) {
            failure.printStackTrace(err);
        }
        err.flush();
    }

    private static CommandFailure told(Exception failure, CommandLine command) {
        if (failure instanceof CommandFailure told) {
            return told;
        }
        if (failure instanceof Refusal refusal) {
            return new CommandFailure(refusal.what(), refusal.why(), refusal.remedy(), refusal);
        }
        String what = "'%s' failed".formatted(command.getCommandSpec().qualifiedName());
        if (failure instanceof KubernetesClientException refused) {
            return ApiProblem.of(what, refused);
        }
        return new CommandFailure(
                what, String.valueOf(failure), "Run it with -v for the details; it may be worth a bug report.");
    }

    /** What servers answer may have line breaks, or drive the terminal. */
    static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", "; ").replaceAll("[\\p{Cc}\\p{Cf}]", "?");
    }
}
