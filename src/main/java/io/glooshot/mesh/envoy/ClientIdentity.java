package io.glooshot.mesh.envoy;

import io.glooshot.experiment.ServiceId;
import io.grpc.Grpc;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * Who is at the other end of a call, as its TLS certificate says.
 *
 * @param dnsNames the certificate's DNS names; empty for a plaintext call on the loopback interface
 */
record ClientIdentity(Optional<Set<String>> dnsNames) {

    private static final Integer DNS_NAME = 2;

    /** @throws StatusException when the client shows no certificate and could be anybody on the network */
    static ClientIdentity of(ServerCall<?, ?> call) throws StatusException {
        SSLSession tls = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        if (tls != null) {
            return new ClientIdentity(Optional.of(dnsNames(tls)));
        }
        SocketAddress local = call.getAttributes().get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR);
        if (local instanceof InetSocketAddress inet && inet.getAddress().isLoopbackAddress()) {
            return new ClientIdentity(Optional.empty());
        }
        throw Status.UNAUTHENTICATED
                .withDescription("plaintext is served on the loopback interface only")
                .asException();
    }

    private static Set<String> dnsNames(SSLSession tls) throws StatusException {
        try {
            var names = ((X509Certificate) tls.getPeerCertificates()[0]).getSubjectAlternativeNames();
            return names == null
                    ? Set.of()
                    : names.stream()
                            .filter(name -> name.get(0).equals(DNS_NAME))
                            .map(name -> (String) name.get(1))
                            .collect(Collectors.toUnmodifiableSet());
        } catch (SSLPeerUnverifiedException | CertificateParsingException unusable) {
            throw Status.UNAUTHENTICATED
                    .withDescription("no usable client certificate: " + unusable.getMessage())
                    .asException();
        }
    }

    /** Whether this client may take a service's faults: another one's would tell it of experiments it is no part of. */
    boolean speaksFor(ServiceId service) {
        return dnsNames.isEmpty()
                || List.of(service.toString(), service + ".svc", service + ".svc.cluster.local").stream()
                        .anyMatch(dnsNames.get()::contains);
    }
}
