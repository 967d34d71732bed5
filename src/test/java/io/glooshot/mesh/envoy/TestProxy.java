package io.glooshot.mesh.envoy;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Status;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
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
import java.util.stream.Stream;

/** One stream as Envoy opens it; acknowledges only when told to, unless it is obedient. */
final class TestProxy implements AutoCloseable, StreamObserver<DiscoveryResponse> {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final ManagedChannel channel;
    private final StreamObserver<DiscoveryRequest> requests;
    private final List<String> layers;
    private final List<DiscoveryResponse> responses = new CopyOnWriteArrayList<>();
    private volatile boolean obedient;
    private volatile Throwable failure;

    TestProxy(int port, String id, String cluster, String... layers) {
        this.layers = List.of(layers);
        channel =
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
        requests = RuntimeDiscoveryServiceGrpc.newStub(channel).streamRuntime(this);
        requests.onNext(DiscoveryRequest.newBuilder()
                .setNode(Node.newBuilder().setId(id).setCluster(cluster))
                .addAllResourceNames(this.layers)
                .build());
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
        return DiscoveryRequest.newBuilder().addAllResourceNames(layers).setResponseNonce(response.getNonce());
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
