package io.glooshot.mesh.envoy;

import io.envoyproxy.envoy.service.runtime.v3.RuntimeDiscoveryServiceGrpc;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
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
                .addMethod(
                        RuntimeDiscoveryServiceGrpc.getStreamRuntimeMethod(),
                        DiscoveryCalls.to(proxies::connectForLayers))
                .build();
    }
}
