package io.glooshot.metric;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.glooshot.api.PrometheusEndpoint;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.DataSource;
import io.glooshot.experiment.Header;
import io.glooshot.experiment.SecretKey;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says how each data source is asked by now: as its Mesh has it, with what is in the Secrets that it names. A Mesh that has
 * come to name another server says nothing about the one that a run began with, so that one is asked without credentials:
 * they are not for it.
 */
@Startup
@ApplicationScoped
class Connections {

    private final Endpoints endpoints;
    private final Secrets secrets;
    private final SentHeaders sentHeaders;
    private final PrometheusClients clients;
    private final PrometheusServer standard;
    private final Duration timeout;

    Connections(Endpoints endpoints, Secrets secrets, PrometheusClients clients, MetricConfig config) {
        this.endpoints = endpoints;
        this.secrets = secrets;
        this.sentHeaders = new SentHeaders(secrets);
        this.clients = clients;
        this.standard = new PrometheusServer(config.prometheus().url(), "glooshot.prometheus.url");
        this.timeout = config.prometheus().timeout();
    }

    /** Fails with an {@link AbortException} where a Secret is missing or may not be read. */
    Uni<Connection> to(Optional<DataSource> source) {
        return source.map(this::to).orElseGet(() -> Uni.createFrom().item(plain(standard)));
    }

    private Uni<Connection> to(DataSource source) {
        PrometheusServer server = new PrometheusServer(source.url(), "spec.prometheus.url of Mesh " + source.mesh());
        return endpoints
                .of(source.mesh())
                .chain(endpoint -> endpoint.filter(each -> isOf(each, source.url()))
                        .map(each -> to(server, each))
                        .orElseGet(() -> Uni.createFrom().item(plain(server))));
    }

    private Connection plain(PrometheusServer server) {
        return Connection.plain(server, clients.plain(), timeout);
    }

    private static boolean isOf(PrometheusEndpoint endpoint, URI url) {
        String query = url.getRawQuery();
        String asked = query == null ? url.toString() : url.toString().replace("?" + query, "");
        if (!endpoint.url().equals(asked)) {
            return false;
        }
        if (endpoint.perNamespace() != null && query == null) {
            throw new AbortException(
                    "DataSourceChanged", "The Mesh has come to narrow queries to their namespace since the run began.");
        }
        return true;
    }

    private Uni<Connection> to(PrometheusServer server, PrometheusEndpoint endpoint) {
        List<String> shown = new ArrayList<>();
        return headers(endpoint, shown)
                .chain(headers -> clients.trusting(endpoint.tls())
                        .map(client -> new Connection(
                                server,
                                client,
                                headers,
                                List.copyOf(shown),
                                Optional.ofNullable(endpoint.timeout())
                                        .map(Connections::duration)
                                        .orElse(timeout),
                                Optional.ofNullable(endpoint.proxyUrl()).map(Connections::proxy))));
    }

    /** @param kept takes all values that are secret */
    private Uni<Map<String, String>> headers(PrometheusEndpoint endpoint, List<String> kept) {
        return sentHeaders
                .of(endpoint.headers().stream().map(Connections::header).toList())
                .chain(headers -> authorization(endpoint, kept).map(authorization -> {
                    Map<String, String> all = new LinkedHashMap<>(headers);
                    authorization.ifPresent(value -> all.put("Authorization", value));
                    endpoint.headers().stream()
                            .filter(header -> header.valueFrom() != null)
                            .forEach(header -> kept.add(headers.get(header.name())));
                    return all;
                }));
    }

    private Uni<Optional<String>> authorization(PrometheusEndpoint endpoint, List<String> kept) {
        if (endpoint.bearerToken() != null) {
            var token = endpoint.bearerToken();
            return secrets.value(new SecretKey(token.namespace(), token.name(), token.key()))
                    .invoke(kept::add)
                    .map(value -> Optional.of("Bearer " + value));
        }
        if (endpoint.basicAuth() != null) {
            return secrets.get(
                            endpoint.basicAuth().namespace(),
                            endpoint.basicAuth().name())
                    .map(content -> {
                        String password = content.text("password");
                        String both = Base64.getEncoder()
                                .encodeToString((content.text("username") + ":" + password).getBytes(UTF_8));
                        kept.addAll(List.of(password, both));
                        return Optional.of("Basic " + both);
                    });
        }
        return Uni.createFrom().item(Optional.empty());
    }

    private static Header header(PrometheusEndpoint.Header header) {
        return header.valueFrom() == null
                ? new Header(header.name(), header.value(), Optional.empty())
                : new Header(
                        header.name(),
                        "",
                        Optional.of(new SecretKey(
                                header.valueFrom().namespace(),
                                header.valueFrom().name(),
                                header.valueFrom().key())));
    }

    private static ProxyOptions proxy(String url) {
        URI proxy = URI.create(url);
        return new ProxyOptions()
                .setType(ProxyType.HTTP)
                .setHost(proxy.getHost())
                .setPort(proxy.getPort());
    }

    private static Duration duration(String text) {
        try {
            return io.fabric8.kubernetes.api.model.Duration.parse(text).getDuration();
        } catch (java.text.ParseException e) {
            throw new IllegalArgumentException("spec.prometheus.timeout is not a duration", e);
        }
    }
}
