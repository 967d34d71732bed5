package io.glooshot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConvertCommandTest {

    private static final String OLD = """
            apiVersion: glooshot.solo.io/v1
            kind: Experiment
            metadata: {name: %s, namespace: default}
            spec:
              spec:
                duration: 90s
                faults:
                - destinationServices: [{name: default-ratings-9080, namespace: glooshot}]
                  fault: {abort: {httpStatus: 500}, percentage: 100}
                failureConditions:
                - prometheusTrigger: {customQuery: scalar(errors), thresholdValue: 1, %s: '>'}
            """;
    private static final String RIGHT = OLD.formatted("right", "comparisonOperator");
    private static final String MISSPELT = OLD.formatted("misspelt", "comparisonOperater");

    private record Said(int code, String out, String err) {}

    @TempDir
    Path directory;

    @Test
    void writesObjectsToTheOutputAndNotesAsCommentsToTheErrors() throws IOException {
        Said said = convert("-f", file("old.yaml", RIGHT));

        assertThat(said.code()).isZero();
        assertThat(said.out())
                .startsWith("apiVersion: glooshot.solo.io/v1\nkind: Experiment\n")
                .contains("name: ratings");
        assertThat(said.err().lines())
                .isNotEmpty()
                .allMatch(line -> line.startsWith("# " + directory.resolve("old.yaml") + ":"));
        assertThat(said.err()).contains("info: Experiment default/right:");
    }

    @Test
    void endsWithOneWhenSomethingWasLost() throws IOException {
        Said said = convert("-q", "-f", file("a.yaml", RIGHT), "-f", file("b.yaml", MISSPELT));

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out()).contains("name: right").doesNotContain("name: misspelt");
        assertThat(said.err())
                .contains("lost:", "comparisonOperater (>)", "is not converted")
                .doesNotContain("info:");
    }

    @Test
    void writesTheIncompleteWhenAskedTo() throws IOException {
        Said said = convert("--incomplete", "-f", file("b.yaml", MISSPELT));

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out()).contains("name: misspelt").doesNotContain("failureConditions");
    }

    @Test
    void writesJson() throws IOException {
        Said said = convert("-o", "json", "-f", file("old.yaml", RIGHT));

        assertThat(said.out()).startsWith("{\n").contains("\"kind\" : \"Experiment\"");
    }

    @Test
    void readsFoldersAndOnlyWhatLooksLikeObjects() throws IOException {
        file("old/b.yml", RIGHT);
        file(
                "old/a.json",
                "{\"apiVersion\":\"glooshot.solo.io/v1\",\"kind\":\"Experiment\",\"metadata\":{\"name\":\"first\"}}");
        file("old/notes.txt", "no object");
        file("old/within/c.yaml", RIGHT.replace("right", "deep"));

        assertThat(convert("-f", directory.resolve("old").toString())
                        .out()
                        .lines()
                        .filter(line -> line.matches("  name: .*")))
                .containsExactly("  name: first", "  name: right");
    }

    @Test
    void writesAFileForEachObjectAndOverwritesNone() throws IOException {
        Path out = directory.resolve("new");
        String twice = RIGHT + "---\n" + RIGHT + "---\n"
                + "{apiVersion: glooshot.solo.io/v1, kind: KillSwitch, metadata: {name: ../../evil}, spec: {}}\n";
        String old = file("old.yaml", twice);

        Said said = convert("-f", old, "--output-dir", out.toString());

        assertThat(said.code()).isZero();
        try (Stream<Path> files = Files.list(out)) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "experiment-default-right.yaml",
                            "experiment-default-right-2.yaml",
                            "killswitch-----evil.yaml");
        }
        assertThat(said.out().lines()).hasSize(3);

        Said again = convert("-f", old, "--output-dir", out.toString());
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).contains("cannot be written", "it exists already");
    }

    @Test
    void readsTheStandardInput() {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(RIGHT.getBytes(StandardCharsets.UTF_8)));
        try {
            Said said = convert("-f", "-");

            assertThat(said.code()).isZero();
            assertThat(said.err()).startsWith("# standard input:");
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void readsUrls() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = RIGHT.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(
                    exchange.getRequestURI().getPath().equals("/old.yaml") ? 200 : 404, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();

            assertThat(convert("-f", url + "/old.yaml").out()).contains("name: right");
            assertThat(convert("-f", url + "/nothing").err()).contains("cannot be read", "HTTP 404");
        } finally {
            server.stop(0);
        }
        assertThat(convert("-f", "http://127.0.0.1:1/").err()).contains("cannot be read", "ConnectException");
        assertThat(convert("-f", "http://a b/").err()).contains("cannot be read");
    }

    @Test
    void saysInThreeLinesWhatCannotBeRead() throws IOException {
        Files.write(directory.resolve("latin.yaml"), new byte[] {'a', (byte) 0xE9});
        Files.createDirectory(directory.resolve("empty"));
        for (List<String> wrong : List.of(
                List.of("nothing.yaml", "there is no such file or folder"),
                List.of("latin.yaml", "it is no UTF-8"),
                List.of("empty", "the folder has no file that ends with .yaml, .yml or .json"))) {
            Said said = convert("-f", directory.resolve(wrong.get(0)).toString());

            assertThat(said.code()).isEqualTo(1);
            assertThat(said.err().lines()).hasSize(3);
            assertThat(said.err()).contains(wrong);
        }
    }

    @Test
    void wantsSomethingToRead() {
        Said said = convert();

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("Missing required option: '--filename");
    }

    private String file(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text).toString();
    }

    private static Said convert(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command =
                Glooshot.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int code = command.execute(
                Stream.concat(Stream.of("convert"), Stream.of(arguments)).toArray(String[]::new));
        return new Said(code, out.toString(), err.toString());
    }
}
