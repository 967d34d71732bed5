package io.glooshot.mesh.envoy;

import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.runtime.v3.RuntimeDiscoveryServiceGrpc;
import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.StatusException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import jakarta.inject.Inject;

/**
 * Envoy's Runtime Discovery Service, streaming and state of the world only; the other variants answer UNIMPLEMENTED.
 *
 * <p>Implements {@link BindableService} itself instead of extending the generated base class, so that the build need not
 * index the 13,000 classes beside it to see that this is a service.
 */
@GrpcService
public class RuntimeDiscovery implements BindableService {

    private final Proxies proxies;

    @Inject
    RuntimeDiscovery(Proxies proxies) {
        this.proxies = proxies;
    }

    @Override
    public ServerServiceDefinition bindService() {
        return ServerServiceDefinition.builder(RuntimeDiscoveryServiceGrpc.SERVICE_NAME)
                .addMethod(RuntimeDiscoveryServiceGrpc.getStreamRuntimeMethod(), this::streamRuntime)
                .build();
    }

    private ServerCall.Listener<DiscoveryRequest> streamRuntime(
            ServerCall<DiscoveryRequest, DiscoveryResponse> call, Metadata headers) {
        try {
            ClientIdentity client = ClientIdentity.of(call);
            return ServerCalls.<DiscoveryRequest, DiscoveryResponse>asyncBidiStreamingCall(
                            responses -> connect(responses, client))
                    .startCall(call, headers);
        } catch (StatusException refused) {
            call.close(refused.getStatus(), new Metadata());
            return new ServerCall.Listener<>() {};
        }
    }

    private StreamObserver<DiscoveryRequest> connect(
            StreamObserver<DiscoveryResponse> responses, ClientIdentity client) {
        ServerCallStreamObserver<DiscoveryResponse> call = (ServerCallStreamObserver<DiscoveryResponse>) responses;
        // With a handler in place a send to a proxy that just left is dropped instead of thrown at the sender.
        call.setOnCancelHandler(() -> {});
        return proxies.connect(call, client);
    }
}
