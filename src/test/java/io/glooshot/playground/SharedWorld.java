package io.glooshot.playground;

import java.time.Duration;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One world for all test classes of a JVM, as a parameter of type {@link World}: started for the first that asks, closed
 * after the last. Tests that stop parts of it leave them running again.
 */
public final class SharedWorld implements ParameterResolver, AfterAllCallback {
    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(SharedWorld.class);
    private static final Duration SCRAPE_INTERVAL = Duration.ofMillis(200);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == World.class;
    }

    @Override
    public World resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(STORE)
                .computeIfAbsent(
                        World.class,
                        ignored -> World.builder(Progress.toStandardOut())
                                .scrapeInterval(SCRAPE_INTERVAL)
                                .start(),
                        World.class);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Checkup.of(context.getRoot().getStore(STORE));
    }
}
