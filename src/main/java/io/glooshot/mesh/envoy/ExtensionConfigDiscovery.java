package io.glooshot.mesh.envoy;

import io.envoyproxy.envoy.service.extension.v3.ExtensionConfigDiscoveryServiceGrpc;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.quarkus.grpc.GrpcService;
import jakarta.inject.Inject;

/** Envoy's Extension Config Discovery Service; served as {@link RuntimeDiscovery} is. */
@GrpcService
public class ExtensionConfigDiscovery implements BindableService {

    private final Proxies proxies;

    @Inject
    ExtensionConfigDiscovery(Proxies proxies) {
        this.proxies = proxies;
    }

    @Override
    public ServerServiceDefinition bindService() {
        return ServerServiceDefinition.builder(ExtensionConfigDiscoveryServiceGrpc.SERVICE_NAME)
                .addMethod(
                        ExtensionConfigDiscoveryServiceGrpc.getStreamExtensionConfigsMethod(),
                        DiscoveryCalls.to(proxies::connectForFilters))
                .build();
    }
}
