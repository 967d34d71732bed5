package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** A server with the Prometheus HTTP API, and how it is asked. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "!has(self.bearerToken) || !has(self.basicAuth)",
        message = "needs at most one of bearerToken and basicAuth")
@ValidationRule(
        value = "!has(self.headers) || !(has(self.bearerToken) || has(self.basicAuth))"
                + " || self.headers.all(h, h.name.lowerAscii() != 'authorization')",
        fieldPath = ".headers",
        message = "must not have Authorization beside bearerToken or basicAuth")
@ValidationRule(
        value = "!has(self.tls) || self.url.startsWith('https://')",
        fieldPath = ".tls",
        message = "needs an https URL")
public record PrometheusEndpoint(
        @JsonPropertyDescription("URL of the server: the part before /api/v1.")
        @Required
        @Size(min = 1, max = 2048)
        @ValidationRule(
                value = "isURL(self) && url(self).getHostname() != '' && self.matches('^https?://[^@?#]*$')",
                message = "must be an http or https URL with a host, and without user, password and query")
        String url,

        @JsonPropertyDescription("A token that is sent as Authorization: Bearer.")
        SecretKeySelector bearerToken,

        @JsonPropertyDescription("A Secret with username and password, that are sent as Authorization: Basic.")
        SecretSelector basicAuth,

        @JsonPropertyDescription("Certificates; when left out the server's must be of an authority that the JDK knows.")
        Tls tls,

        @JsonPropertyDescription("Headers that are sent, such as X-Scope-OrgID for a tenant.")
        @Size(min = 1, max = 8)
        @ValidationRule(
                value = "self.all(h, self.exists_one(other, other.name.lowerAscii() == h.name.lowerAscii()))",
                message = "names must be unique, whatever their case")
        List<Header> headers,

        @JsonPropertyDescription(
                "How long an answer may take, evaluation included: 100ms to 30s, and never longer than glooshot.poll-timeout; the controller's own setting when left out.")
        @Size(max = 32)
        @Pattern(Durations.PATTERN)
        @ValidationRule(
                value = "duration(self) >= duration('100ms') && duration(self) <= duration('30s')",
                message = "must be at least 100ms and at most 30s")
        String timeout,

        @JsonPropertyDescription("An HTTP proxy on the way to the server, as in http://proxy:3128.")
        @Size(min = 1, max = 512)
        @ValidationRule(
                value = "isURL(self) && url(self).getHostname() != '' && self.matches('^http://[^@?#/]+:[0-9]{1,5}$')",
                message = "must be an http URL with host and port, and nothing else")
        String proxyUrl,

        @JsonPropertyDescription(
                "How each query is narrowed to the namespace of its experiment, by a server or proxy that enforces it.")
        PerNamespace perNamespace) {

    public PrometheusEndpoint {
        headers = headers == null ? List.of() : List.copyOf(headers);
    }

    /** One that takes a URL and no more. */
    public static PrometheusEndpoint at(String url) {
        return new PrometheusEndpoint(url, null, null, null, null, null, null, null);
    }

    /** Whom to trust, and who we are. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @ValidationRule(value = "has(self.ca) || has(self.clientCertificate)", message = "needs ca or clientCertificate")
    public record Tls(
            @JsonPropertyDescription(
                    "Certificates, in PEM, of the authorities whose servers are trusted, and no others.")
            SecretKeySelector ca,

            @JsonPropertyDescription("A Secret with tls.crt and tls.key, in PEM, that are shown to the server.")
            SecretSelector clientCertificate) {}

    /** A header that is sent. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @ValidationRule(
            value = "has(self.value) != has(self.valueFrom)",
            message = "needs exactly one of value and valueFrom")
    public record Header(
            @JsonPropertyDescription("Name of the header.")
            @Required
            @Size(min = 1, max = 128)
            @Pattern(Headers.NAME)
            @ValidationRule(value = Headers.RULE, message = Headers.MESSAGE)
            String name,

            @JsonPropertyDescription("Its value, for all to see who may read the Mesh.")
            @Size(max = 1024)
            @Pattern(Headers.VALUE)
            String value,

            @JsonPropertyDescription("The Secret that its value is kept in.")
            SecretKeySelector valueFrom) {}

    /** A parameter of the URL that carries the experiment's namespace. */
    public record PerNamespace(
            @JsonPropertyDescription(
                    "Name of the parameter: what prom-label-proxy has for -query-param, or extra_label for VictoriaMetrics.")
            @Required
            @Size(min = 1, max = 63)
            @Pattern("^[A-Za-z_][A-Za-z0-9_.-]*$")
            @ValidationRule(
                    value = "!(self in ['query', 'time', 'timeout', 'lookback_delta', 'type', 'start', 'end', 'step'])",
                    message = "is a parameter of the Prometheus API itself")
            String parameter,

            @JsonPropertyDescription("Its value, with {{namespace}} where the namespace goes.")
            @Default("\"{{namespace}}\"")
            @Size(min = 1, max = 128)
            @Pattern("^[ -~]*\\{\\{namespace\\}\\}[ -~]*$")
            String value) {}
}
