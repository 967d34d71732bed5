package io.glooshot.e2e;

import io.glooshot.cli.Glooshot;
import io.glooshot.playground.ControllerProcess;
import io.glooshot.playground.PseudoTerminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Somebody with {@code glooshot} and a kubeconfig. */
record Cli(Path kubeconfig) {

    record Outcome(int code, String out, String err) {

        /** Without what differs from run to run. */
        String settled() {
            return out.replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "<time>")
                    .replaceAll("\\d\\d:\\d\\d:\\d\\d", "HH:MM:SS")
                    .replaceAll("again [0-9.ms]+ after", "again <duration> after");
        }
    }

    /** In this process, where standard output is no terminal. */
    Outcome run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Glooshot.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(words(arguments).toArray(String[]::new));
        return new Outcome(code, out.toString(), err.toString());
    }

    /** The packaged command in a process of its own, at a terminal. */
    PseudoTerminal atTerminal(int rows, int columns, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(ControllerProcess.program());
        command.addAll(words(arguments));
        return PseudoTerminal.start(rows, columns, environment, command);
    }

    private List<String> words(String... arguments) {
        List<String> words = new ArrayList<>(List.of(arguments));
        words.addAll(1, List.of("--kubeconfig", kubeconfig.toString()));
        return words;
    }
}
