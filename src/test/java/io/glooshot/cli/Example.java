package io.glooshot.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A line of examples in a command's help, cut into words as a shell would do it. */
final class Example {

    private static final Pattern COMMAND = Pattern.compile("\\bglooshot (.*)");

    /** What is quoted, a word, or what ends the command. */
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|([^\\s|>)]+)|([|>)])");

    private Example() {}

    /** The words after {@code glooshot} of each example; a backslash continues one on the next line. */
    static Stream<List<String>> of(String[] footer) {
        return Stream.of(String.join("\n", footer).replace("\\\n", " ").split("\n"))
                .filter(line -> !line.isBlank())
                .map(Example::words);
    }

    private static List<String> words(String line) {
        Matcher command = COMMAND.matcher(line);
        if (!command.find()) {
            throw new AssertionError("no example of glooshot: " + line);
        }
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(command.group(1));
        while (word.find() && word.group(4) == null) {
            words.add(Stream.of(1, 2, 3)
                    .map(word::group)
                    .filter(each -> each != null)
                    .findFirst()
                    .orElseThrow());
        }
        return words;
    }
}
