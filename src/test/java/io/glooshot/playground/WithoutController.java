package io.glooshot.playground;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * For tests that put faults into {@link SharedIstioWorld} by themselves: a controller that an earlier class has left running
 * would sweep them away, since they belong to no experiment. Classes that need one start it again.
 */
public final class WithoutController implements BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
        SharedIstioWorld.of(context).controllers().stream()
                .filter(ControllerProcess::alive)
                .forEach(ControllerProcess::stop);
    }
}
