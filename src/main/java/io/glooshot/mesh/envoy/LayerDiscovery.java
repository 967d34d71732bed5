package io.glooshot.mesh.envoy;

import io.glooshot.experiment.Destination;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.ServiceId;
import java.time.Duration;
import java.util.Optional;

/** The runtime layers: whether, how and how often calls are broken. All that lasts or ends is decided by them. */
final class LayerDiscovery implements Discovery<Destination, Layer> {

    private final Snapshot snapshot;
    private final Exposures exposures;
    private final Duration ttl;

    LayerDiscovery(Snapshot snapshot, Exposures exposures, Duration ttl) {
        this.snapshot = snapshot;
        this.exposures = exposures;
        this.ttl = ttl;
    }

    @Override
    public String type() {
        return Layer.TYPE;
    }

    @Override
    public Optional<Destination> parse(String name) {
        return LayerName.destination(name);
    }

    @Override
    public String form() {
        return "glooshot/<namespace>/<service>/<port>";
    }

    @Override
    public Layer wanted(Destination destination, ServiceId origin) {
        return snapshot.layer(destination, origin, ttl);
    }

    @Override
    public void sending(ProxyStream<Destination, Layer> stream, Layer layer, Moment now) {
        exposures.sending(stream, layer, now);
    }

    @Override
    public void acknowledged(ProxyStream<Destination, Layer> stream) {
        exposures.acknowledged(stream);
    }

    @Override
    public void ended(ProxyStream<Destination, Layer> stream, long endedAt) {
        exposures.ended(stream, endedAt);
    }
}
