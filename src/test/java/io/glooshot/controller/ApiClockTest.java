package io.glooshot.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiClockTest {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    private static Vertx vertx;
    private static HttpServer server;
    private static volatile String date;

    private final Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);

    @BeforeAll
    static void serve() throws Exception {
        vertx = Vertx.vertx();
        server = vertx.createHttpServer()
                .requestHandler(request -> {
                    if (date != null) {
                        request.response().putHeader("date", date);
                    }
                    request.response().end("{}");
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    @AfterAll
    static void end() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void forget() {
        date = null;
    }

    @ParameterizedTest
    @CsvSource({
        "'Mon, 1 Jun 2026 12:00:00 GMT', PT0S, true",
        "'Mon, 1 Jun 2026 11:59:59 GMT', PT0S, true",
        "'Mon, 1 Jun 2026 12:00:07 GMT', PT7S, true",
        "'Mon, 1 Jun 2026 12:00:08 GMT', PT8S, false",
        "'Mon, 1 Jun 2026 11:59:52 GMT', PT7S, true",
        "'Mon, 1 Jun 2026 11:59:51 GMT', PT8S, false",
        "'Sun, 31 May 2026 12:00:00 GMT', PT23H59M59S, false",
    })
    void isNotReadyWhenItIsOffByMoreThanHalfALease(String told, Duration offBy, boolean ready) {
        date = told;

        try (KubernetesClient client = client()) {
            ApiClock compared = compared(client);

            assertThat(compared.offBy()).contains(offBy);
            assertThat(isReady(compared)).isEqualTo(ready);
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "noon")
    void keepsWhatItKnewWhenTheServerDoesNotTell(String told) {
        try (KubernetesClient client = client()) {
            date = "Mon, 1 Jun 2026 12:01:00 GMT";
            ApiClock compared = compared(client);

            date = told;
            compared.compare();

            assertThat(compared.offBy()).contains(Duration.ofMinutes(1));
            assertThat(isReady(compared)).isFalse();
        }
    }

    @Test
    void isReadyWhileNothingIsKnown() {
        var unreachable =
                new ConfigBuilder().withMasterUrl("http://127.0.0.1:1").build();
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(unreachable).build()) {
            ApiClock compared = compared(client);

            assertThat(compared.offBy()).isEmpty();
            assertThat(isReady(compared)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "12:00:00.000, 12:00:03.000, 12:00:02, PT0S",
        "12:00:00.000, 12:00:03.000, 11:59:59, PT0S",
        "12:00:00.500, 12:00:03.000, 11:59:59, PT0.5S",
        "12:00:00.000, 12:00:03.000, 12:00:04, PT1S",
    })
    void forgivesWhatTheAnswerTookAndWhatTheSecondHides(String asked, String answered, String theirs, Duration apart) {
        assertThat(ApiClock.apart(at(asked), at(answered), at(theirs))).isEqualTo(apart);
    }

    private static Instant at(String time) {
        return Instant.parse("2026-06-01T" + time + "Z");
    }

    private ApiClock compared(KubernetesClient client) {
        ApiClock compared = new ApiClock(client, clock);
        compared.compare();
        return compared;
    }

    private static boolean isReady(ApiClock clock) {
        return new ClockCheck(clock, Duration.ofSeconds(15)).call().getStatus() == HealthCheckResponse.Status.UP;
    }

    private static KubernetesClient client() {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withMasterUrl("http://127.0.0.1:" + server.actualPort())
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
    }
}
