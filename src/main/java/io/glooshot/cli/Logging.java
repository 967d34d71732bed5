package io.glooshot.cli;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What libraries log is no answer to a command; errors come to the user by another way. A process has one log, and a command
 * that needs no library with one is not to pay for it, so this is in two steps.
 */
final class Logging {

    /** The libraries' loggers end there, and it wants to be the JVM's from the start. */
    private static final String MANAGER = "org.jboss.logmanager.LogManager";

    /** Null where whoever started the process has their own mind about its log, as tests have. */
    private static Level level;

    private Logging() {}

    /** First of all: what is to be logged, unless what is started has a log that is kept. */
    static void prepare(String... args) {
        if (System.getProperty("java.util.logging.manager") == null) {
            System.setProperty("java.util.logging.manager", MANAGER);
        }
        List<String> words = List.of(args);
        if (!words.contains("controller") && !words.contains("guard")) {
            level = words.contains("-v") || words.contains("--verbose") ? Level.INFO : Level.OFF;
        }
    }

    /** Before the first library that logs. */
    static void begin() {
        if (level != null) {
            Logger.getLogger("").setLevel(level);
        }
    }
}
