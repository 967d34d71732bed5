package io.glooshot.mesh.envoy;

import io.glooshot.experiment.ServiceId;
import java.util.Optional;

/**
 * The match filters: which calls are broken when a layer says so. None of them breaks anything by itself, so nobody need
 * know when one was there.
 */
final class FilterDiscovery implements Discovery<FilterName, MatchFilter> {

    private final Snapshot snapshot;

    FilterDiscovery(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    @Override
    public String type() {
        return MatchFilter.TYPE;
    }

    @Override
    public Optional<FilterName> parse(String name) {
        return FilterName.parse(name);
    }

    @Override
    public String form() {
        return "glooshot/<namespace>/<service>/<port>, or the same with /grpc";
    }

    @Override
    public MatchFilter wanted(FilterName name, ServiceId origin) {
        return new MatchFilter(name, snapshot.match(name.destination(), origin));
    }
}
