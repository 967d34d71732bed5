package io.glooshot.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.e2e.PrometheusFront.Mode;
import io.glooshot.playground.Bookinfo;
import io.glooshot.playground.SharedWorld;
import io.glooshot.playground.Traffic;
import io.glooshot.playground.World;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A run whose signals go away is never left to itself: the fault is off within the bound that is promised. */
@ExtendWith(SharedWorld.class)
class BlindRunIT {

    private static final Duration MAX_BLIND = Duration.ofSeconds(2);
    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final Duration BOUND = MAX_BLIND.plus(INTERVAL).plus(EndToEnd.POLL_TIMEOUT);
    /** Two cores that also run everything else. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    private static World world;
    private static EndToEnd endToEnd;
    private static Bookinfo bookinfo;
    private static User user;

    @BeforeAll
    static void startBookinfo(World shared) {
        world = shared;
        endToEnd = EndToEnd.on(world);
        bookinfo = world.bookinfo(world.newNamespace("blind"));
        user = endToEnd.user(bookinfo.namespace());
    }

    @AfterAll
    static void stopBookinfo() {
        bookinfo.close();
    }

    @AfterEach
    void behaveAgain() {
        endToEnd.front().behave(Mode.PASS);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PASS")
    void endsWithinTheBoundWhenPrometheusGoesBad(Mode mode) {
        String name = mode.name().toLowerCase().replace('_', '-');
        endsWithinTheBound(name, () -> endToEnd.front().behave(mode));
    }

    @Test
    void endsWithinTheBoundWhenPrometheusHangs() {
        try {
            endsWithinTheBound("frozen", world.prometheus()::freeze);
        } finally {
            world.prometheus().thaw();
        }
    }

    @Test
    void endsWithinTheBoundWhenPrometheusIsGone() {
        try {
            endsWithinTheBound("gone", world.prometheus()::stop);
        } finally {
            world.prometheus().start();
        }
    }

    @Test
    void oneBadAnswerEndsNothing() {
        user.apply("hiccup", spec("6s"));
        user.awaitInjected("hiccup");

        endToEnd.front().behave(Mode.ERROR_500);
        awaitReading("hiccup", "Failed");
        endToEnd.front().behave(Mode.PASS);

        assertThat(user.awaitEnd("hiccup").reason()).isIn("DeadlineReached", "NothingFaulted");
        assertThat(user.report("hiccup").getSpec().conditions().get(0).during().failed())
                .isPositive();
    }

    private void endsWithinTheBound(String name, Runnable spoil) {
        try (Traffic traffic = bookinfo.call("reviews", "ratings", 50)) {
            user.apply(name, spec("1m"));
            user.awaitInjected(name);
            await().until(() -> traffic.answers().stream().anyMatch(answer -> answer.status() == 418));

            Instant spoilt = Instant.now();
            spoil.run();
            ExperimentStatus status = user.awaitState(name, State.Aborted);

            assertThat(status.reason()).isEqualTo("Blind");
            assertThat(status.message()).contains("condition-1", "maxBlind (2s)");
            Instant lastFaulted =
                    traffic.last(answer -> answer.status() == 418).orElseThrow().sent();
            assertThat(Duration.between(spoilt, lastFaulted)).isLessThan(BOUND.plus(SLACK));
        }
    }

    private static void awaitReading(String name, String outcome) {
        await().until(() -> user.status(name).readings().stream()
                .anyMatch(reading -> reading.outcome().equals(outcome)));
    }

    private static String spec(String duration) {
        return """
                duration: %s
                maxBlind: 2s
                faults:
                - originServices: [{name: reviews}]
                  destinationServices: [{name: ratings}]
                  fault: {abort: {httpStatus: 418}}
                failureConditions:
                - interval: 500ms
                  trigger: {prometheus: {customQuery: 'vector(0)', comparisonOperator: ">", thresholdValue: 1}}
                """.formatted(duration);
    }
}
