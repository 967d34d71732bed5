package io.glooshot.mesh.envoy;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.ServiceId;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One stream of a proxy, by the state-of-the-world variant of xDS. A proxy opens one for each of its layers and match
 * filters. For use by one thread only.
 */
final class ProxyStream<N, R extends Discovered<R>> {

    /** What a request meant. A proxy may change its subscriptions in the very request that answers a response. */
    record Answer(boolean resubscribed, boolean acknowledged, Optional<String> rejection) {
        private static final Answer STALE = new Answer(false, false, Optional.empty());
    }

    private final Discovery<N, R> discovery;
    private final long openedAt;
    private final ClientIdentity client;
    private final ServerCallStreamObserver<DiscoveryResponse> responses;

    private boolean open = true;
    private String nodeId;
    private ServiceId service;
    private Set<N> subscriptions = Set.of();
    private long nonce;
    private Moment sentAt;
    private Map<N, R> sent = Map.of();
    private Optional<String> rejection = Optional.empty();
    private final Map<N, R> acknowledged = new HashMap<>();

    /** @param openedAt a number that grows with each stream that is opened or ended */
    ProxyStream(
            Discovery<N, R> discovery,
            long openedAt,
            ClientIdentity client,
            ServerCallStreamObserver<DiscoveryResponse> responses) {
        this.discovery = discovery;
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

    void send(Map<N, R> resources, String version, Moment now) {
        nonce++;
        sentAt = now;
        rejection = Optional.empty();
        sent = Map.copyOf(resources);
        DiscoveryResponse.Builder response = DiscoveryResponse.newBuilder()
                .setTypeUrl(discovery.type())
                .setVersionInfo(version)
                .setNonce(Long.toString(nonce));
        resources.values().forEach(resource -> response.addResources(resource.toResource(version)));
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

    private boolean subscribe(Collection<String> names) {
        Set<N> wanted = new LinkedHashSet<>();
        for (String name : names) {
            wanted.add(discovery
                    .parse(name)
                    .orElseThrow(() -> Status.INVALID_ARGUMENT
                            .withDescription("no '%s' here: the form is %s".formatted(name, discovery.form()))
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

    boolean subscribes(N name) {
        return subscriptions.contains(name);
    }

    Set<N> subscriptions() {
        return subscriptions;
    }

    Optional<R> sent(N name) {
        return Optional.ofNullable(sent.get(name));
    }

    boolean sentExpiring() {
        return sent.values().stream().anyMatch(Discovered::expires);
    }

    Optional<R> acknowledged(N name) {
        return Optional.ofNullable(acknowledged.get(name));
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
