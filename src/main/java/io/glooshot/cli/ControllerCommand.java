package io.glooshot.cli;

import io.glooshot.controller.ControllerApplication;
import io.quarkus.runtime.Quarkus;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;

/** Runs the controller in the foreground. */
@Command(
        name = "controller",
        description = {
            "Run the controller until it is stopped.",
            "It is configured by environment variables and system properties: docs/configuration.md."
        },
        footer = {"  glooshot controller", "  GLOOSHOT_PROMETHEUS_URL=http://prometheus:9090 glooshot controller"},
        exitCodeList = {
            "0:stopped by a signal",
            "1:could not start, or lost its Lease; whoever runs it starts it again",
            "2:wrong usage"
        },
        mixinStandardHelpOptions = true)
class ControllerCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        var code = new AtomicInteger();
        Quarkus.run(ControllerApplication.class, (exitCode, failure) -> {
            if (failure != null) {
                failure.printStackTrace();
            }
            code.set(exitCode);
        });
        return code.get();
    }
}
