package io.glooshot.report.rendering;

/**
 * Text that others wrote, made harmless for whoever reads it: names, messages and labels come from the cluster and from
 * the servers that were asked. What would move a terminal's cursor, turn the direction of a line or is not to be seen at all
 * is written as its code.
 */
final class Visible {

    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private Visible() {}

    /** On one line; empty for null. */
    static String line(String text) {
        return text == null ? "" : visible(text.strip().replaceAll("[\\r\\n\\t]+", " "));
    }

    /** With its lines as they are; empty for null. */
    static String lines(String text) {
        if (text == null) {
            return "";
        }
        return String.join(
                "\n",
                text.strip()
                        .lines()
                        .map(line -> visible(line.replace('\t', ' ')))
                        .toList());
    }

    private static String visible(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints().forEach(character -> {
            if (isHarmless(character)) {
                visible.appendCodePoint(character);
            } else {
                visible.append("[U+%04X]".formatted(character));
            }
        });
        return visible.toString();
    }

    /** Whether it is just shown, and can be a part of XML. */
    static boolean isHarmless(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            // Without them whole scripts are not written right.
            case Character.FORMAT -> character == ZERO_WIDTH_JOINER || character == ZERO_WIDTH_NON_JOINER;
            default -> true;
        };
    }
}
