package io.glooshot.mesh.envoy;

import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.runtime.v3.RuntimeDiscoveryServiceGrpc;
import io.grpc.BindableService;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCallStreamObserver;
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
public class RuntimeDiscovery implements BindableService, RuntimeDiscoveryServiceGrpc.AsyncService {

    private final Proxies proxies;

    @Inject
    RuntimeDiscovery(Proxies proxies) {
        this.proxies = proxies;
    }

    @Override
    public ServerServiceDefinition bindService() {
        return ServerInterceptors.intercept(
                RuntimeDiscoveryServiceGrpc.bindService(this), new ClientIdentity.Interceptor());
    }

    @Override
    public StreamObserver<DiscoveryRequest> streamRuntime(StreamObserver<DiscoveryResponse> responses) {
        ServerCallStreamObserver<DiscoveryResponse> call = (ServerCallStreamObserver<DiscoveryResponse>) responses;
        // With a handler in place a send to a proxy that just left is dropped instead of thrown at the sender.
        call.setOnCancelHandler(() -> {});
        return proxies.connect(call, ClientIdentity.current());
    }
}
