package io.glooshot.metric;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Base64;

/**
 * A server with the Prometheus HTTP API.
 *
 * @param url the part before {@code /api/v1}; a user and password in it are sent as basic authentication
 * @param setting where the URL comes from, for people who have to put it right
 */
record PrometheusServer(URI url, String setting) {

    PrometheusServer {
        if (url.getHost() == null || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
            throw new IllegalArgumentException(setting + " must be an http or https URL with a host");
        }
    }

    /** An instant query, whose text goes into the body. */
    RequestOptions query(Duration timeout) {
        return request(HttpMethod.POST, "/api/v1/query", timeout)
                .putHeader("Content-Type", "application/x-www-form-urlencoded");
    }

    /** The alerting rules of a name. Servers that know no such filter send all of them. */
    RequestOptions rules(String name, Duration timeout) {
        return request(
                HttpMethod.GET, "/api/v1/rules?type=alert&rule_name%5B%5D=" + URLEncoder.encode(name, UTF_8), timeout);
    }

    private RequestOptions request(HttpMethod method, String path, Duration timeout) {
        RequestOptions request = new RequestOptions()
                .setMethod(method)
                .setSsl("https".equals(url.getScheme()))
                .setHost(url.getHost())
                .setPort(port())
                .setURI(url.getRawPath().replaceAll("/+$", "") + withQuery(path))
                .setConnectTimeout(timeout.toMillis())
                .putHeader("Accept", "application/json");
        if (url.getUserInfo() != null) {
            byte[] user = url.getUserInfo().getBytes(UTF_8);
            request.putHeader("Authorization", "Basic " + Base64.getEncoder().encodeToString(user));
        }
        return request;
    }

    /** What the URL itself asks for is asked with every request. */
    private String withQuery(String path) {
        if (url.getRawQuery() == null) {
            return path;
        }
        return path + (path.contains("?") ? "&" : "?") + url.getRawQuery();
    }

    private int port() {
        if (url.getPort() != -1) {
            return url.getPort();
        }
        return "https".equals(url.getScheme()) ? 443 : 80;
    }

    /** Without what may be secret. */
    @Override
    public String toString() {
        return "Prometheus (" + url.getHost() + ":" + port() + ")";
    }
}
