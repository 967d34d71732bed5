package io.glooshot.report.rendering;

import java.util.ArrayList;
import java.util.List;

/** Text in lines of a width. */
final class Lines {

    private Lines() {}

    /** Broken between words; within one that is too long for a line by itself. */
    static List<String> of(String text, int width) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (rest.length() > width) {
            int space = rest.lastIndexOf(' ', width);
            int end = space > 0 ? space : whole(rest, width);
            lines.add(rest.substring(0, end));
            rest = rest.substring(end).stripLeading();
        }
        if (!rest.isEmpty()) {
            lines.add(rest);
        }
        return lines;
    }

    /** Never between the two halves of one character. */
    private static int whole(String text, int end) {
        return Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    }
}
