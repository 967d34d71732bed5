package io.glooshot.mesh.istio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.glooshot.api.Side;
import io.glooshot.apiserver.WatchedNamespaces;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.ServiceId;
import io.glooshot.mesh.Drift;
import io.glooshot.mesh.Drifts;
import io.glooshot.mesh.Leftover;
import io.glooshot.mesh.Mandate;
import io.glooshot.mesh.contract.ApiFront;
import io.glooshot.mesh.istio.route.ObjectName;
import io.glooshot.playground.SharedIstioWorld;
import io.glooshot.playground.WithoutController;
import io.glooshot.playground.World;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a look at Istio's objects shows, and what becomes of it; with the real API server and Istio's webhook. */
@ExtendWith({SharedIstioWorld.class, WithoutController.class})
class IstioSweepIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int PUT_BACKS = 3;

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
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: other, namespace: %1$s}
            spec:
              hosts: [other.example.org]
              http:
              - name: glooshot-is-not-ours
                route: [{destination: {host: ratings}}]
            """;

    private final List<Drift> told = new CopyOnWriteArrayList<>();
    private final Mandate mandate = new Mandate();
    private World world;
    private String namespace;
    private ApiFront front;
    private IstioApi api;
    private IstioProvider provider;
    private Destination ratings;
    private Cancellable keeping = () -> {};
    private final CompletableFuture<Throwable> ended = new CompletableFuture<>();

    @BeforeEach
    void start(World world) {
        this.world = world;
        namespace = world.newNamespace("sweep");
        world.kube().apply(USERS.formatted(namespace));
        ratings = new Destination(new ServiceId(namespace, "ratings"), 9080);
        front = ApiFront.before(world.kube().client(), world.vertx());
        api = new IstioApi(world.kube().client(), WatchedNamespaces.all());
        mandate.give();
        provider = provider();
    }

    @AfterEach
    void stop() {
        keeping.cancel();
        provider.stop();
        front.restore();
        front.close();
    }

    @Test
    void aLateWriteOfAFormerLeaderIsSeenTakenOffAndToldOnce() {
        Plan plan = clientPlan();
        JsonNode before = userObject("ratings").path("spec");
        former(plan);
        assertThat(uidsOf(plan)).containsExactly("VirtualService %s/ratings".formatted(namespace));

        provider.remove(plan.uid(), "Its experiment is gone.");
        provider.remove(plan.uid(), "Its experiment is gone.");

        await().atMost(LIMIT).until(() -> userObject("ratings").path("spec").equals(before));
        await().atMost(LIMIT).until(() -> uidsOf(plan).isEmpty());
        assertThat(told).extracting(Drift::kind).containsExactly(Drift.Kind.Stray);
        assertThat(told.get(0).object().orElseThrow().getName()).isEqualTo("ratings");
    }

    @Test
    void aLateWriteAtTheServersSideGoesInTwoStepsAndIsNotSeenAgainMeanwhile() {
        Plan plan = serverPlan();
        former(plan);
        ObjectName name = new ObjectName(namespace, "glooshot-" + plan.uid() + "-0");

        provider.remove(plan.uid(), "Its experiment is gone.");

        await().atMost(LIMIT)
                .until(() -> api.get(IstioKind.ENVOY_FILTER, name)
                        .filter(ServerFilter::isAtZero)
                        .isPresent());
        assertThat(uidsOf(plan)).isEmpty();
        await().atMost(LIMIT).until(() -> api.get(IstioKind.ENVOY_FILTER, name).isEmpty());
        assertThat(told).hasSize(1);
    }

    @Test
    void whatItHasTakenOffOnceComesOffByItselfWhenItIsWrittenAgainAndIsTold() {
        Plan plan = clientPlan();
        former(plan);
        provider.remove(plan.uid(), "Its experiment is gone.");
        await().atMost(LIMIT).until(() -> !isIn(plan));
        assertThat(told).hasSize(1);

        former(plan);

        await().atMost(LIMIT).until(() -> told.size() == 2);
        await().atMost(LIMIT).until(() -> !isIn(plan));
    }

    @Test
    void anExperimentThatBeginsDuringTheStepWaitsForItAndHasItsFaultAfterwards() throws Exception {
        Plan plan = clientPlan();
        former(plan);
        CompletableFuture<Void> injected = new CompletableFuture<>();

        boolean cleared = provider.clear(plan.uid(), () -> {
            // Asked when the injection cannot come in between any more; it begins now.
            provider.inject(plan, deadline()).subscribe().with(done -> injected.complete(null));
            return false;
        });

        assertThat(cleared).isTrue();
        injected.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(isIn(plan)).isTrue();
        provider.remove(plan, List.of()).await().atMost(LIMIT);
    }

    @Test
    void anExperimentThatHasBegunBeforeTheStepKeepsItsFault() {
        Plan plan = clientPlan();
        provider.inject(plan, deadline()).await().atMost(LIMIT);

        assertThat(provider.clear(plan.uid(), () -> true)).isFalse();

        assertThat(isIn(plan)).isTrue();
        provider.remove(plan, List.of()).await().atMost(LIMIT);
    }

    @Test
    void aCopyOfTheFaultInAnObjectThatShouldHaveNoneIsFoundByALookAlone() {
        Plan plan = clientPlan();
        keep(plan);
        ObjectNode other = userObject("other");
        JsonNode users = other.at("/spec/http").deepCopy();
        ((ArrayNode) other.at("/spec/http")).insert(0, userObject("ratings").at("/spec/http/0"));
        api.update(IstioKind.VIRTUAL_SERVICE, other, "kubectl-edit");

        provider.look(List.of(plan));

        await().atMost(LIMIT).until(() -> userObject("other").at("/spec/http").equals(users));
        assertThat(isIn(plan)).isTrue();
        awaitTold(Drift.Kind.Changed);
        provider.remove(plan, List.of()).await().atMost(LIMIT);
    }

    @Test
    void aCopyOfAFilterIsFoundByALookAloneAndGoesInTwoSteps() {
        Plan plan = serverPlan();
        keep(plan);
        ObjectName ours = new ObjectName(namespace, "glooshot-" + plan.uid() + "-0");
        ObjectNode copy = api.get(IstioKind.ENVOY_FILTER, ours).orElseThrow();
        JsonNode spec = copy.path("spec").deepCopy();
        copy.putObject("metadata").put("namespace", namespace).put("name", "glooshot-" + plan.uid() + "-7");
        api.create(IstioKind.ENVOY_FILTER, copy, "kubectl-create");

        await().atMost(LIMIT).until(() -> {
            provider.look(List.of(plan));
            return api.get(IstioKind.ENVOY_FILTER, ObjectName.of(copy)).isEmpty();
        });

        assertThat(api.get(IstioKind.ENVOY_FILTER, ours).orElseThrow().path("spec"))
                .isEqualTo(spec);
        assertThat(told).extracting(Drift::kind).containsExactly(Drift.Kind.Changed);
        provider.remove(plan, List.of()).await().atMost(LIMIT);
    }

    @Test
    void aPercentageThatIsRaisedByHandWhileTheWatchIsAwayIsPutBack() {
        Plan plan = IstioPlans.of(IstioPlans.abort(ratings, Side.Client, 10));
        keep(plan);
        front.sever();
        ObjectNode edited = userObject("ratings");
        ((ObjectNode) edited.at("/spec/http/0/fault/abort/percentage")).set("value", IntNode.valueOf(100));
        api.update(IstioKind.VIRTUAL_SERVICE, edited, "kubectl-edit");
        assertThatThrownBy(() -> provider.look(List.of(plan))).isInstanceOf(KubernetesClientException.class);
        front.restore();

        // Connections that are broken are found out one by one; the next sweep looks again, as it does here.
        await().atMost(LIMIT)
                .ignoreExceptionsInstanceOf(KubernetesClientException.class)
                .until(() -> {
                    provider.look(List.of(plan));
                    return userObject("ratings")
                                    .at("/spec/http/0/fault/abort/percentage/value")
                                    .asInt()
                            == 10;
                });
        awaitTold(Drift.Kind.Changed);
        provider.remove(plan, List.of()).await().atMost(LIMIT);
    }

    @Test
    void somebodyWhoGoesOnMakingCopiesEndsTheRun() {
        Plan plan = clientPlan();
        keep(plan);
        JsonNode ours = userObject("ratings").at("/spec/http/0");

        await().atMost(LIMIT).until(() -> {
            ObjectNode other = userObject("other");
            if (!other.toString().contains(plan.uid())) {
                ((ArrayNode) other.at("/spec/http")).insert(0, ours);
                api.update(IstioKind.VIRTUAL_SERVICE, other, "kubectl-edit");
            }
            provider.look(List.of(plan));
            return ended.isDone();
        });

        assertThat(ended.join())
                .isInstanceOfSatisfying(
                        AbortException.class,
                        end -> assertThat(end.verdict().reason()).isEqualTo("Reverted"));
        assertThat(told).hasSizeGreaterThan(PUT_BACKS);
        provider.remove(plan, List.of()).await().atMost(LIMIT);
        assertThat(userObject("other").at("/spec/http")).hasSize(1);
    }

    @Test
    void aLookThatFindsAllInOrderWritesNothingAndAsksForNothingTheSecondTime() {
        Plan plan = clientPlan();
        keep(plan);
        int writes = front.writes().size();
        int[] expected = {-1};

        // A look costs two lists and nothing that comes after them, as soon as all was found in order once.
        await().atMost(LIMIT).pollInterval(Duration.ofSeconds(1)).until(() -> {
            int calls = front.calls().size();
            boolean quiet = calls == expected[0];
            provider.look(List.of(plan));
            expected[0] = calls + IstioKind.values().length;
            return quiet;
        });

        assertThat(front.writes()).hasSize(writes);
        assertThat(told).isEmpty();
        provider.remove(plan, List.of()).await().atMost(LIMIT);
    }

    private IstioProvider provider() {
        Drifts drifts = new Drifts(new SimpleMeterRegistry());
        drifts.onDrift(told::add);
        return new IstioProvider(
                front.client(),
                WatchedNamespaces.all(),
                mandate,
                new TestIstioSettings(Duration.ofSeconds(1), PUT_BACKS),
                () -> new Moment(Instant.now(), System.nanoTime()),
                drifts);
    }

    /** What a process did that is no more: nothing of it is known here. */
    private void former(Plan plan) {
        IstioProvider former = new IstioProvider(
                world.kube().client(),
                WatchedNamespaces.all(),
                mandate,
                new TestIstioSettings(Duration.ofSeconds(1), PUT_BACKS),
                () -> new Moment(Instant.now(), System.nanoTime()),
                new Drifts(new SimpleMeterRegistry()));
        former.inject(plan, deadline()).await().atMost(LIMIT);
        former.stop();
    }

    private void keep(Plan plan) {
        provider.inject(plan, deadline())
                // On a busy machine the API server may take too long for a request.
                .onFailure(KubernetesClientException.class)
                .retry()
                .atMost(3)
                .await()
                .atMost(LIMIT);
        keeping = provider.keep(plan, deadline()).subscribe().with(never -> {}, ended::complete);
    }

    private Plan clientPlan() {
        return IstioPlans.of(IstioPlans.abort(ratings, Side.Client, 100));
    }

    private Plan serverPlan() {
        return IstioPlans.of(IstioPlans.abort(ratings, Side.Server, 100));
    }

    private List<String> uidsOf(Plan plan) {
        return provider.look(List.of()).found().stream()
                .filter(leftover -> leftover.uid().equals(plan.uid()))
                .map(Leftover::object)
                .toList();
    }

    private boolean isIn(Plan plan) {
        return userObject("ratings").toString().contains(plan.uid());
    }

    private void awaitTold(Drift.Kind kind) {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(told).extracting(Drift::kind).containsExactly(kind));
    }

    private ObjectNode userObject(String name) {
        return api.get(IstioKind.VIRTUAL_SERVICE, new ObjectName(namespace, name))
                .orElseThrow();
    }

    private static Instant deadline() {
        return Instant.now().plusSeconds(600);
    }
}
