package io.glooshot.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glooshot.experiment.Destination;
import io.glooshot.experiment.ServiceId;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.RequestOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvoyProxyIT {
    private static final Destination RATINGS = new Destination(new ServiceId("bookinfo", "ratings"), 9080);
    private static final Destination DETAILS = new Destination(new ServiceId("bookinfo", "details"), 9080);

    @TempDir
    static Path directory;

    private static Vertx vertx;
    private static HttpClient client;
    private static EnvoyProxy proxy;

    @BeforeAll
    static void startProxyWithTwoDestinations() {
        vertx = Vertx.vertx();
        client = vertx.createHttpClient();
        int ratings = LoopbackServer.start(vertx, request -> request.response().end("ratings"))
                .port();
        int details = LoopbackServer.start(vertx, request -> request.response().end("details"))
                .port();
        EnvoyBootstrap bootstrap = EnvoyBootstrap.sidecarOf("reviews-1", new ServiceId("bookinfo", "reviews"))
                .route(RATINGS, ratings)
                .route(DETAILS, details)
                // Nobody serves there: a proxy must come up without the controller.
                .controller(LoopbackPorts.take());
        proxy = EnvoyProxy.start(Parts.onThisMachine(Progress.toStandardOut()), directory, bootstrap);
    }

    @AfterAll
    static void stopProxy() {
        proxy.close();
        vertx.close();
    }

    private record Answer(int status, String body, long millis) {}

    private static Answer call(Destination destination) {
        long start = System.nanoTime();
        RequestOptions options = new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(proxy.outboundPort())
                .setURI("/")
                .putHeader("Host", destination.toString());
        return LoopbackServer.join(client.request(options)
                .compose(request -> request.send())
                .compose(response -> response.body()
                        .map(body -> new Answer(
                                response.statusCode(), body.toString(), (System.nanoTime() - start) / 1_000_000))));
    }

    @Test
    void sendsEachCallToTheDestinationInItsHost() {
        assertThat(call(RATINGS).body()).isEqualTo("ratings");
        assertThat(call(DETAILS).body()).isEqualTo("details");
    }

    @Test
    void breaksOneDestinationByItsRuntimeKeysAndNotTheOther() {
        proxy.overrideRuntime("glooshot.bookinfo.ratings.9080.abort_percent", "100");
        proxy.overrideRuntime("glooshot.bookinfo.ratings.9080.abort_status", "418");

        assertThat(proxy.runtime("glooshot.bookinfo.ratings.9080.abort_status")).isEqualTo("418");
        assertThat(call(RATINGS).status()).isEqualTo(418);
        assertThat(call(DETAILS).status()).isEqualTo(200);

        proxy.overrideRuntime("glooshot.bookinfo.ratings.9080.abort_percent", "");
        assertThat(call(RATINGS).status()).isEqualTo(200);
    }

    @Test
    void delaysByItsRuntimeKeys() {
        proxy.overrideRuntime("glooshot.bookinfo.details.9080.delay_percent", "100");
        proxy.overrideRuntime("glooshot.bookinfo.details.9080.delay_ms", "250");

        assertThat(call(DETAILS).millis()).isBetween(240L, 1000L);

        proxy.overrideRuntime("glooshot.bookinfo.details.9080.delay_percent", "");
        assertThat(call(DETAILS).millis()).isLessThan(240);
    }

    @Test
    void countsAbortedCallsByDestination() {
        proxy.overrideRuntime("glooshot.bookinfo.details.9080.abort_percent", "100");
        IntStream.range(0, 5).forEach(i -> call(DETAILS));
        proxy.overrideRuntime("glooshot.bookinfo.details.9080.abort_percent", "");

        await().untilAsserted(() -> assertThat(counters())
                .anyMatch(line -> line.contains("destination_service=\"details\"")
                        && line.contains("destination_namespace=\"bookinfo\"")
                        && line.contains("response_code=\"503\"")
                        && line.contains("response_flags=\"FI\"")
                        && line.contains("source=\"reviews.bookinfo\"")
                        && line.endsWith(" 5")));
    }

    private static List<String> counters() {
        return proxy.statistics()
                .lines()
                .filter(line -> line.startsWith("envoy_glooshot_requests_total{"))
                .toList();
    }

    @Test
    void comesBackOnTheSamePortsAfterACrash() {
        proxy.kill();
        proxy.start();

        assertThat(call(RATINGS).body()).isEqualTo("ratings");
    }
}
