package io.glooshot.mesh.envoy;

import static io.glooshot.mesh.envoy.Plans.RATINGS;
import static io.glooshot.mesh.envoy.Plans.REVIEWS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EnvoySnippetTest {

    private static final Path DOCUMENT = Path.of("docs/meshes/envoy.md");
    private static final String CONTROLLER = "glooshot-proxies.glooshot-system.svc.cluster.local";

    static Stream<Arguments> snippets() {
        EnvoySnippet.Tls tls = new EnvoySnippet.Tls(
                CONTROLLER, "/etc/envoy/tls/tls.crt", "/etc/envoy/tls/tls.key", "/etc/envoy/tls/ca.crt");
        return Stream.of(
                Arguments.of("node", Map.of("node", EnvoySnippet.node("reviews-v1-7d9c", REVIEWS))),
                Arguments.of("cluster", List.of(EnvoySnippet.cluster("127.0.0.1", 18000, Optional.empty()))),
                Arguments.of("layer", List.of(EnvoySnippet.runtimeLayer(RATINGS))),
                Arguments.of("route", EnvoySnippet.route(RATINGS)),
                Arguments.of("filter", EnvoySnippet.httpFilters()),
                Arguments.of("match filter", EnvoySnippet.matchFilters(RATINGS)),
                Arguments.of("match route", EnvoySnippet.matchRoute(RATINGS)),
                Arguments.of("match layer", List.of(EnvoySnippet.regexLayer())),
                Arguments.of("log", List.of(EnvoySnippet.accessLog(REVIEWS))),
                Arguments.of("tls", List.of(EnvoySnippet.cluster(CONTROLLER, 18000, Optional.of(tls)))));
    }

    /** What people copy from the documentation is what programs are given, and what proxies are tested with. */
    @ParameterizedTest
    @MethodSource("snippets")
    void isWhatTheDocumentationShows(String name, Object fragment) throws Exception {
        assertThat(Files.readString(DOCUMENT))
                .contains("<!-- snippet: %s -->\n```yaml\n%s```\n".formatted(name, EnvoySnippet.yaml(fragment)));
    }
}
