package io.glooshot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.playground.Command;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * A session at a terminal in {@code src/test/resources/cli/}: each line that begins with {@code $} is run, and what comes
 * back has to be what stands below it. Times, ages and UIDs are shown as such. {@code -Dgolden.update} writes all of it anew.
 */
final class Transcript {

    private static final Path DIRECTORY = Path.of("src/test/resources/cli");
    private static final String PROMPT = "$ ";
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    private static final Pattern GAP = Pattern.compile("(?<=\\S) {3,}(?=\\S)");

    /** The longest first: an age may be part of a time. */
    private static final Map<Pattern, String> SHAPES = shapes();

    private static Map<Pattern, String> shapes() {
        Map<Pattern, String> shapes = new LinkedHashMap<>();
        shapes.put(Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z"), "<time>");
        shapes.put(Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "<uid>");
        shapes.put(Pattern.compile("(resourceVersion\"? ?: )\"\\d+\""), "$1<version>");
        shapes.put(Pattern.compile("\\bv1\\.\\d+\\.\\d+\\b"), "<kubernetes>");
        // Where ages stand; what is two blanks away from its name was written by the user.
        shapes.put(Pattern.compile("(?<= {3}|\\(|\\(in |Remaining: {2})\\d{1,3}[sdy](?= ago|\\)| {3}|$)"), "<age>");
        shapes.put(Pattern.compile("127\\.0\\.0\\.1:\\d+"), "127.0.0.1:<port>");
        return shapes;
    }

    /** Runs what is not a command of ours. */
    interface Shell {
        Command.Result run(String[] words);
    }

    private final Map<String, Path> kubeconfigs;
    private final Shell shell;

    /** @param kubeconfigs by the names that a line can choose one with, as in {@code KUBECONFIG=guest glooshot …} */
    Transcript(Map<String, Path> kubeconfigs, Shell shell) {
        this.kubeconfigs = kubeconfigs;
        this.shell = shell;
    }

    void play(String name) throws IOException {
        Path file = DIRECTORY.resolve(name);
        String expected = Files.readString(file);
        StringBuilder session = new StringBuilder();
        for (String block : expected.split("(?m)^(?=\\$ )")) {
            if (block.startsWith(PROMPT)) {
                String line = block.lines().findFirst().orElseThrow();
                session.append(session.isEmpty() || session.toString().endsWith("\n\n") ? "" : "\n")
                        .append(line)
                        .append('\n')
                        .append(shaped(run(line.substring(PROMPT.length()))));
            } else {
                // What introduces the session to its readers.
                session.append(block);
            }
        }
        if (System.getProperty("golden.update") != null) {
            Files.writeString(file, session);
        }
        assertThat(session.toString()).as(file.toString()).isEqualTo(Files.readString(file));
    }

    private String run(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(line);
        while (word.find()) {
            words.add(Stream.of(1, 2)
                    .map(word::group)
                    .filter(each -> each != null)
                    .findFirst()
                    .orElseThrow());
        }
        String who = "admin";
        if (words.get(0).startsWith("KUBECONFIG=")) {
            who = words.remove(0).substring("KUBECONFIG=".length());
        }
        assertThat(kubeconfigs).containsKey(who);
        return words.get(0).equals("glooshot")
                ? glooshot(kubeconfigs.get(who), words.subList(1, words.size()))
                : text(shell.run(words.toArray(String[]::new)));
    }

    /** In this JVM, as {@code main} runs it. */
    private static String glooshot(Path kubeconfig, List<String> words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command =
                Glooshot.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        List<String> all = new ArrayList<>(words);
        if (takesKubeconfig(words) && !words.contains("--kubeconfig")) {
            all.addAll(List.of("--kubeconfig", kubeconfig.toString()));
        }
        int code = command.execute(all.toArray(String[]::new));
        return text(new Command.Result(code, out.toString(), err.toString()));
    }

    private static boolean takesKubeconfig(List<String> words) {
        CommandLine at = Glooshot.commandLine();
        for (String word : words) {
            CommandLine next = at.getSubcommands().get(word);
            if (next == null) {
                break;
            }
            at = next;
        }
        return at.getCommandSpec().findOption("--kubeconfig") != null;
    }

    /** The error stream after the other one, each line marked; a code that is not 0 at the end. */
    private static String text(Command.Result result) {
        String err = result.stderr().lines().map(line -> "! " + line + "\n").collect(Collectors.joining());
        return result.stdout() + err + (result.exitCode() == 0 ? "" : "[exit code %d]\n".formatted(result.exitCode()));
    }

    private static String shaped(String text) {
        return text.replace(Version.ofBuild(), "<version>")
                .lines()
                .map(Transcript::shapedLine)
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    /** What is of another length each time moves the columns that come after it. */
    private static String shapedLine(String line) {
        String shaped = line;
        for (var shape : SHAPES.entrySet()) {
            shaped = shape.getKey().matcher(shaped).replaceAll(shape.getValue());
        }
        return shaped.equals(line) ? line : GAP.matcher(shaped).replaceAll("   ");
    }
}
