package io.glooshot.cli;

import java.io.Console;
import java.io.IOException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** How much room there is for output that is written over. */
final class TerminalSize {

    private static final int USUAL = 80;

    private TerminalSize() {}

    /** Columns of the terminal that standard output is; 0 where it is none, or one that cannot erase a line. */
    static int ofStandardOutput() {
        if (!isTerminal()) {
            return 0;
        }
        try (Terminal terminal =
                TerminalBuilder.builder().system(true).dumb(true).build()) {
            boolean isDumb = terminal.getType().startsWith(Terminal.TYPE_DUMB);
            return isDumb ? 0 : terminal.getWidth() > 0 ? terminal.getWidth() : USUAL;
        } catch (IOException none) {
            return 0;
        }
    }

    /** From Java 22 on there is a console where there is no terminal. */
    static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException before22) {
            return true;
        }
    }
}
