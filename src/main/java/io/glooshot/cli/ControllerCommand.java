package io.glooshot.cli;

import io.glooshot.controller.ControllerApplication;
import io.quarkus.runtime.Quarkus;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;

/** Runs the controller in the foreground. */
@Command(
        name = "controller",
        description = "Run the controller until it is stopped. Configured by environment and system properties.",
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
