package io.glooshot.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.glooshot.api.Experiment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestsTest {

    private static final String ONE = """
            apiVersion: glooshot.solo.io/v1
            kind: Experiment
            metadata: {name: %s}
            spec: {duration: 1m}
            """;

    @TempDir
    Path folder;

    @Test
    void readsAFileWithSeveralDocumentsInTheirOrder() throws IOException {
        Path file = write("several.yaml", "---\n" + ONE.formatted("a") + "---\n# nothing\n---\n" + ONE.formatted("b"));

        assertThat(names(file.toString())).containsExactly("a", "b");
    }

    @Test
    void readsTheYamlAndJsonOfAFolderByTheNamesOfItsFiles() throws IOException {
        write("2.yml", ONE.formatted("second"));
        write("1.YAML", ONE.formatted("first"));
        write(
                "3.json",
                Serialization.asJson(new Manifests(InputStreamOf.text(ONE.formatted("third")))
                        .experiments(List.of("-"))
                        .get(0)));
        write("README.md", "not: [an, object");

        assertThat(names(folder.toString())).containsExactly("first", "second", "third");
    }

    @Test
    void readsListsAndStandardInput() {
        String list = "kind: List\napiVersion: v1\nitems:\n- "
                + ONE.formatted("a").strip().replace("\n", "\n  ") + "\n- "
                + ONE.formatted("b").strip().replace("\n", "\n  ") + "\n";

        assertThat(new Manifests(InputStreamOf.text(list)).experiments(List.of("-")))
                .extracting(each -> each.getMetadata().getName())
                .containsExactly("a", "b");
    }

    @Test
    void readsAUrlAndSaysWhatAServerAnswersInstead() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/there.yaml", exchange -> {
            byte[] body = ONE.formatted("far").getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        String url = "http://127.0.0.1:%d".formatted(server.getAddress().getPort());
        try {
            assertThat(names(url + "/there.yaml")).containsExactly("far");
            CommandFailure failure = failure(url + "/not-there.yaml");
            assertThat(failure.what()).isEqualTo(url + "/not-there.yaml cannot be read");
            assertThat(failure.why()).isEqualTo("the server answered with HTTP 404");
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            apiVersion: v1\\nkind: ConfigMap                                                       | is no Experiment                                        | its kind is 'ConfigMap' and its apiVersion 'v1'
            apiVersion: glooshot.solo.io/v0\\nkind: Experiment                                     | is no Experiment                                        | its apiVersion 'glooshot.solo.io/v0'
            apiVersion: glooshot.solo.io/v1\\nkind: Experiment\\nspec: {maxBlidn: 3s}               | has a field that is not known: spec.maxBlidn            | there the API knows [duration, failureConditions,
            apiVersion: glooshot.solo.io/v1\\nkind: Experiment\\nspec: {faults: [{fualt: {}}]}      | has a field that is not known: spec.faults[0].fualt     | originServices
            apiVersion: glooshot.solo.io/v1\\nkind: Experiment\\nspec: {stop: perhaps}              | does not fit the API                                    | perhaps
            apiVersion: glooshot.solo.io/v1\\nkind: Experiment                                     | is incomplete                                           | it has no spec
            - a\\n- b                                                                              | is no object                                            | it has no apiVersion and kind
            a: [1                                                                                 | is neither YAML nor JSON                                | at line
            a: 1\\na: 2                                                                            | is neither YAML nor JSON                                | has the key 'a' twice in one mapping, in line 2
            # nothing                                                                             | has no object                                           | every document in it is empty
            """)
    void saysWhatIsWrongAndWhere(String text, String what, String why) throws IOException {
        Path file = write("wrong.yaml", text.replace("\\n", "\n"));

        CommandFailure failure = failure(file.toString());

        assertThat(failure.what()).isEqualTo(file + " " + what);
        assertThat(failure.why()).contains(why);
        assertThat(failure.remedy()).endsWith(".");
    }

    /** Jackson's YAML takes an alias for a text, so that another service would be hit. */
    @Test
    void followsAliasesAsKubectlDoes() throws IOException {
        Path file = write("aliases.yaml", """
                apiVersion: glooshot.solo.io/v1
                kind: Experiment
                metadata: {name: &name ratings}
                spec: {faults: [{destinationServices: [{name: *name}], fault: {abort: {httpStatus: 500}}}]}
                """);

        Experiment read = new Manifests(InputStreamOf.text(""))
                .experiments(List.of(file.toString()))
                .get(0);

        assertThat(read.getSpec().faults().get(0).destinationServices().get(0).name())
                .isEqualTo("ratings");
    }

    @Test
    void saysThatThereIsNoSuchFileAndThatAFolderHasNone() {
        assertThat(failure(folder.resolve("none.yaml").toString()).why()).isEqualTo("there is no such file or folder");
        assertThat(failure(folder.toString()).why()).startsWith("the folder has no file that ends with .yaml");
    }

    private List<String> names(String source) {
        return new Manifests(InputStreamOf.text(""))
                .experiments(List.of(source)).stream()
                        .map((Experiment each) -> each.getMetadata().getName())
                        .toList();
    }

    private CommandFailure failure(String source) {
        return catchThrowableOfType(
                CommandFailure.class, () -> new Manifests(InputStreamOf.text("")).experiments(List.of(source)));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /** Standard input, as a test gives it. */
    private static final class InputStreamOf {
        static ByteArrayInputStream text(String text) {
            return new ByteArrayInputStream(text.getBytes(UTF_8));
        }
    }
}
