package io.glooshot.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.glooshot.api.MeshSpec.MeshType;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.PlannedMesh;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AttemptsTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final AtomicInteger tries = new AtomicInteger();

    static Stream<KubernetesClientException> passing() {
        return Stream.of(
                refused(429, "Too many requests."),
                refused(500, "etcdserver: request timed out"),
                new KubernetesClientException("GET /api had no answer", new SocketTimeoutException("timeout")));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void oneFailureThatMayPassIsSurvived(KubernetesClientException failure) {
        assertThat(Attempts.toInject(plan(LIMIT))
                        .of(() -> failing(1, failure))
                        .await()
                        .atMost(LIMIT))
                .isEqualTo("done");
        assertThat(tries).hasValue(2);
    }

    @ParameterizedTest
    @MethodSource("passing")
    void oneThatLastsEndsWithWhatWasAskedAndWhatCameBack(KubernetesClientException failure) {
        Attempts attempts = Attempts.toInject(plan(Duration.ofSeconds(2)));

        AbortException end = abortOf(attempts.of(() -> failing(Integer.MAX_VALUE, failure)));

        assertThat(end.verdict().reason()).isEqualTo("ApiServerUnavailable");
        assertThat(end.verdict().message())
                .matches(
                        "The faults could not be put in, tried for [0-9.]+ s \\(tries: [0-9]+\\)\\. .+\\. Those that were"
                                + " put in are taken off again\\. Create the experiment again when the API server answers\\.")
                .containsAnyOf(
                        "GET /api was answered with 429: Too many requests.",
                        "GET /api was answered with 500: etcdserver: request timed out.",
                        "GET /api had no answer: timeout.");
        assertThat(tries).hasValueGreaterThan(1);
    }

    @Test
    void anExaminationThatCannotBeHadSaysThatNothingWasTouched() {
        AbortException end = abortOf(Attempts.toExamine(plan(Duration.ofSeconds(1)))
                .of(() -> failing(Integer.MAX_VALUE, refused(429, "Too many requests."))));

        assertThat(end.verdict().reason()).isEqualTo("ApiServerUnavailable");
        assertThat(end.verdict().message())
                .contains("could not be examined", "GET /api was answered with 429", "Nothing was touched.");
    }

    @Test
    void aWebhookThatIsAwayHasAReasonOfItsOwn() {
        String said = "Internal error occurred: failed calling webhook \"rev.validation.istio.io\": connection refused";

        AbortException end = abortOf(Attempts.toInject(plan(Duration.ofSeconds(1)))
                .of(() -> failing(Integer.MAX_VALUE, refused(500, said))));

        assertThat(end.verdict().reason()).isEqualTo("AdmissionWebhookUnavailable");
        assertThat(end.verdict().message()).contains("rev.validation.istio.io", "istiod");
    }

    @Test
    void whatStaysIsNotTriedAgain() {
        KubernetesClientException forbidden = refused(403, "forbidden");
        AbortException rejected = new AbortException("Rejected", "no");

        for (RuntimeException failure : List.of(forbidden, rejected, new IllegalStateException("a mistake"))) {
            tries.set(0);
            assertThatThrownBy(() -> Attempts.toInject(plan(LIMIT))
                            .of(() -> failing(9, failure))
                            .await()
                            .atMost(LIMIT))
                    .isSameAs(failure);
            assertThat(tries).hasValue(1);
        }
    }

    @Test
    void whatComesToLightInALaterTryCounts() {
        Attempts attempts = Attempts.toInject(plan(LIMIT));

        AbortException end = abortOf(attempts.of(() -> tries.incrementAndGet() == 1
                ? Uni.createFrom().failure(refused(429, "Too many requests."))
                : Uni.createFrom().failure(new AbortException("AlreadyStopped", "too late"))));

        assertThat(end.verdict().reason()).isEqualTo("AlreadyStopped");
    }

    /** Some faults may be on, and nobody reads the conditions. */
    @Test
    void aTryThatHangsEndsAtHalfOfWhatTheRunMayBeBlind() {
        long start = System.nanoTime();
        AtomicBoolean cancelled = new AtomicBoolean();
        Attempts attempts = Attempts.toInject(plan(Duration.ofSeconds(4)));

        AbortException end = abortOf(attempts.of(() -> tries.incrementAndGet() == 1
                ? Uni.createFrom().failure(refused(429, "Too many requests."))
                : Uni.createFrom().nothing().onCancellation().invoke(() -> cancelled.set(true))));

        assertThat(end.verdict().reason()).isEqualTo("ApiServerUnavailable");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(1_900), Duration.ofMillis(3_900));
        assertThat(cancelled).isTrue();
    }

    @Test
    void aPauseThatTheApiServerAsksForIsKept() {
        long start = System.nanoTime();
        Status asking = new StatusBuilder()
                .withMessage("busy")
                .withNewDetails()
                .withRetryAfterSeconds(1)
                .endDetails()
                .build();

        Attempts.toInject(plan(Duration.ofSeconds(30)))
                .of(() -> failing(1, new KubernetesClientException("busy", 429, asking)))
                .await()
                .atMost(LIMIT);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(990));
    }

    @Test
    void onePauseThatIsTooLongForTheRunIsNotWaitedFor() {
        Status asking = new StatusBuilder()
                .withMessage("busy")
                .withNewDetails()
                .withRetryAfterSeconds(60)
                .endDetails()
                .build();

        AbortException end = abortOf(Attempts.toInject(plan(Duration.ofMinutes(10)))
                .of(() -> failing(1, new KubernetesClientException("busy", 429, asking))));

        assertThat(end.verdict().reason()).isEqualTo("ApiServerUnavailable");
        assertThat(tries).hasValue(1);
    }

    @Test
    void whoeverCancelsEndsItInThePauseAndInATry() {
        Attempts attempts = Attempts.toInject(plan(Duration.ofMinutes(1)));
        Cancellable inThePause = attempts.of(() -> failing(Integer.MAX_VALUE, refused(429, "Too many requests.")))
                .subscribe()
                .with(done -> {}, failure -> {});
        await().until(() -> tries.get() >= 2);
        inThePause.cancel();
        int made = tries.get();

        AtomicBoolean cancelled = new AtomicBoolean();
        AtomicBoolean begun = new AtomicBoolean();
        AtomicInteger others = new AtomicInteger();
        Cancellable inATry = attempts.of(() -> others.incrementAndGet() == 1
                        ? Uni.createFrom().failure(refused(429, "Too many requests."))
                        : Uni.createFrom()
                                .nothing()
                                .onSubscription()
                                .invoke(() -> begun.set(true))
                                .onCancellation()
                                .invoke(() -> cancelled.set(true)))
                .subscribe()
                .with(done -> {}, failure -> {});
        await().untilTrue(begun);
        inATry.cancel();

        await().untilTrue(cancelled);
        // Longer than any pause is.
        await().during(Duration.ofMillis(1_600)).until(() -> tries.get() <= made + 1 && others.get() == 2);
    }

    private Uni<String> failing(int times, RuntimeException failure) {
        return tries.incrementAndGet() <= times
                ? Uni.createFrom().failure(failure)
                : Uni.createFrom().item("done");
    }

    private static AbortException abortOf(Uni<?> work) {
        return catchThrowableOfType(AbortException.class, () -> work.await().atMost(LIMIT));
    }

    private static KubernetesClientException refused(int code, String message) {
        return new KubernetesClientException(
                "Failure executing: GET at: http://127.0.0.1:1/api. Message: any.",
                code,
                new StatusBuilder().withMessage(message).build());
    }

    private static Plan plan(Duration maxBlind) {
        return new Plan(
                "uid",
                "ns",
                "name",
                PlannedMesh.of("mesh", MeshType.Istio),
                List.of(),
                List.of(),
                Duration.ofMinutes(1),
                maxBlind,
                Duration.ofMinutes(5));
    }
}
