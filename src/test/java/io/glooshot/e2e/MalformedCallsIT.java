package io.glooshot.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.playground.ControllerProcess;
import io.glooshot.playground.SharedWorld;
import io.glooshot.playground.World;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever reaches the controller's ports learns nothing from what it answers to nonsense, and does not bring it down. */
@ExtendWith(SharedWorld.class)
class MalformedCallsIT {

    private static final int LIMIT_MILLIS = 10_000;

    private static final String HTTP2_PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private ControllerProcess controller;
    private long pid;
    private long logged;

    @BeforeEach
    void start(World world) throws IOException {
        controller = EndToEnd.on(world).controller();
        pid = controller.pid();
        logged = Files.size(controller.log());
    }

    @AfterEach
    void livesAndHasNoStackTraceInItsLog() throws IOException {
        assertThat(exchange(httpPort(), "GET /q/health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
        assertThat(controller.alive()).isTrue();
        assertThat(controller.pid()).isEqualTo(pid);
        byte[] log = Files.readAllBytes(controller.log());
        assertThat(new String(log, (int) logged, (int) (log.length - logged), StandardCharsets.UTF_8))
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/q",
                "/q/dev-ui",
                "/q/swagger-ui",
                "/q/arc",
                "/index.html",
                "/application.properties",
                "/q/health/../../etc/passwd",
                "/..%2f..%2f..%2fetc%2fpasswd",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/q/health/live/<script>alert(1)</script>",
            })
    void hasNothingElse(String path) {
        for (String method : new String[] {"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"}) {
            String answer = exchange(
                    httpPort(),
                    "%s %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                            .formatted(method, path));

            assertThat(answer).as("%s %s", method, path).matches("(?s)HTTP/1.1 (400|404|405|501) .*");
            assertTellsNothing(answer);
        }
    }

    static Stream<String> malformed() {
        return Stream.of(
                "NONSENSE\r\n\r\n",
                "GET\r\n\r\n",
                "GET /q/health/live HTTP/9.9\r\nHost: a\r\n\r\n",
                "GET http://[::1/ HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /q/metrics HTTP/1.1\r\nHost: a\r\n: empty\r\n\r\n",
                "GET /q/metrics/%00 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                "GET /" + "a".repeat(100_000) + " HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /nothing HTTP/1.1\r\nHost: a\r\nX-Large: " + "a".repeat(1 << 20) + "\r\n\r\n",
                "GET /nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + "X-Many: a\r\n".repeat(20_000) + "\r\n",
                "POST /nothing HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
                "POST /nothing HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "POST /nothing HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nnot hexadecimal\r\n",
                HTTP2_PREFACE + "x".repeat(1000));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void refusesMalformedRequests(String request) {
        String answer = exchange(httpPort(), request);

        assertThat(answer).doesNotContain("HTTP/1.1 2", "HTTP/1.1 5");
        assertTellsNothing(answer);
    }

    @RepeatedTest(10)
    void outlivesGarbageOnBothPorts(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        byte[] garbage = new byte[1 + random.nextInt(50_000)];
        random.nextBytes(garbage);
        String text = new String(garbage, StandardCharsets.ISO_8859_1);

        assertTellsNothing(exchange(httpPort(), text));
        assertTellsNothing(exchange(controller.grpcPort(), text));
        assertTellsNothing(exchange(controller.grpcPort(), HTTP2_PREFACE + text));
        assertTellsNothing(exchange(controller.grpcPort(), "GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
    }

    private static void assertTellsNothing(String answer) {
        assertThat(answer).doesNotContain("Exception", "\tat ", "io.glooshot", "io.quarkus", "root:x:0");
    }

    private int httpPort() {
        return URI.create(controller.httpUrl()).getPort();
    }

    /** All that comes back until the connection is closed. A peer that resets it has answered as well. */
    private static String exchange(int port, String request) {
        StringBuilder answer = new StringBuilder();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(LIMIT_MILLIS);
            OutputStream out = socket.getOutputStream();
            try {
                out.write(request.getBytes(StandardCharsets.ISO_8859_1));
                socket.shutdownOutput();
                InputStream in = socket.getInputStream();
                byte[] buffer = new byte[8192];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    answer.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
                }
            } catch (SocketException reset) {
                return answer.toString();
            }
            return answer.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
