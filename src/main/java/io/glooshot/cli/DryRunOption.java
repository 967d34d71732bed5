package io.glooshot.cli;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Whether a command changes anything: {@code --dry-run}, as with kubectl. */
class DryRunOption {

    /** What {@code --dry-run} may say. */
    enum Mode {
        NONE,
        CLIENT,
        SERVER;

        /** As it is written, which completion offers too. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** In small letters, as kubectl has them. */
    static class Converter implements ITypeConverter<Mode> {
        @Override
        public Mode convert(String text) {
            for (Mode mode : Mode.values()) {
                if (mode.toString().equals(text)) {
                    return mode;
                }
            }
            throw new TypeConversionException("'%s' is none of client, server and none".formatted(text));
        }
    }

    @Option(
            names = "--dry-run",
            arity = "0..1",
            paramLabel = "MODE",
            converter = Converter.class,
            defaultValue = "none",
            fallbackValue = "client",
            description =
                    "client: only say what would be done. server: have the API server judge it, and change nothing. Default: ${DEFAULT-VALUE}; client when no mode is given.")
    private Mode mode;

    Mode mode() {
        return mode;
    }

    /** Whether nothing is to be changed. */
    boolean isOn() {
        return mode != Mode.NONE;
    }

    /** For the end of a line that tells what was done. */
    String suffix() {
        return switch (mode) {
            case NONE -> "";
            case CLIENT -> " (dry run)";
            case SERVER -> " (server dry run)";
        };
    }
}
