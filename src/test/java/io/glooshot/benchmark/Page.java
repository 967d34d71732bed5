package io.glooshot.benchmark;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Results for people.
 *
 * @param notes what has to be known to read the tables
 * @param problems what must not be so, whatever the machine
 */
record Page(String title, List<Table> tables, List<String> notes, List<String> problems) {

    String text() {
        return title + "\n" + "=".repeat(title.length()) + "\n" + joined(tables, Table::text)
                + joined(notes, note -> "* " + note + "\n")
                + joined(problems, problem -> "PROBLEM: " + problem + "\n");
    }

    String markdown() {
        return "## " + title + "\n" + joined(tables, Table::markdown) + "\n" + joined(notes, note -> "- " + note + "\n")
                + joined(problems, problem -> "- **Problem:** " + problem + "\n");
    }

    private static <T> String joined(List<T> items, Function<T, String> each) {
        return items.stream().map(each).collect(Collectors.joining());
    }
}
