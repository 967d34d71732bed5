package io.glooshot.mesh.envoy;

import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.StatusException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;

/** Opens the streams of proxies that show who they are. */
final class DiscoveryCalls {

    /** Where an opened stream goes. */
    interface Target {
        StreamObserver<DiscoveryRequest> connect(
                ServerCallStreamObserver<DiscoveryResponse> responses, ClientIdentity client);
    }

    private DiscoveryCalls() {}

    static ServerCallHandler<DiscoveryRequest, DiscoveryResponse> to(Target target) {
        return (call, headers) -> {
            try {
                ClientIdentity client = ClientIdentity.of(call);
                return ServerCalls.<DiscoveryRequest, DiscoveryResponse>asyncBidiStreamingCall(
                                responses -> connect(target, responses, client))
                        .startCall(call, headers);
            } catch (StatusException refused) {
                call.close(refused.getStatus(), new Metadata());
                return new ServerCall.Listener<>() {};
            }
        };
    }

    private static StreamObserver<DiscoveryRequest> connect(
            Target target, StreamObserver<DiscoveryResponse> responses, ClientIdentity client) {
        ServerCallStreamObserver<DiscoveryResponse> call = (ServerCallStreamObserver<DiscoveryResponse>) responses;
        // With a handler in place a send to a proxy that just left is dropped instead of thrown at the sender.
        call.setOnCancelHandler(() -> {});
        return target.connect(call, client);
    }
}
