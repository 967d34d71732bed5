package io.glooshot.controller;

import io.javaoperatorsdk.operator.Operator;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;

/** The controller, until it is told to end. */
public class ControllerApplication implements QuarkusApplication {

    private final Operator operator;

    public ControllerApplication(Operator operator) {
        this.operator = operator;
    }

    @Override
    public int run(String... args) {
        operator.start();
        Quarkus.waitForExit();
        return 0;
    }
}
