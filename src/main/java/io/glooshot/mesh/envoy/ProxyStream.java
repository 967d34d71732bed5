package io.glooshot.mesh.envoy;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.ServiceId;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One stream of a proxy, by the state-of-the-world variant of xDS. A proxy opens one for each of its layers. For use by
 * one thread only.
 */
final class ProxyStream {

    /** What a request meant. A proxy may change its subscriptions in the very request that answers a response. */
    record Answer(boolean resubscribed, boolean acknowledged, Optional<String> rejection) {
        private static final Answer STALE = new Answer(false, false, Optional.empty());
    }

    private final long openedAt;
    private final ClientIdentity client;
    private final ServerCallStreamObserver<DiscoveryResponse> responses;

    private boolean open = true;
    private String nodeId;
    private ServiceId service;
    private Set<Destination> subscriptions = Set.of();
    private long nonce;
    private Moment sentAt;
    private Map<Destination, Layer> sent = Map.of();
    private Optional<String> rejection = Optional.empty();
    private final Map<Destination, Layer> acknowledged = new HashMap<>();

    /** @param openedAt a number that grows with each stream that is opened or ended */
    ProxyStream(long openedAt, ClientIdentity client, ServerCallStreamObserver<DiscoveryResponse> responses) {
        this.openedAt = openedAt;
        this.client = client;
        this.responses = responses;
    }

    /** @throws io.grpc.StatusRuntimeException when the proxy may not have what it asks for */
    Answer accept(DiscoveryRequest request) {
        boolean first = service == null;
        if (first) {
            identify(request.getNode());
        }
        // An answer to anything but the latest response says nothing about what the proxy will hold in the end.
        if (!first
                && !request.getResponseNonce().isEmpty()
                && !request.getResponseNonce().equals(Long.toString(nonce))) {
            return Answer.STALE;
        }
        boolean resubscribed = subscribe(request.getResourceNamesList()) || first;
        if (first || request.getResponseNonce().isEmpty()) {
            return new Answer(resubscribed, false, Optional.empty());
        }
        if (request.hasErrorDetail()) {
            rejection = Optional.of(request.getErrorDetail().getMessage());
            return new Answer(resubscribed, false, rejection);
        }
        rejection = Optional.empty();
        acknowledged.putAll(sent);
        return new Answer(resubscribed, true, Optional.empty());
    }

    void send(Collection<Layer> layers, String version, Moment now) {
        nonce++;
        sentAt = now;
        rejection = Optional.empty();
        sent = new LinkedHashMap<>();
        layers.forEach(layer -> sent.put(layer.destination(), layer));
        DiscoveryResponse.Builder response = DiscoveryResponse.newBuilder()
                .setTypeUrl(Layer.TYPE)
                .setVersionInfo(version)
                .setNonce(Long.toString(nonce));
        layers.forEach(layer -> response.addResources(layer.toResource(version)));
        responses.onNext(response.build());
    }

    /** Ends the stream from this side. */
    void end(Status status) {
        if (open) {
            open = false;
            responses.onError(status.asException());
        }
    }

    /** The proxy ended the stream. */
    void complete() {
        if (open) {
            open = false;
            responses.onCompleted();
        }
    }

    /** The connection broke. */
    void broken() {
        open = false;
    }

    private void identify(Node node) {
        String[] cluster = node.getCluster().split("\\.");
        if (node.getId().isEmpty() || cluster.length != 2) {
            throw Status.INVALID_ARGUMENT
                    .withDescription("node.id must be set and node.cluster be <service>.<namespace>; got '%s', '%s'"
                            .formatted(node.getId(), node.getCluster()))
                    .asRuntimeException();
        }
        ServiceId claimed = new ServiceId(cluster[1], cluster[0]);
        if (!client.speaksFor(claimed)) {
            throw Status.PERMISSION_DENIED
                    .withDescription("the client certificate has no DNS name of service " + claimed)
                    .asRuntimeException();
        }
        nodeId = node.getId();
        service = claimed;
    }

    private boolean subscribe(Collection<String> layers) {
        Set<Destination> wanted = new LinkedHashSet<>();
        for (String layer : layers) {
            wanted.add(LayerName.destination(layer)
                    .orElseThrow(() -> Status.INVALID_ARGUMENT
                            .withDescription(
                                    "no layer '%s': the form is glooshot/<namespace>/<service>/<port>".formatted(layer))
                            .asRuntimeException()));
        }
        boolean changed = !wanted.equals(subscriptions);
        subscriptions = wanted;
        return changed;
    }

    /** Whether the proxy takes what it is sent; when not, more would only pile up here. */
    boolean isReady() {
        return responses.isReady();
    }

    boolean isOpen() {
        return open;
    }

    boolean isIdentified() {
        return service != null;
    }

    boolean subscribes(Destination destination) {
        return subscriptions.contains(destination);
    }

    Set<Destination> subscriptions() {
        return subscriptions;
    }

    Optional<Layer> sent(Destination destination) {
        return Optional.ofNullable(sent.get(destination));
    }

    boolean sentFaults() {
        return sent.values().stream().anyMatch(layer -> layer.fault().isPresent());
    }

    Optional<Layer> acknowledged(Destination destination) {
        return Optional.ofNullable(acknowledged.get(destination));
    }

    /** The proxy's own words on why it refused the latest response; empty when it did not. */
    Optional<String> rejection() {
        return rejection;
    }

    Moment sentAt() {
        return sentAt;
    }

    long openedAt() {
        return openedAt;
    }

    String nodeId() {
        return nodeId;
    }

    ServiceId service() {
        return service;
    }
}
