package io.glooshot.mesh.contract;

import static io.glooshot.mesh.contract.Request.GRPC;
import static io.glooshot.mesh.contract.Request.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glooshot.api.MeshCapabilities;
import io.glooshot.api.Side;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.CallMatch;
import io.glooshot.experiment.Origin;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.PlannedAbort;
import io.glooshot.experiment.TextMatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What shows each capability by real calls: those that are to be hit are, and those that are not are not. */
final class Exercises {

    private static final Map<String, TextMatch> NO_HEADERS = Map.of();

    private final Trial trial;
    private final Scene scene;

    Exercises(Trial trial) {
        this.trial = trial;
        this.scene = trial.scene();
    }

    /** By the capability's name. */
    Map<String, Runnable> all() {
        Map<String, Runnable> all = new TreeMap<>();
        all.put("abort", onEachSide(this::abort));
        all.put("grpcAbort", onEachSide(this::grpcAbort));
        all.put("delay", onEachSide(this::delay));
        all.put("originScoping", this::originScoping);
        all.put("headerMatch", onEachSide(this::headerMatch));
        all.put("pathMatch", onEachSide(this::pathMatch));
        all.put("methodMatch", onEachSide(this::methodMatch));
        all.put("clientSide", () -> side(Side.Client));
        all.put("serverSide", () -> side(Side.Server));
        all.put("serverSideOrigins", this::serverSideOrigins);
        all.put("workloadLabels", this::workloadLabels);
        all.put("decimalPercentage", onEachSide(this::decimalPercentage));
        all.put("proofOfInjection", onEachSide(this::proofOfInjection));
        return all;
    }

    private Runnable onEachSide(Consumer<Side> exercise) {
        return () -> Stream.of(Side.values()).filter(trial::has).forEach(exercise);
    }

    private FaultOn fault(Side side) {
        return FaultOn.callsTo(scene.destination(), side);
    }

    /** Where it is not the default, a mesh may refuse what it cannot do exactly there; it never does something else. */
    private void during(FaultOn fault, Runnable check) {
        Plan plan = trial.plan(fault.fault());
        try {
            trial.inject(plan);
            check.run();
        } catch (AbortException refused) {
            if (fault.fault().side() == trial.side()) {
                throw refused;
            }
            trial.assertAllWell();
        } finally {
            trial.remove(plan);
        }
        // Where proxies follow a confirmation, the next fault must not be taken for this one.
        assertAll(PLAIN, Answer::isWell);
    }

    private void assertAll(Request request, Predicate<Answer> expected) {
        trial.assertAll(route(Origin.of(scene.caller())), request, expected);
    }

    private Target route(Origin caller) {
        return scene.route(caller, scene.destination());
    }

    private void abort(Side side) {
        for (int status : new int[] {400, 503}) {
            during(
                    fault(side).aborted(new PlannedAbort.Http(status, 100)),
                    () -> assertAll(PLAIN, answer -> answer.status() == status));
        }
    }

    private void grpcAbort(Side side) {
        during(fault(side).aborted(new PlannedAbort.Grpc(14, 100)), () -> {
            assertAll(GRPC, answer -> answer.isGrpc(14));
            assertAll(PLAIN, Answer::isWell);
        });
        during(fault(side).aborted(new PlannedAbort.Grpc(4, 100)).delayed(), () -> {
            assertAll(GRPC, answer -> answer.isGrpc(4) && answer.millis() >= Answer.DELAY_MILLIS - 10);
            assertAll(PLAIN, Answer::isDelayed);
        });
    }

    private void delay(Side side) {
        during(fault(side).delayed(), () -> assertAll(PLAIN, Answer::isDelayed));
        during(
                fault(side).delayed().aborted(),
                () -> assertAll(
                        PLAIN,
                        answer -> answer.status() == Answer.ABORTED && answer.millis() >= Answer.DELAY_MILLIS - 10));
    }

    private void originScoping() {
        during(fault(trial.side()).aborted().from(scene.caller()), () -> {
            assertAll(PLAIN, Answer::isAborted);
            trial.assertAll(scene.otherCaller(), scene.destination(), Answer::isWell);
            trial.assertAll(scene.caller(), scene.otherDestination(), Answer::isWell);
        });
    }

    private void headerMatch(Side side) {
        matches(
                side,
                header(new TextMatch.Exact("blue")),
                List.of(user("blue")),
                List.of(PLAIN, user("bluest"), user("red")));
        matches(
                side,
                header(new TextMatch.Prefix("blue")),
                List.of(user("blue"), user("bluest")),
                List.of(PLAIN, user("sky-blue")));
        matches(
                side,
                header(new TextMatch.Regex("b.*e|red")),
                List.of(user("blue"), user("red")),
                List.of(PLAIN, user("bluest"), user("a blue")));
        matches(side, header(new TextMatch.Present()), List.of(user("blue"), user("red")), List.of(PLAIN));
        matches(
                side,
                new CallMatch(
                        Map.of("x-user", new TextMatch.Exact("blue"), "x-test", new TextMatch.Present()),
                        Optional.empty(),
                        Optional.empty()),
                List.of(user("blue").and("x-test", "1")),
                List.of(user("blue"), user("red").and("x-test", "1")));
        if (side == trial.side() && can().originScoping()) {
            headerMatchOfOneCaller();
        }
    }

    private void headerMatchOfOneCaller() {
        CallMatch blue = header(new TextMatch.Exact("blue"));
        during(fault(trial.side()).aborted().when(blue).from(scene.caller()), () -> {
            assertAll(user("blue"), Answer::isAborted);
            assertAll(PLAIN, Answer::isWell);
            trial.assertAll(route(Origin.of(scene.otherCaller())), user("blue"), Answer::isWell);
            trial.assertAll(
                    scene.route(Origin.of(scene.caller()), scene.otherDestination()), user("blue"), Answer::isWell);
        });
    }

    private static CallMatch header(TextMatch text) {
        return new CallMatch(Map.of("x-user", text), Optional.empty(), Optional.empty());
    }

    private static Request user(String name) {
        return Request.with("x-user", name);
    }

    private void pathMatch(Side side) {
        matches(
                side,
                path(new TextMatch.Exact("/a.b")),
                List.of(Request.get("/a.b"), Request.get("/a.b?q=/c")),
                List.of(PLAIN, Request.get("/axb"), Request.get("/a.b/c"), Request.get("/c?/a.b")));
        matches(
                side,
                path(new TextMatch.Prefix("/a")),
                List.of(Request.get("/a"), Request.get("/ab"), Request.get("/a/b?q")),
                List.of(PLAIN, Request.get("/b/a"), Request.get("/b?q=/a")));
        matches(
                side,
                path(new TextMatch.Regex("/a[0-9]+|/b")),
                List.of(Request.get("/a1"), Request.get("/a12?q=x"), Request.get("/b")),
                List.of(PLAIN, Request.get("/a"), Request.get("/a1/c"), Request.get("/c/b")));
    }

    private static CallMatch path(TextMatch text) {
        return new CallMatch(NO_HEADERS, Optional.of(text), Optional.empty());
    }

    private void methodMatch(Side side) {
        matches(
                side,
                new CallMatch(NO_HEADERS, Optional.empty(), Optional.of("POST")),
                List.of(PLAIN.by("POST")),
                List.of(PLAIN, PLAIN.by("PUT")));
    }

    private void matches(Side side, CallMatch match, List<Request> hit, List<Request> spared) {
        during(fault(side).aborted().when(match), () -> {
            hit.forEach(request -> assertAll(request, Answer::isAborted));
            spared.forEach(request -> assertAll(request, Answer::isWell));
        });
    }

    /** A caller that has no proxy can be hit by the service's own only. */
    private void side(Side side) {
        during(FaultOn.callsTo(scene.destination(), side).aborted(), () -> {
            assertAll(PLAIN, Answer::isAborted);
            trial.assertAll(
                    scene.routeFromOutside(scene.destination()),
                    PLAIN,
                    side == Side.Server ? Answer::isAborted : Answer::isWell);
        });
    }

    private void serverSideOrigins() {
        during(FaultOn.callsTo(scene.destination(), Side.Server).aborted().from(scene.caller()), () -> {
            assertAll(PLAIN, Answer::isAborted);
            trial.assertAll(scene.otherCaller(), scene.destination(), Answer::isWell);
            trial.assertAll(scene.routeFromOutside(scene.destination()), PLAIN, Answer::isWell);
        });
    }

    private void workloadLabels() {
        Scene.Split split = scene.split();
        if (trial.has(Side.Client)) {
            FaultOn ofOneCaller = FaultOn.callsTo(scene.destination(), Side.Client)
                    .aborted()
                    .from(new Origin(scene.caller(), split.one()));
            during(ofOneCaller, () -> {
                trial.assertAll(route(new Origin(scene.caller(), split.one())), PLAIN, Answer::isAborted);
                trial.assertAll(route(new Origin(scene.caller(), split.other())), PLAIN, Answer::isWell);
            });
        }
        if (trial.has(Side.Server)) {
            during(FaultOn.callsTo(scene.destination(), Side.Server).aborted().workloads(split.one()), () -> {
                assertAll(PLAIN, answer -> answer.isAborted() || answer.isWell() && isOf(answer, split.other()));
                List<Answer> answers = trial.calls(100, scene.caller(), scene.destination(), PLAIN);
                assertThat(answers).anyMatch(Answer::isAborted).anyMatch(Answer::isWell);
            });
        }
    }

    private static boolean isOf(Answer answer, Map<String, String> labels) {
        return labels.containsValue(answer.workload());
    }

    /** 100 on average; six standard deviations to either side. */
    private void decimalPercentage(Side side) {
        during(fault(side).aborted(new PlannedAbort.Http(Answer.ABORTED, 2.5)), () -> {
            awaitSome();
            assertThat(trial.calls(4_000, scene.caller(), scene.destination(), PLAIN).stream()
                            .filter(Answer::isAborted))
                    .hasSizeBetween(40, 160);
        });
    }

    private void awaitSome() {
        await().atMost(trial.fixture().lag().plusSeconds(5))
                .until(() -> trial.calls(100, scene.caller(), scene.destination(), PLAIN).stream()
                        .anyMatch(Answer::isAborted));
    }

    private void proofOfInjection(Side side) {
        FaultOn fault = fault(side).aborted();
        boolean scoped = side == Side.Client ? can().originScoping() : can().serverSideOrigins();
        new ProofOfInjection(trial).countsWhat((scoped ? fault.from(scene.caller()) : fault).fault());
    }

    private MeshCapabilities can() {
        return trial.provider().capabilities();
    }
}
