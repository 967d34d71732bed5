package io.glooshot.cli;

import java.util.ArrayList;
import java.util.List;

/** A page about one object: fields one below the other, tables and lists under a title, as kubectl describes objects. */
class Description {

    private static final String INDENT = "  ";

    private record Field(String name, String value) {}

    private final StringBuilder text = new StringBuilder();
    private final List<Field> fields = new ArrayList<>();

    /** Left out where there is nothing to say. */
    Description field(String name, Object value) {
        String line = value == null ? "" : FailureReport.oneLine(value.toString());
        if (!line.isEmpty()) {
            fields.add(new Field(name, line));
        }
        return this;
    }

    /** Left out where there are none. */
    Description list(String title, List<String> lines) {
        if (!lines.isEmpty()) {
            title(title);
            lines.forEach(line ->
                    text.append(INDENT).append(FailureReport.oneLine(line)).append('\n'));
        }
        return this;
    }

    /** A table without rows says that there are none. */
    Description table(String title, Table table) {
        if (table.isEmpty()) {
            return field(title, "<none>");
        }
        title(title);
        text.append(table.text().indent(INDENT.length()));
        return this;
    }

    /** Fields of their own under a title; left out where there are none. */
    Description section(String title, Description content) {
        String inner = content.text();
        if (!inner.isEmpty()) {
            title(title);
            text.append(inner.indent(INDENT.length()));
        }
        return this;
    }

    String text() {
        flush();
        return text.toString();
    }

    private void title(String title) {
        flush();
        text.append(title).append(":\n");
    }

    private void flush() {
        int width =
                fields.stream().mapToInt(field -> field.name().length()).max().orElse(0);
        fields.forEach(field -> text.append(field.name())
                .append(":")
                .append(" ".repeat(width - field.name().length() + 2))
                .append(field.value())
                .append('\n'));
        fields.clear();
    }
}
