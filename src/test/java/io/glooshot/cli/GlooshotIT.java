package io.glooshot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.glooshot.playground.Command;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged command, as a user calls it. */
class GlooshotIT {

    @ParameterizedTest
    @ValueSource(strings = {"--help", "--version", "help", "controller --help", "help get"})
    void answersWithoutStartingQuarkus(String arguments) throws IOException {
        Command.Result result = glooshot(arguments);

        assertThat(result.ok()).isTrue();
        assertThat(result.stdout()).containsIgnoringCase("glooshot");
        assertThat(result.stderr()).isEmpty();
        assertThat(result.stdout()).doesNotContain("io.quarkus");
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

    @Test
    void saysWhenNoClusterIsKnown(@TempDir Path home) throws IOException {
        Command.Result result = Script.packaged().with("HOME", home.toString()).run("get", "experiments");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stderr()).isEqualTo("""
                        Error: no cluster is known
                        Why:   $KUBECONFIG is not set, ~/.kube/config names no cluster, and this is no pod
                        Do:    Name a kubeconfig with --kubeconfig or $KUBECONFIG.
                        """);
    }

    @Test
    void saysWhenTheKubeconfigIsNotThere(@TempDir Path home) throws IOException {
        Command.Result result = Script.packaged()
                .with("HOME", home.toString())
                .with("KUBECONFIG", "/no/such/file")
                .run("get", "experiments");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stderr()).isEqualTo("""
                        Error: no cluster is known
                        Why:   $KUBECONFIG is '/no/such/file', which names no cluster or is not there
                        Do:    Name a kubeconfig with --kubeconfig or $KUBECONFIG.
                        """);
    }

    private static Command.Result glooshot(String arguments) throws IOException {
        return Script.packaged().run(arguments.isEmpty() ? new String[0] : arguments.split(" "));
    }
}
