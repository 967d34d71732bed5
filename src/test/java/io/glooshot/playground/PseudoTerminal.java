package io.glooshot.playground;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jline.builtins.ScreenTerminal;

/** A command that believes to be at a terminal of a person, who sees its screen and types. */
public final class PseudoTerminal implements AutoCloseable {

    private static final Path DRIVER = Path.of("src/test/resources/cli/terminal.py");
    private static final Pattern ESCAPES = Pattern.compile("\033(\\[[0-9;?]*[ -/]*[@-~]|[()][A-Z0-9]|[=>78])");

    private final Process process;
    private final StringBuilder output = new StringBuilder();
    private final ScreenTerminal screen;

    private PseudoTerminal(Process process, int rows, int columns) {
        this.process = process;
        this.screen = new ScreenTerminal(columns, rows);
        Thread reader = new Thread(this::read, "pseudo-terminal");
        reader.setDaemon(true);
        reader.start();
    }

    public static PseudoTerminal start(int rows, int columns, Map<String, String> environment, List<String> command) {
        List<String> words = new ArrayList<>(
                List.of("python3", DRIVER.toString(), Integer.toString(rows), Integer.toString(columns)));
        words.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().putAll(Map.of("TERM", "xterm-256color", "LC_ALL", "C.UTF-8", "LANG", "C.UTF-8"));
        builder.environment().remove("NO_COLOR");
        builder.environment().putAll(environment);
        try {
            return new PseudoTerminal(builder.start(), rows, columns);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void type(String keys) {
        order("{\"send\": \"%s\"}"
                .formatted(keys.chars().mapToObj("\\u%04x"::formatted).reduce("", String::concat)));
    }

    public void resize(int rows, int columns) {
        synchronized (output) {
            screen.setSize(columns, rows);
        }
        order("{\"size\": [%d, %d]}".formatted(rows, columns));
    }

    private void order(String json) {
        try {
            process.getOutputStream().write((json + "\n").getBytes(UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that was written so far, escape sequences included. */
    public String raw() {
        synchronized (output) {
            return output.toString();
        }
    }

    /** The same without escape sequences. */
    public String text() {
        return ESCAPES.matcher(raw()).replaceAll("").replace("\r", "\n");
    }

    /** What a person sees now: its lines without blanks at their ends. */
    public String screen() {
        synchronized (output) {
            return screen.toString().lines().map(String::stripTrailing).reduce("", (all, line) -> all + line + "\n");
        }
    }

    public void awaitText(String regex, Duration limit) {
        await(() -> Pattern.compile(regex).matcher(text()).find(), regex, limit);
    }

    public void awaitScreen(String regex, Duration limit) {
        await(() -> Pattern.compile(regex).matcher(screen()).find(), regex, limit);
    }

    private void await(java.util.concurrent.Callable<Boolean> condition, String what, Duration limit) {
        try {
            Awaitility.await(what)
                    .atMost(limit)
                    .pollInterval(Duration.ofMillis(50))
                    .until(condition);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("no '%s'; written:%n%s%nscreen:%n%s".formatted(what, text(), screen()), e);
        }
    }

    public int awaitExit(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("has not ended; written:%n%s".formatted(text()));
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void read() {
        try (InputStream in = process.getInputStream()) {
            byte[] buffer = new byte[1 << 16];
            byte[] left = new byte[0];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                byte[] all = new byte[left.length + read];
                System.arraycopy(left, 0, all, 0, left.length);
                System.arraycopy(buffer, 0, all, left.length, read);
                int whole = wholeCharacters(all);
                String text = new String(all, 0, whole, UTF_8);
                left = java.util.Arrays.copyOfRange(all, whole, all.length);
                synchronized (output) {
                    output.append(text);
                    screen.write(text);
                }
            }
        } catch (IOException ended) {
            // Its exit code says more.
        }
    }

    /** Without the beginning of a character whose end is still to come. */
    private static int wholeCharacters(byte[] bytes) {
        for (int back = 1; back <= Math.min(3, bytes.length); back++) {
            int lead = bytes[bytes.length - back] & 0xff;
            if (lead >= 0xc0) {
                int needed = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
                return needed > back ? bytes.length - back : bytes.length;
            }
            if (lead < 0x80) {
                break;
            }
        }
        return bytes.length;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
