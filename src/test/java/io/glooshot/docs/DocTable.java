package io.glooshot.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A table of a page, docs/conditions.md unless it is said, whose rows are a test's cases, so the documentation cannot be wrong. */
public final class DocTable {

    private static final Path DOC = Path.of("docs/conditions.md");

    private DocTable() {}

    /** The cells of each row under a heading, without the marks of code. */
    public static Stream<List<String>> under(String heading, int atLeast) throws IOException {
        return under(DOC, heading, atLeast);
    }

    /** The same of another page. */
    public static Stream<List<String>> under(Path page, String heading, int atLeast) throws IOException {
        List<List<String>> rows = Files.readAllLines(page).stream()
                .dropWhile(line -> !line.equals(heading))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## ") && !line.startsWith("### "))
                .filter(line -> line.startsWith("|"))
                .skip(2)
                .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                        .map(cell -> cell.replace("`", "").trim())
                        .toList())
                .toList();
        assertThat(rows).as("rows under " + heading).hasSizeGreaterThanOrEqualTo(atLeast);
        return rows.stream();
    }
}
