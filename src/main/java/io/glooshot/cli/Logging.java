package io.glooshot.cli;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What libraries log is no answer to a command; errors come to the user by another way. */
final class Logging {

    /** The libraries' loggers end there, and it wants to be the JVM's from the start. */
    private static final String MANAGER = "org.jboss.logmanager.LogManager";

    private Logging() {}

    /** Unless details are asked for, or what is started has a log that is kept. */
    static void quiet(String... args) {
        if (System.getProperty("java.util.logging.manager") == null) {
            System.setProperty("java.util.logging.manager", MANAGER);
        }
        List<String> words = List.of(args);
        if (!words.contains("controller") && !words.contains("guard")) {
            boolean isVerbose = words.contains("-v") || words.contains("--verbose");
            Logger.getLogger("").setLevel(isVerbose ? Level.INFO : Level.OFF);
        }
    }
}
