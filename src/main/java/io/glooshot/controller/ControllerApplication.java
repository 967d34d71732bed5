package io.glooshot.controller;

import io.javaoperatorsdk.operator.Operator;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;

/** The controller, until it is told to end. */
public class ControllerApplication implements QuarkusApplication {

    private final Operator operator;
    private final Leadership leadership;

    ControllerApplication(Operator operator, Leadership leadership) {
        this.operator = operator;
        this.leadership = leadership;
    }

    @Override
    public int run(String... args) {
        operator.start();
        Quarkus.waitForExit();
        leadership.handOver(operator);
        return 0;
    }
}
