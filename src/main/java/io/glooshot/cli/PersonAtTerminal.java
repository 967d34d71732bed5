package io.glooshot.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jline.keymap.KeyMap;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.completer.StringsCompleter;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Whoever sits at the terminal. The tabulator completes choices; Ctrl-C and Ctrl-D end it all. */
final class PersonAtTerminal implements Interview.Person, AutoCloseable {

    private static final int MOST_SHOWN = 20;

    private static final String LEAVE = "leave";

    private final Terminal terminal;
    private final Attributes before;

    private PersonAtTerminal(Terminal terminal) {
        this.terminal = terminal;
        this.before = terminal.getAttributes();
        // As a signal it interrupts a thread, which is forgotten when that just asks the terminal for its size.
        Attributes withoutSignals = new Attributes(before);
        withoutSignals.setLocalFlag(LocalFlag.ISIG, false);
        terminal.setAttributes(withoutSignals);
    }

    static PersonAtTerminal present() {
        try {
            return new PersonAtTerminal(
                    TerminalBuilder.builder().system(true).dumb(false).build());
        } catch (IOException | IllegalStateException none) {
            throw new CommandFailure(
                    "questions cannot be asked", "there is no terminal", "Say it with flags, or with -f.", none);
        }
    }

    @Override
    public String ask(String question, List<String> choices, String preset) {
        if (!choices.isEmpty()) {
            String more = choices.size() > MOST_SHOWN ? ", … (%d in all)".formatted(choices.size()) : "";
            tell("  " + String.join(", ", choices.subList(0, Math.min(MOST_SHOWN, choices.size()))) + more);
        }
        // Queries have braces, quotes and exclamation marks, which mean nothing here.
        LineReader reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .completer(new StringsCompleter(choices))
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
        reader.getWidgets().put(LEAVE, () -> {
            throw new UserInterruptException("");
        });
        reader.getKeyMaps().get(LineReader.MAIN).bind(new Reference(LEAVE), KeyMap.ctrl('C'));
        try {
            return reader.readLine(question + (preset.isEmpty() ? "" : " [" + preset + "]") + ": ");
        } catch (UserInterruptException | EndOfFileException left) {
            throw new CommandFailure(
                    "nothing was created", "the questions were ended", "Begin again, or say it with flags.", left);
        }
    }

    @Override
    public void tell(String text) {
        // Names come from the cluster, and must not drive the terminal.
        String plain = text.lines()
                .map(line -> line.replaceAll("[\\p{Cc}\\p{Cf}]", "?"))
                .collect(Collectors.joining("\n"));
        terminal.writer().println(plain);
        terminal.flush();
    }

    @Override
    public void close() {
        try {
            terminal.setAttributes(before);
            terminal.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
