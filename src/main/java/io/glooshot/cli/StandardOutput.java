package io.glooshot.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.Charset;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** What standard output is, and what it can show. */
final class StandardOutput {

    private static final int USUAL = 80;

    private StandardOutput() {}

    /** Of the terminal that it is; 0 where it is none, or one that cannot erase a line. */
    static int columns() {
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

    /** Whether nobody has asked for none: see no-color.org. */
    static boolean mayHaveColours() {
        String noColor = System.getenv("NO_COLOR");
        return noColor == null || noColor.isEmpty();
    }

    /** Java before 18 has one for everything. */
    static Charset encoding() {
        String name = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
        return name != null && Charset.isSupported(name) ? Charset.forName(name) : Charset.defaultCharset();
    }
}
