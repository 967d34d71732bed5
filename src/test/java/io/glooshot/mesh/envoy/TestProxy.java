package io.glooshot.mesh.envoy;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Status;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.HTTPFault;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.envoyproxy.envoy.service.extension.v3.ExtensionConfigDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.runtime.v3.Runtime;
import io.envoyproxy.envoy.service.runtime.v3.RuntimeDiscoveryServiceGrpc;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.ServiceId;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** One stream as Envoy opens it; acknowledges only when told to, unless it is obedient. */
final class TestProxy implements AutoCloseable, StreamObserver<DiscoveryResponse> {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final ManagedChannel channel;
    private final StreamObserver<DiscoveryRequest> requests;
    private final List<String> names;
    private final List<DiscoveryResponse> responses = new CopyOnWriteArrayList<>();
    private volatile boolean obedient;
    private volatile Throwable failure;

    TestProxy(int port, String id, String cluster, String... layers) {
        this(
                port,
                id,
                cluster,
                List.of(layers),
                (channel, self) -> RuntimeDiscoveryServiceGrpc.newStub(channel).streamRuntime(self));
    }

    private TestProxy(
            int port,
            String id,
            String cluster,
            List<String> names,
            BiFunction<ManagedChannel, TestProxy, StreamObserver<DiscoveryRequest>> service) {
        this.names = names;
        channel =
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
        requests = service.apply(channel, this);
        requests.onNext(DiscoveryRequest.newBuilder()
                .setNode(Node.newBuilder().setId(id).setCluster(cluster))
                .addAllResourceNames(names)
                .build());
    }

    /** A stream for match filters. */
    static TestProxy ofFilters(TestServer server, String id, ServiceId service, String... filters) {
        return new TestProxy(
                server.port(),
                id,
                service.toString(),
                List.of(filters),
                (channel, self) ->
                        ExtensionConfigDiscoveryServiceGrpc.newStub(channel).streamExtensionConfigs(self));
    }

    TestProxy(TestServer server, String id, ServiceId service, Destination... destinations) {
        this(
                server.port(),
                id,
                service.toString(),
                Stream.of(destinations).map(LayerName::of).toArray(String[]::new));
    }

    TestProxy obedient() {
        obedient = true;
        responses.forEach(this::acknowledge);
        return this;
    }

    TestProxy silent() {
        obedient = false;
        return this;
    }

    @Override
    public void onNext(DiscoveryResponse response) {
        responses.add(response);
        if (obedient) {
            acknowledge(response);
        }
    }

    @Override
    public void onError(Throwable cause) {
        failure = cause;
    }

    @Override
    public void onCompleted() {
        failure = new IllegalStateException("completed");
    }

    void acknowledge(DiscoveryResponse response) {
        requests.onNext(
                answer(response).setVersionInfo(response.getVersionInfo()).build());
    }

    void refuse(DiscoveryResponse response, String why) {
        requests.onNext(answer(response)
                .setErrorDetail(Status.newBuilder().setCode(13).setMessage(why))
                .build());
    }

    private DiscoveryRequest.Builder answer(DiscoveryResponse response) {
        return DiscoveryRequest.newBuilder().addAllResourceNames(names).setResponseNonce(response.getNonce());
    }

    List<DiscoveryResponse> responses() {
        return List.copyOf(responses);
    }

    /** The response of this number, counted from 1, once it is there. */
    DiscoveryResponse response(int number) {
        await().atMost(LIMIT).until(() -> responses.size() >= number);
        return responses.get(number - 1);
    }

    /** The latest response, once one is there that has a fault in it, or has none. */
    DiscoveryResponse latest(boolean faulted) {
        await().atMost(LIMIT)
                .until(() -> !responses.isEmpty() && isFaulted(responses.get(responses.size() - 1)) == faulted);
        return responses.get(responses.size() - 1);
    }

    /** The latest response, once one is there whose filter has conditions, or has none. */
    DiscoveryResponse latestFilter(boolean matching) {
        await().atMost(LIMIT)
                .until(() -> !responses.isEmpty()
                        && filter(responses.get(responses.size() - 1)).getHeadersCount() > 0 == matching);
        return responses.get(responses.size() - 1);
    }

    static HTTPFault filter(DiscoveryResponse response) {
        TypedExtensionConfig envelope = unpack(response.getResources(0), TypedExtensionConfig.class);
        return unpack(envelope.getTypedConfig(), HTTPFault.class);
    }

    io.grpc.Status.Code failure() {
        await().atMost(LIMIT).until(() -> failure != null);
        return io.grpc.Status.fromThrowable(failure).getCode();
    }

    static boolean isFaulted(DiscoveryResponse response) {
        return resources(response).stream().anyMatch(Resource::hasTtl);
    }

    static List<Resource> resources(DiscoveryResponse response) {
        return response.getResourcesList().stream()
                .map(any -> unpack(any, Resource.class))
                .toList();
    }

    static Runtime runtime(Resource resource) {
        return unpack(resource.getResource(), Runtime.class);
    }

    private static <T extends com.google.protobuf.Message> T unpack(Any any, Class<T> type) {
        try {
            return any.unpack(type);
        } catch (InvalidProtocolBufferException malformed) {
            throw new AssertionError(malformed);
        }
    }

    /** Ends the connection. */
    @Override
    public void close() {
        channel.shutdownNow();
    }
}
