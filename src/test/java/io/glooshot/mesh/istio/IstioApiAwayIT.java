package io.glooshot.mesh.istio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.glooshot.api.Side;
import io.glooshot.apiserver.WatchedNamespaces;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.Injected;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.ServiceId;
import io.glooshot.mesh.Drifts;
import io.glooshot.mesh.Faults;
import io.glooshot.mesh.Mandate;
import io.glooshot.mesh.Meshes;
import io.glooshot.mesh.contract.ApiFront;
import io.glooshot.mesh.contract.ApiFront.Call;
import io.glooshot.mesh.contract.Incident;
import io.glooshot.playground.SharedIstioWorld;
import io.glooshot.playground.WithoutController;
import io.glooshot.playground.World;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An API server, real but for what befalls single calls, that serves an examination or an injection badly or not at all. */
@ExtendWith({SharedIstioWorld.class, WithoutController.class})
class IstioApiAwayIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MOST_CALLS = 30;

    private static final String USERS = """
            apiVersion: v1
            kind: Service
            metadata: {name: ratings, namespace: %1$s}
            spec:
              selector: {app: ratings}
              ports: [{name: http, port: 9080}]
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: ratings, namespace: %1$s}
            spec:
              hosts: [ratings]
              http:
              - route: [{destination: {host: ratings}}]
            """;

    private World world;
    private ApiFront front;
    private IstioApi api;
    private IstioProvider provider;
    private Faults faults;
    private Destination ratings;

    @BeforeEach
    void start(World world) {
        this.world = world;
        String namespace = world.newNamespace("away");
        world.kube().apply(USERS.formatted(namespace));
        ratings = new Destination(new ServiceId(namespace, "ratings"), 9080);
        front = ApiFront.before(world.kube().client(), world.vertx());
        api = new IstioApi(world.kube().client(), WatchedNamespaces.all());
        Mandate mandate = new Mandate();
        mandate.give();
        provider = new IstioProvider(
                front.client(),
                WatchedNamespaces.all(),
                mandate,
                new TestIstioSettings(Duration.ofSeconds(1), 3),
                () -> new Moment(Instant.now(), System.nanoTime()),
                new Drifts(new SimpleMeterRegistry()));
        faults = new Faults(new Meshes(List.of(provider)), Duration.ofSeconds(20));
    }

    @AfterEach
    void stop() {
        provider.stop();
        front.close();
    }

    @Test
    void anExaminationSurvivesOneFailureOfAnyCall() {
        survivesAnywhere(() -> new Incident.Refused(429), faults::examine, plan -> {});
        survivesAnywhere(() -> new Incident.Refused(500), faults::examine, plan -> {});
        survivesAnywhere(Incident.LostBefore::new, faults::examine, plan -> {});
    }

    @Test
    void anInjectionSurvivesOneFailureOfAnyCall() {
        survivesAnywhere(() -> new Incident.Refused(429), this::inject, this::isOnAndComesOff);
        survivesAnywhere(Incident.LostAfter::new, this::inject, this::isOnAndComesOff);
    }

    @Test
    void anAnswerThatComesTooLateIsSurvived() {
        CompletableFuture<Void> never = new CompletableFuture<>();
        Plan plan = plan();

        front.onCall(2, IstioApiAwayIT::isNoWatch, new Incident.Held(never));
        faults.examine(plan).await().atMost(LIMIT);
        assertThat(front.isWaiting()).isFalse();
        front.onCall(2, IstioApiAwayIT::isNoWatch, new Incident.Held(never));
        inject(plan).await().atMost(LIMIT);

        assertThat(front.isWaiting()).isFalse();
        isOnAndComesOff(plan);
    }

    @Test
    void anExaminationThatIsRefusedForLongEndsWithTheReason() {
        front.treat(call -> is(call, "/services/") ? Optional.of(new Incident.Refused(429)) : Optional.empty());

        AbortException end = abortOf(faults.examine(plan()));

        assertThat(end.verdict().reason()).isEqualTo("ApiServerUnavailable");
        assertThat(end.verdict().message())
                .contains(
                        "GET /api/v1/namespaces/%s/services/ratings was answered with 429: made up by a test."
                                .formatted(ratings.service().namespace()),
                        "Nothing was touched.");
    }

    @Test
    void anInjectionThatGetsNoAnswersEndsWithTheReasonAndLeavesNothing() {
        Plan plan = plan();
        // The route is written already when this fails.
        front.treat(call -> is(call, "/envoyfilters") ? Optional.of(new Incident.LostBefore()) : Optional.empty());

        AbortException end = abortOf(inject(plan));

        assertThat(end.verdict().reason()).isEqualTo("ApiServerUnavailable");
        assertThat(end.verdict().message())
                .contains("GET /apis/networking.istio.io/", "/envoyfilters", "had no answer", "are taken off again");
        assertThat(held(plan)).hasSize(1);
        front.calm();
        comesOff(plan);
    }

    @Test
    void anInjectionWithoutIstiodEndsWithTheWebhooksName() {
        Plan plan = plan();
        world.istio().stop();
        try {
            AbortException end = abortOf(inject(plan));

            assertThat(end.verdict().reason()).isEqualTo("AdmissionWebhookUnavailable");
            assertThat(end.verdict().message())
                    .contains(
                            "PUT /apis/networking.istio.io/", "was answered with 500", "validation.istio.io", "istiod");
        } finally {
            world.istio().start();
        }
        comesOff(plan);
    }

    @Test
    void aRemovalCutsThroughAtOnce() {
        Plan plan = plan();
        front.treat(call -> is(call, "/envoyfilters") ? Optional.of(new Incident.Refused(429)) : Optional.empty());
        Cancellable injecting = inject(plan).subscribe().with(done -> {}, failure -> {});
        await().atMost(LIMIT).until(() -> held(plan).size() == 1);

        injecting.cancel();
        front.calm();

        comesOff(plan);
        int calls = front.writes().size();
        await().during(Duration.ofSeconds(2)).until(() -> front.writes().size() == calls);
        assertThat(held(plan)).isEmpty();
    }

    /** Each time another call, until there is none that it could happen to. */
    private <T> void survivesAnywhere(Supplier<Incident> incident, Function<Plan, Uni<T>> step, Consumer<Plan> after) {
        for (int number = 1; number <= MOST_CALLS; number++) {
            Plan plan = plan();
            front.onCall(number, IstioApiAwayIT::isNoWatch, incident.get());
            step.apply(plan).await().atMost(LIMIT);
            boolean none = front.isWaiting();
            front.calm();
            after.accept(plan);
            if (none) {
                assertThat(number).as("one more than there are calls").isGreaterThan(3);
                return;
            }
        }
        throw new AssertionError("more than " + MOST_CALLS + " calls: " + front.calls());
    }

    private static boolean isNoWatch(Call call) {
        return !call.uri().contains("watch=true");
    }

    private static boolean is(Call call, String part) {
        return isNoWatch(call) && call.uri().contains(part);
    }

    private Uni<Injected> inject(Plan plan) {
        return faults.inject(plan, Instant.now().plusSeconds(600));
    }

    private void isOnAndComesOff(Plan plan) {
        assertThat(held(plan)).as("one for each side").hasSize(2);
        comesOff(plan);
    }

    private void comesOff(Plan plan) {
        faults.remove(plan, List.of(), () -> {}, told -> {}).await().atMost(LIMIT);
        assertThat(held(plan)).isEmpty();
    }

    private List<String> held(Plan plan) {
        return Listing.of(api).of(plan.uid()).stream()
                .map(Listing.Held::describe)
                .toList();
    }

    private Plan plan() {
        return IstioPlans.of(IstioPlans.abort(ratings, Side.Client, 100), IstioPlans.abort(ratings, Side.Server, 100));
    }

    private static AbortException abortOf(Uni<?> work) {
        return catchThrowableOfType(AbortException.class, () -> work.await().atMost(LIMIT));
    }
}
