package io.glooshot.cli;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How faults are taken off by a command, without the controller. */
class RemovalOption {

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = GoDuration.class,
            defaultValue = "5m",
            description = "How long to try. Default: ${DEFAULT-VALUE}")
    private Duration timeout;

    @Option(
            names = "--convergence",
            paramLabel = "DURATION",
            converter = GoDuration.class,
            defaultValue = "12s",
            description =
                    "How long istiod may take to tell all proxies of a change; server-side faults stay at 0 %% for so long before they are deleted. Default: ${DEFAULT-VALUE}")
    private Duration convergence;

    Duration timeout() {
        return timeout;
    }

    Duration convergence() {
        return convergence;
    }
}
