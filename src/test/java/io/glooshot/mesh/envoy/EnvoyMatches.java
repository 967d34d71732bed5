package io.glooshot.mesh.envoy;

import static io.glooshot.mesh.envoy.Plans.DETAILS;
import static io.glooshot.mesh.envoy.Plans.PRODUCTPAGE;
import static io.glooshot.mesh.envoy.Plans.RATINGS;
import static io.glooshot.mesh.envoy.Plans.REVIEWS;
import static io.glooshot.mesh.envoy.Traffic.Request.GRPC;
import static io.glooshot.mesh.envoy.Traffic.Request.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glooshot.experiment.CallMatch;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.TextMatch;
import io.glooshot.experiment.TextMatch.Exact;
import io.glooshot.mesh.envoy.Traffic.Answer;
import io.glooshot.mesh.envoy.Traffic.Request;
import io.glooshot.playground.EnvoyBootstrap;
import io.glooshot.playground.EnvoyProxy;
import io.glooshot.playground.LoopbackPorts;
import io.glooshot.playground.Parts;
import io.glooshot.playground.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Two real proxies, a server for them, and what shows which of their calls are broken. */
abstract class EnvoyMatches {

    static final Duration TTL = Duration.ofSeconds(3);
    static final Duration MINUTE = Duration.ofMinutes(1);
    static final Duration LONG = Duration.ofMillis(250);
    static final int EACH = 40;
    static final TestServer.Settings SETTINGS =
            new TestServer.Settings(TTL, Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(10));

    static final Request BLUE = PLAIN.with("x-user", "blue");
    static final Request RED = PLAIN.with("x-user", "red");
    static final CallMatch OF_BLUE = header(new Exact("blue"));

    @TempDir
    static Path directory;

    static final int PORT = LoopbackPorts.take();
    static Traffic traffic;
    static int ratings;
    static EnvoyProxy reviews;
    static EnvoyProxy productpage;

    TestServer server;
    final List<Plan> injected = new ArrayList<>();

    @BeforeAll
    static void startProxies() {
        traffic = new Traffic();
        ratings = traffic.service();
        int details = traffic.service();
        reviews = start(EnvoyBootstrap.sidecarOf("reviews-1", REVIEWS)
                .route(RATINGS, ratings)
                .route(DETAILS, details));
        productpage =
                start(EnvoyBootstrap.sidecarOf("productpage-1", PRODUCTPAGE).route(RATINGS, ratings));
    }

    static EnvoyProxy start(EnvoyBootstrap bootstrap) {
        return EnvoyProxy.start(Parts.onThisMachine(Progress.toStandardOut()), directory, bootstrap.controller(PORT));
    }

    @AfterAll
    static void stopProxies() {
        reviews.close();
        productpage.close();
        traffic.close();
    }

    @BeforeEach
    void serve() {
        server = serving(Map.of());
        awaitLayers(3);
    }

    @AfterEach
    void leavesNothingBehind() {
        injected.forEach(plan -> server.provider.remove(plan, List.of()).await().atMost(MINUTE));
        try {
            for (EnvoyProxy proxy : List.of(reviews, productpage)) {
                for (Request request : List.of(PLAIN, BLUE, GRPC.with("x-user", "blue"))) {
                    assertAll(proxy, RATINGS, request, EnvoyMatches::isWell);
                }
            }
        } finally {
            server.close();
        }
    }

    static CallMatch header(TextMatch value) {
        return new CallMatch(Map.of("x-user", value), Optional.empty(), Optional.empty());
    }

    static CallMatch path(TextMatch value) {
        return new CallMatch(Map.of(), Optional.of(value), Optional.empty());
    }

    static TestServer serving(Map<Plan, Instant> started) {
        Moment.Source clock = () -> new Moment(Instant.now(), System.nanoTime());
        return new TestServer(SETTINGS, clock, PORT, plaintext -> {}).serving(started);
    }

    List<String> inject(Plan plan) {
        injected.add(plan);
        return server.provider
                .inject(plan, Instant.now().plus(MINUTE))
                .await()
                .atMost(MINUTE)
                .heldBy();
    }

    void remove(Plan plan) {
        server.provider.remove(plan, List.of()).await().atMost(MINUTE);
    }

    /** A proxy acknowledges on its main thread, and its workers follow a moment later. */
    static void assertAll(EnvoyProxy proxy, Destination destination, Request request, Predicate<Answer> expected) {
        await().atMost(Duration.ofSeconds(2))
                .until(() ->
                        traffic.calls(20, proxy, destination, request).stream().allMatch(expected));
        assertThat(traffic.calls(EACH, proxy, destination, request)).allMatch(expected);
    }

    void awaitLayers(int number) {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> server.proxies.streams().count() == number);
    }

    static boolean isWell(Answer answer) {
        return answer.status() == 200 && answer.body().equals(Traffic.OK) && !isLate(answer);
    }

    static boolean isLate(Answer answer) {
        return answer.millis() >= LONG.toMillis() - 5;
    }
}
