package io.glooshot.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.api.Mesh;
import io.glooshot.api.MeshSpec;
import io.glooshot.api.MeshSpec.MeshType;
import io.glooshot.api.PrometheusEndpoint;
import io.glooshot.e2e.HostileServer.Mode;
import io.glooshot.playground.Bookinfo;
import io.glooshot.playground.SharedWorld;
import io.glooshot.playground.Traffic;
import io.glooshot.playground.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that turns bad while a fault is on: the fault is off in the stated bound, whatever the server does. */
@ExtendWith(SharedWorld.class)
class HostileServerIT {

    private static final Duration MAX_BLIND = Duration.ofSeconds(2);
    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final Duration BOUND = MAX_BLIND.plus(INTERVAL).plus(EndToEnd.POLL_TIMEOUT);
    /** Two cores that also run everything else. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    private static final long MOST_GROWTH_MIB = 200;

    private static World world;
    private static Bookinfo bookinfo;
    private static User user;

    private HostileServer server;

    @BeforeAll
    static void startBookinfo(World shared) {
        world = shared;
        EndToEnd endToEnd = EndToEnd.on(world);
        bookinfo = world.bookinfo(world.newNamespace("hostile"));
        user = endToEnd.user(bookinfo.namespace());
    }

    @AfterAll
    static void stopBookinfo() {
        bookinfo.close();
    }

    @BeforeEach
    void startServer() {
        server = new HostileServer(world.vertx());
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GOOD")
    void isOffInTimeWhenPrometheusTurnsBad(Mode mode) {
        String name = "prometheus-" + name(mode);
        Mesh mesh = new Mesh();
        mesh.getMetadata().setName(name);
        mesh.setSpec(new MeshSpec(MeshType.Envoy, null, PrometheusEndpoint.at(server.url())));
        world.kube().client().resource(mesh).create();
        try {
            isOffInTime(name, mode, """
                    targetMesh: {name: %s}
                    failureConditions:
                    - interval: 500ms
                      trigger: {prometheus: {customQuery: 'vector(0)', comparisonOperator: ">", thresholdValue: 1}}
                    """.formatted(name));
        } finally {
            world.kube().client().resource(mesh).delete();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GOOD")
    void isOffInTimeWhenAWebhookTurnsBad(Mode mode) {
        isOffInTime("webhook-" + name(mode), mode, """
                targetMesh: {name: envoy}
                failureConditions:
                - interval: 500ms
                  trigger:
                    webhook: {url: "%s/", jsonPath: $.value, comparisonOperator: ">", thresholdValue: 1}
                """.formatted(server.url()));
    }

    private void isOffInTime(String name, Mode mode, String conditions) {
        try (Traffic traffic = bookinfo.call("reviews", "ratings", 50)) {
            user.apply(name, conditions + """
                    duration: 1m
                    maxBlind: 2s
                    faults:
                    - originServices: [{name: reviews}]
                      destinationServices: [{name: ratings}]
                      fault: {abort: {httpStatus: 418}}
                    """);
            user.awaitInjected(name);
            await().until(() -> traffic.answers().stream().anyMatch(answer -> answer.status() == 418));
            long memory = residentMiB();

            Instant spoilt = Instant.now();
            server.behave(mode);
            ExperimentStatus status = user.awaitState(name, State.Aborted);

            assertThat(status.reason()).isEqualTo("Blind");
            assertThat(status.message()).contains("condition-1", "maxBlind (2s)");
            Instant lastFaulted =
                    traffic.last(answer -> answer.status() == 418).orElseThrow().sent();
            assertThat(Duration.between(spoilt, lastFaulted)).isLessThan(BOUND.plus(SLACK));
            assertThat(residentMiB() - memory).isLessThan(MOST_GROWTH_MIB);
        }
    }

    private static long residentMiB() {
        try {
            String line = Files.readAllLines(Path.of(
                            "/proc/%d/status".formatted(world.controller().pid())))
                    .stream()
                    .filter(each -> each.startsWith("VmRSS:"))
                    .findFirst()
                    .orElseThrow();
            return Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
