package io.glooshot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glooshot.docs.Markdown;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/** A command that a page shows can be copied: the command takes it as it is. */
class DocumentedCommandsTest {

    /** What a shell is given, and not what it answers. */
    private static final Pattern PROMPT = Pattern.compile("^\\$ (?=glooshot )|^target/(?=glooshot )");

    @TestFactory
    Stream<DynamicTest> commandsInThePagesAreUnderstood() throws IOException {
        return Markdown.pages().stream()
                .flatMap(page -> page.blocks().stream()
                        .flatMap(block -> commands(block)
                                .map(command -> DynamicTest.dynamicTest(
                                        page.file() + ":" + block.line() + " " + command, () -> parse(command)))));
    }

    @Test
    void noticesAnOptionThatThereIsNot() {
        List<String> found = commands(
                        new Markdown.Block(1, "sh", "glooshot init --quickly   # now\nkubectl get pods\n"))
                .toList();

        assertThat(found).containsExactly("glooshot init --quickly");
        assertThatThrownBy(() -> parse(found.get(0)))
                .isInstanceOf(CommandLine.UnmatchedArgumentException.class)
                .hasMessageContaining("--quickly");
    }

    private static Stream<String> commands(Markdown.Block block) {
        boolean shell = block.language().equals("sh");
        return block.text()
                .replace("\\\n", " ")
                .lines()
                .filter(line -> shell || block.language().equals("text") && line.startsWith("$ "))
                .map(line -> PROMPT.matcher(line).replaceFirst(""))
                .filter(line -> line.startsWith("glooshot "))
                .map(line -> line.replaceFirst("\\s+#.*", "").strip());
    }

    private static void parse(String command) {
        Example.of(new String[] {command})
                .forEach(words -> Glooshot.commandLine().parseArgs(words.toArray(String[]::new)));
    }
}
