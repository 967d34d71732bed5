package io.glooshot.cli;

import java.time.Duration;
import picocli.CommandLine.Option;

/** Whether a command waits for what it has begun, and how long: {@code --wait} and {@code --timeout}, as with kubectl. */
class WaitOption {

    @Option(
            names = "--wait",
            arity = "0..1",
            paramLabel = "BOOLEAN",
            defaultValue = "true",
            fallbackValue = "true",
            description = "Wait until all is done. Default: ${DEFAULT-VALUE}")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = GoDuration.class,
            defaultValue = "5m",
            description = "How long to wait. Default: ${DEFAULT-VALUE}")
    private Duration timeout;

    boolean isOn() {
        return wait;
    }

    Duration timeout() {
        return timeout;
    }
}
