package io.glooshot.mesh.istio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glooshot.mesh.istio.IstioApi.ConflictException;
import io.glooshot.mesh.istio.route.ObjectName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes everything of an experiment out of Istio. Looks at all objects there are, so that nothing depends on what was
 * stored, or on labels that anybody can strip. Blocks.
 */
final class IstioRemoval {

    /** One that several parties write to at once may take some; what is left then is told, and tried again. */
    private static final int MOST_PASSES = 20;

    private final IstioApi api;
    private final RouteRemoval routes;
    private final FilterRemoval filters;
    private final Map<String, String> states = new ConcurrentHashMap<>();

    IstioRemoval(IstioApi api, FilterRemoval filters) {
        this.api = api;
        this.routes = new RouteRemoval(api);
        this.filters = filters;
    }

    /**
     * Takes out what can be taken out now.
     *
     * @return how long to wait before the next call; empty when nothing of the experiment is left
     */
    Optional<Duration> remove(String uid) {
        for (int passes = 0; passes < MOST_PASSES; passes++) {
            Optional<Duration> wait = pass(uid);
            if (wait.isEmpty()) {
                states.remove(uid);
            }
            if (wait.isEmpty() || !wait.get().isZero()) {
                return wait;
            }
        }
        throw new IllegalStateException(state(uid));
    }

    /** What a removal waits for, in a sentence for people. */
    String state(String uid) {
        return states.getOrDefault(uid, "Waiting for the API server.");
    }

    private Optional<Duration> pass(String uid) {
        Optional<Duration> wait = Optional.empty();
        for (ObjectNode virtualService : api.list(IstioKind.VIRTUAL_SERVICE)) {
            if (step(uid, virtualService)) {
                wait = Optional.of(Duration.ZERO);
            }
        }
        if (wait.isPresent()) {
            return wait;
        }
        var waiting = new TreeSet<ObjectName>();
        for (ObjectNode filter : api.list(IstioKind.ENVOY_FILTER)) {
            if (ServerFilter.isOf(filter, uid)) {
                waiting.add(ObjectName.of(filter));
                Duration next = step(filter);
                wait = Optional.of(
                        wait.filter(other -> other.compareTo(next) < 0).orElse(next));
            }
        }
        if (!waiting.isEmpty()) {
            states.put(uid, "Waiting for istiod to tell all proxies that these are at 0 %%: %s.".formatted(waiting));
        }
        return wait;
    }

    private boolean step(String uid, ObjectNode virtualService) {
        try {
            return routes.removeFrom(virtualService, uid);
        } catch (ConflictException conflict) {
            states.put(uid, conflict.getMessage());
            return true;
        }
    }

    private Duration step(ObjectNode filter) {
        try {
            return filters.remove(filter);
        } catch (ConflictException conflict) {
            return Duration.ZERO;
        }
    }
}
