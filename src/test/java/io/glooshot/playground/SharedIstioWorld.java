package io.glooshot.playground;

import java.time.Duration;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** As {@link SharedWorld}, and with Istio: one more world for all test classes of a JVM that need it. */
public final class SharedIstioWorld implements ParameterResolver, AfterAllCallback {
    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(SharedIstioWorld.class);
    private static final Duration SCRAPE_INTERVAL = Duration.ofMillis(200);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == World.class;
    }

    @Override
    public World resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return of(context);
    }

    static World of(ExtensionContext context) {
        return context.getRoot()
                .getStore(STORE)
                .computeIfAbsent(
                        World.class,
                        ignored -> World.builder(Progress.toStandardOut())
                                .scrapeInterval(SCRAPE_INTERVAL)
                                .istio()
                                .start(),
                        World.class);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Checkup.of(context.getRoot().getStore(STORE));
    }
}
