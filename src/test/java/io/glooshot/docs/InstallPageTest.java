package io.glooshot.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.cli.Golden;
import io.glooshot.install.ValuesReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/install.md shows what the commands really print, and the values that there are. */
class InstallPageTest {

    private static final Path PAGE = Path.of("docs/install.md");
    private static final String FENCE = "```";
    private static final Pattern OUTPUT = Pattern.compile("(?<head><!-- output: (?<name>[a-z-]+) -->\n" + FENCE
            + "text\n\\$ [^\n]*\n)(?:(?!" + FENCE + ").*\n)*" + FENCE);
    private static final Pattern KEY = Pattern.compile("^\\| `([a-zA-Z.]+)` \\|", Pattern.MULTILINE);

    /** InitIT, UninstallIT and DoctorIT compare these files with what is printed. {@code -Ddocs.update} copies them. */
    @Test
    void showsRealOutputs() throws IOException {
        String page = Files.readString(PAGE);
        Matcher outputs = OUTPUT.matcher(page);
        StringBuilder real = new StringBuilder();
        while (outputs.find()) {
            String printed = Files.readString(Golden.DIRECTORY.resolve(outputs.group("name") + ".txt"));
            outputs.appendReplacement(real, Matcher.quoteReplacement(outputs.group("head") + printed + FENCE));
        }
        outputs.appendTail(real);

        if (System.getProperty("docs.update") != null) {
            Files.writeString(PAGE, real);
        } else {
            assertThat(page).as("-Ddocs.update writes it anew").isEqualTo(real.toString());
        }
        assertThat(OUTPUT.matcher(page).results()).hasSizeGreaterThan(8);
    }

    @Test
    void examplesOfValuesCanBeUsed() throws IOException {
        List<Markdown.Block> examples = Markdown.read(PAGE).blocks().stream()
                .filter(block -> block.language().equals("yaml"))
                .toList();

        assertThat(examples).isNotEmpty();
        examples.forEach(example -> new ValuesReader().yaml(example.text()).read());
    }

    /** The reader names all that it knows when it meets one that it does not. */
    @Test
    void listsEveryKey() throws IOException {
        Set<String> listed = KEY.matcher(Files.readString(PAGE))
                .results()
                .map(key -> key.group(1).split("\\.")[0])
                .collect(Collectors.toCollection(TreeSet::new));
        String refusal = "";
        try {
            new ValuesReader().yaml("unknown: 1").read();
        } catch (RuntimeException unknown) {
            refusal = unknown.getMessage();
        }

        assertThat(refusal).endsWith("there are: " + String.join(", ", listed));
    }
}
