package io.glooshot.mesh.envoy;

import io.glooshot.experiment.Destination;
import io.glooshot.experiment.Moment;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which proxies may hold which experiment's faults, from before a fault is sent until the proxy has acknowledged
 * something else or its TTL has lapsed. For use by one thread only.
 */
final class Exposures {

    /** The proxy counts its TTL from when the layer reaches it, which is later than we sent it. */
    private static final Duration DELIVERY = Duration.ofSeconds(1);

    private record Key(String uid, Destination destination, ProxyStream<Destination, Layer> stream) {}

    private static final class Exposure {
        private Moment until;
        private long streamEndedAt = Long.MAX_VALUE;
    }

    private final Map<Key, Exposure> exposures = new HashMap<>();

    void sending(ProxyStream<Destination, Layer> stream, Layer layer, Moment now) {
        if (layer.fault().isPresent()) {
            exposures.computeIfAbsent(new Key(layer.owner(), layer.destination(), stream), key -> new Exposure())
                            .until =
                    now.plus(layer.ttl()).plus(DELIVERY);
        }
    }

    /**
     * The stream's proxy has acknowledged all that it was sent. That speaks for its own stream and for one that broke
     * before it was opened; not for another live stream of the same node ID, which may be another proxy.
     */
    void acknowledged(ProxyStream<Destination, Layer> stream) {
        exposures.entrySet().removeIf(entry -> {
            Key key = entry.getKey();
            boolean speaksFor = key.stream == stream
                    || (key.stream.nodeId().equals(stream.nodeId())
                            && entry.getValue().streamEndedAt < stream.openedAt());
            return speaksFor
                    && stream.acknowledged(key.destination)
                            .filter(layer -> !layer.isOf(key.uid))
                            .isPresent();
        });
    }

    /** @param endedAt by the same count as {@link ProxyStream#openedAt} */
    void ended(ProxyStream<Destination, Layer> stream, long endedAt) {
        exposures.forEach((key, exposure) -> {
            if (key.stream == stream) {
                exposure.streamEndedAt = endedAt;
            }
        });
    }

    /** Node IDs of the proxies that may hold a fault of the experiment. */
    Set<String> holders(String uid, Moment now) {
        exposures.values().removeIf(exposure -> !exposure.until.isAfter(now));
        Set<String> holders = new TreeSet<>();
        exposures.keySet().stream().filter(key -> key.uid.equals(uid)).forEach(key -> holders.add(key.stream.nodeId()));
        return holders;
    }
}
