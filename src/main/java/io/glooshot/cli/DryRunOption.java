package io.glooshot.cli;

import picocli.CommandLine.Option;

/** Whether a command changes anything: {@code --dry-run}, as with kubectl. */
class DryRunOption {

    /** What {@code --dry-run} may say. */
    enum Mode {
        CLIENT,
        SERVER,
        NONE;

        /** As it is written, which completion offers too. */
        @Override
        public String toString() {
            return SmallLetters.of(this);
        }
    }

    static class Converter extends SmallLetters<Mode> {
        Converter() {
            super(Mode.class);
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
