package io.glooshot.mesh.envoy;

import io.glooshot.experiment.ServiceId;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
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

    private static final Context.Key<ClientIdentity> CURRENT = Context.key("glooshot-client");
    private static final int DNS_NAME = 2;

    static final ClientIdentity LOCAL = new ClientIdentity(Optional.empty());

    static ClientIdentity current() {
        return CURRENT.get();
    }

    /** Whether this client may take a service's faults: another one's would tell it of experiments it is no part of. */
    boolean speaksFor(ServiceId service) {
        return dnsNames.isEmpty()
                || List.of(service.toString(), service + ".svc", service + ".svc.cluster.local").stream()
                        .anyMatch(dnsNames.get()::contains);
    }

    /** Puts the identity into the call's context and refuses those who have none. */
    static final class Interceptor implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            try {
                Context context = Context.current().withValue(CURRENT, of(call));
                return Contexts.interceptCall(context, call, headers, next);
            } catch (SSLPeerUnverifiedException | CertificateParsingException | PlaintextException refused) {
                call.close(Status.UNAUTHENTICATED.withDescription(refused.getMessage()), new Metadata());
                return new ServerCall.Listener<>() {};
            }
        }

        private static ClientIdentity of(ServerCall<?, ?> call)
                throws SSLPeerUnverifiedException, CertificateParsingException, PlaintextException {
            SSLSession tls = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
            if (tls != null) {
                return new ClientIdentity(Optional.of(dnsNames((X509Certificate) tls.getPeerCertificates()[0])));
            }
            SocketAddress local = call.getAttributes().get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR);
            if (local instanceof InetSocketAddress inet && inet.getAddress().isLoopbackAddress()) {
                return LOCAL;
            }
            throw new PlaintextException("plaintext is served on the loopback interface only");
        }

        private static Set<String> dnsNames(X509Certificate certificate) throws CertificateParsingException {
            var names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? Set.of()
                    : names.stream()
                            .filter(name -> name.get(0).equals(DNS_NAME))
                            .map(name -> (String) name.get(1))
                            .collect(Collectors.toUnmodifiableSet());
        }
    }

    private static final class PlaintextException extends Exception {
        PlaintextException(String message) {
            super(message);
        }
    }
}
