package io.glooshot.report.rendering;

import io.glooshot.api.ExperimentStatus.State;

/** A colour on a terminal, as an ANSI sequence. */
enum Ink {
    NONE(""),
    BOLD("1"),
    DIM("2"),
    RED("31"),
    GREEN("32"),
    YELLOW("33"),
    BLUE("34");

    private final String code;

    Ink(String code) {
        this.code = code;
    }

    /** The text, in this colour where the screen has any. */
    String on(Screen screen, String text) {
        return screen.colour() && this != NONE && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    /** That of an outcome. */
    static Ink of(State result) {
        if (result == State.Succeeded) {
            return GREEN;
        }
        return result == State.Failed ? RED : YELLOW;
    }
}
