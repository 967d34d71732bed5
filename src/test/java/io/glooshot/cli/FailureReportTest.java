package io.glooshot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FailureReportTest {

    private record Said(int code, String text) {}

    @Command(name = "fail")
    private record Failing(Exception failure) implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            throw failure;
        }
    }

    @Test
    void saysWhatWhyAndWhatToDoInALineEach() {
        Said said = fail(new CommandFailure("experiment a/b could not be made", "the file\nis empty", "Fill it."));

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.text()).isEqualTo("""
                        Error: experiment a/b could not be made
                        Why:   the file; is empty
                        Do:    Fill it.
                        """);
    }

    @Test
    void showsAStackTraceOnlyWhenAskedTo() {
        assertThat(fail(new IllegalStateException("odd")).text())
                .contains("'glooshot fail' failed", "odd", "-v")
                .doesNotContain("\tat ");
        assertThat(fail(new IllegalStateException("odd"), "-v").text())
                .contains("\tat " + getClass().getName());
    }

    static Stream<Arguments> apiFailures() {
        return Stream.of(
                Arguments.of(answered(401), "Log in again"),
                Arguments.of(answered(403), "glooshot doctor"),
                Arguments.of(answered(404), "glooshot init"),
                Arguments.of(notFound("slow"), "Check the name"),
                Arguments.of(answered(409), "See what is there"),
                Arguments.of(answered(422), "docs/api.md"),
                Arguments.of(answered(429), "busy"),
                Arguments.of(answered(500), "try again later"),
                Arguments.of(unanswered(new ConnectException("refused")), "kubectl cluster-info"),
                Arguments.of(unanswered(new UnknownHostException("nowhere")), "--kubeconfig"),
                Arguments.of(unanswered(new SSLHandshakeException("unknown issuer")), "certificate authority"));
    }

    @ParameterizedTest
    @MethodSource("apiFailures")
    void knowsWhatToDoAboutTheApiServer(KubernetesClientException failure, String remedy) {
        Said said = fail(failure);

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.text().lines()).hasSize(3);
        assertThat(said.text().lines().toList().get(2)).startsWith("Do: ").contains(remedy);
    }

    @Test
    void refusesAContextThatTheKubeconfigDoesNotHave(@TempDir Path directory) throws Exception {
        Path kubeconfig = Files.writeString(directory.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                current-context: staging
                contexts:
                - {name: staging, context: {cluster: staging, user: me}}
                clusters:
                - {name: staging, cluster: {server: "https://127.0.0.1:1"}}
                users:
                - {name: me, user: {}}
                """);

        Said said = run(
                Glooshot.commandLine(),
                "stop",
                "--all",
                "--context",
                "production",
                "--kubeconfig",
                kubeconfig.toString());

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.text()).contains("--context is 'production'; the kubeconfig has [staging]");
    }

    private static KubernetesClientException answered(int code) {
        return new KubernetesClientException(
                "no", code, new StatusBuilder().withCode(code).withMessage("no").build());
    }

    private static KubernetesClientException notFound(String name) {
        return new KubernetesClientException(
                "no",
                404,
                new StatusBuilder()
                        .withCode(404)
                        .withMessage("no")
                        .withNewDetails()
                        .withName(name)
                        .endDetails()
                        .build());
    }

    private static KubernetesClientException unanswered(Exception cause) {
        return new KubernetesClientException("nobody answers", cause);
    }

    private static Said fail(Exception failure, String... options) {
        String[] words = Stream.concat(Stream.of("fail"), Stream.of(options)).toArray(String[]::new);
        return run(Glooshot.commandLine().addSubcommand(new Failing(failure)), words);
    }

    private static Said run(CommandLine command, String... words) {
        StringWriter text = new StringWriter();
        PrintWriter writer = new PrintWriter(text);
        int code = command.setOut(writer).setErr(writer).execute(words);
        return new Said(code, text.toString());
    }
}
