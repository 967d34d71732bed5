package io.glooshot.cli;

import io.glooshot.cli.ExperimentPoll.Seen;
import io.glooshot.cli.WatchScreen.Scene;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jline.keymap.BindingReader;
import org.jline.keymap.KeyMap;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;

/** Shows the picture of {@code watch} on a terminal until somebody has seen enough, and leaves it as it was. */
final class WatchView {

    private enum Key {
        UP,
        DOWN,
        QUIT
    }

    private static final int BLINK_MILLIS = 100;
    private static final int SMALLEST = 1;

    private final Terminal terminal;
    private final boolean hasColors;
    private final boolean isPlain;
    private final Clock clock;
    private final Interruption interruption;
    private int selected;
    private boolean isOver;

    WatchView(Terminal terminal, boolean mayColor, Clock clock, Interruption interruption) {
        this.terminal = terminal;
        Integer colors = terminal.getNumericCapability(Capability.max_colors);
        this.hasColors = mayColor && colors != null && colors >= 8;
        this.isPlain = !terminal.encoding().newEncoder().canEncode('▁');
        this.clock = clock;
        this.interruption = interruption;
    }

    /** @param seen what there is to show by now; empty before there is anything */
    void show(String place, Supplier<Optional<Seen>> seen) throws IOException {
        Attributes before = terminal.enterRawMode();
        Display display = new Display(terminal, true);
        BindingReader keys = new BindingReader(terminal.reader());
        KeyMap<Key> bindings = bindings();
        try {
            terminal.puts(Capability.enter_ca_mode);
            terminal.puts(Capability.cursor_invisible);
            terminal.flush();
            Size shown = new Size();
            while (!isOver && interruption.count() == 0) {
                Size size = size();
                if (!size.equals(shown)) {
                    shown.copy(size);
                    display.resize(size.getRows(), size.getColumns());
                    display.clear();
                }
                // It keeps the list, and changes it.
                display.update(new ArrayList<>(lines(place, seen.get(), size)), 0);
                if (terminal.reader().peek(BLINK_MILLIS) >= 0) {
                    obey(keys.readBinding(bindings, null, false), seen.get());
                }
            }
        } finally {
            terminal.puts(Capability.cursor_normal);
            terminal.puts(Capability.exit_ca_mode);
            terminal.flush();
            terminal.setAttributes(before);
        }
    }

    private List<AttributedString> lines(String place, Optional<Seen> seen, Size size) {
        var screen = new WatchScreen(size.getColumns(), size.getRows(), hasColors, isPlain);
        List<WatchedExperiments.Watched> all = seen.map(Seen::experiments).orElse(List.of());
        selected = Math.max(0, Math.min(selected, all.size() - 1));
        String trouble = seen.map(Seen::trouble).orElse("Asking the API server ...");
        return screen.lines(new Scene(place, all, trouble, selected, clock.instant()));
    }

    /** Some terminals do not tell, or tell that they have no room. */
    private Size size() {
        Size size = terminal.getSize();
        return new Size(Math.max(SMALLEST, size.getColumns()), Math.max(SMALLEST, size.getRows()));
    }

    private void obey(Key key, Optional<Seen> seen) {
        if (key == Key.QUIT) {
            isOver = true;
        } else if (key == Key.UP) {
            selected--;
        } else if (key == Key.DOWN && seen.isPresent()) {
            selected++;
        }
    }

    private KeyMap<Key> bindings() {
        KeyMap<Key> bindings = new KeyMap<>();
        bindings.bind(Key.QUIT, "q", "Q", KeyMap.ctrl('C'));
        // Terminals send one form or the other, by a mode of theirs.
        bindings.bind(Key.UP, "k", "\033[A", "\033OA");
        bindings.bind(Key.DOWN, "j", "\033[B", "\033OB");
        // Any other key does nothing.
        bindings.setUnicode(null);
        bindings.setNomatch(null);
        return bindings;
    }
}
