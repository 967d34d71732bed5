package io.glooshot.metric;

import io.vertx.core.http.HttpClient;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ProxyOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a server is asked by now.
 *
 * @param headers that are sent, credentials among them
 * @param secrets that are sent, for them to be told apart from what may be shown
 */
record Connection(
        PrometheusServer server,
        HttpClient client,
        Map<String, String> headers,
        List<String> secrets,
        Duration timeout,
        Optional<ProxyOptions> proxy) {

    /** Whatever is shorter would spoil answers that have it by chance, and protects nothing. */
    private static final int SHORTEST_SECRET = 4;

    /** A server that is asked without more ado. */
    static Connection plain(PrometheusServer server, HttpClient client, Duration timeout) {
        return new Connection(server, client, Map.of(), List.of(), timeout, Optional.empty());
    }

    /** What polls that count as being of the same server have in common: the server, and whom it takes us for. */
    String key() {
        return server.setting() + " " + server;
    }

    RequestOptions prepared(RequestOptions request) {
        headers.forEach(request::putHeader);
        proxy.ifPresent(request::setProxyOptions);
        return request;
    }

    /** A server's words without the secrets that it was asked with, if it repeats them. */
    String concealed(String text) {
        String shown = text;
        for (String secret : secrets) {
            if (secret.length() >= SHORTEST_SECRET) {
                shown = shown.replace(secret, "…");
            }
        }
        return shown;
    }

    @Override
    public String toString() {
        return server.toString();
    }
}
