package io.glooshot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.glooshot.playground.Command;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged command, as a user calls it. */
class GlooshotIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @ParameterizedTest
    @ValueSource(strings = {"--help", "--version", "help", "controller --help", "envoy-config --help"})
    void answersWithoutStartingQuarkus(String arguments) throws IOException {
        Command.Result result = glooshot(arguments);

        assertThat(result.ok()).isTrue();
        assertThat(result.stdout()).containsIgnoringCase("glooshot");
        assertThat(result.stdout() + result.stderr()).doesNotContain("io.quarkus");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "controler",
                "--verbos",
                "envoy-config",
                "envoy-config --from reviews --to ratings.bookinfo:9080",
                "envoy-config --from reviews.bookinfo --to ratings.bookinfo",
                "envoy-config --from reviews.bookinfo --to ratings.bookinfo:9080 --controller https://there"
            })
    void refusesWhatItDoesNotUnderstandAndSaysWhatItDoes(String arguments) throws IOException {
        Command.Result result = glooshot(arguments);

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.stderr())
                .startsWith("Error: 'glooshot")
                .containsPattern("\nWhy:   \\S.*\nDo:    See `glooshot( \\S+)? --help`")
                .doesNotContain("\tat ");
    }

    @Test
    void printsWhatAProxyNeeds() throws IOException {
        Command.Result result = glooshot(
                "envoy-config --from reviews.bookinfo --to ratings.bookinfo:9080 --to details.bookinfo:80 --node reviews-1");

        JsonNode fragments = new YAMLMapper().readTree(result.stdout());
        assertThat(fragments.at("/node/cluster").asText()).isEqualTo("reviews.bookinfo");
        assertThat(fragments.at("/layered_runtime.layers")).hasSize(3);
        assertThat(fragments.at("/layered_runtime.layers/2/name").asText()).isEqualTo("glooshot/bookinfo/details/80");
        assertThat(fragments.at("/http_connection_manager.http_filters").findValuesAsText("name"))
                .containsExactly(
                        "envoy.filters.http.fault",
                        "glooshot.grpc_fault",
                        "glooshot/bookinfo/ratings/9080",
                        "glooshot/bookinfo/ratings/9080/grpc",
                        "glooshot/bookinfo/details/80",
                        "glooshot/bookinfo/details/80/grpc");
        assertThat(fragments.at("/static_resources.clusters/0/transport_socket").isMissingNode())
                .isFalse();
        assertThat(fragments
                        .at("/route to ratings.bookinfo:9080/typed_per_filter_config")
                        .fieldNames())
                .toIterable()
                .containsExactly(
                        "envoy.filters.http.fault",
                        "glooshot.grpc_fault",
                        "glooshot/bookinfo/ratings/9080",
                        "glooshot/bookinfo/ratings/9080/grpc");
    }

    private static Command.Result glooshot(String arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"), "-jar", System.getProperty("glooshot.jar")));
        if (!arguments.isEmpty()) {
            words.addAll(List.of(arguments.split(" ")));
        }
        return Command.of(words.toArray(String[]::new)).run(LIMIT);
    }
}
