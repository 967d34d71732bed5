package io.glooshot.mesh.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.glooshot.api.Side;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.Injected;
import io.glooshot.experiment.Origin;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.PlannedFault;
import io.glooshot.experiment.ServiceId;
import io.glooshot.mesh.Faults;
import io.glooshot.mesh.MeshProvider;
import io.glooshot.mesh.Meshes;
import io.glooshot.playground.World;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** One test's scene with a controller at work on it, and what shows at any time whether calls are broken. */
final class Trial implements AutoCloseable {

    static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Duration RUN = Duration.ofMinutes(10);
    private static final int SAMPLE = 20;

    private final MeshFixture fixture;
    private final Scene scene;
    private final World world;
    private final Calls calls;
    private final List<ApiFront> fronts = new ArrayList<>();
    private final List<Plan> plans = new ArrayList<>();
    private MeshProvider provider;

    Trial(MeshFixture fixture, World world) {
        this.fixture = fixture;
        this.world = world;
        this.calls = new Calls(world.vertx());
        this.scene = fixture.open();
        provider = scene.lead(newFront().client(), Map.of());
    }

    MeshFixture fixture() {
        return fixture;
    }

    Scene scene() {
        return scene;
    }

    MeshProvider provider() {
        return provider;
    }

    /** In front of the controller that is alive. */
    ApiFront front() {
        return fronts.get(fronts.size() - 1);
    }

    /** All that this trial's controllers have written, dead or alive. */
    List<ApiFront.Call> writes() {
        return fronts.stream().flatMap(front -> front.writes().stream()).toList();
    }

    /** The user has, once more, what users of the mesh have as a rule; and what that is. */
    Map<String, JsonNode> restoreUserObjects() {
        scene.deleteUserObjects();
        scene.createUserObjects();
        return scene.userObjects();
    }

    private ApiFront newFront() {
        ApiFront front = ApiFront.before(world.kube().client(), world.vertx());
        fronts.add(front);
        return front;
    }

    /** The controller dies in the middle of whatever it does, and another one takes over. */
    void crash(Plan... started) {
        front().sever();
        Map<Plan, Instant> stored = new HashMap<>();
        for (Plan plan : started) {
            stored.put(plan, deadline());
        }
        provider = scene.lead(newFront().client(), stored);
    }

    /** As {@link #crash}, but nobody leads afterwards. */
    void depose() {
        front().sever();
        provider = scene.follow(newFront().client());
    }

    /** Of an experiment of its own. */
    Plan plan(PlannedFault... faults) {
        Plan plan = new Plan(
                UUID.randomUUID().toString(),
                scene.caller().namespace(),
                "contract",
                fixture.mesh(),
                List.of(faults),
                List.of(),
                RUN,
                Duration.ofSeconds(30),
                Duration.ofMinutes(5));
        plans.add(plan);
        return plan;
    }

    /** Aborts all calls to {@link Scene#destination}. */
    Plan abort() {
        return plan(abort(scene.destination()).fault());
    }

    FaultOn abort(Destination destination) {
        return FaultOn.callsTo(destination, side()).aborted();
    }

    /** All that a plan can hold: on each side that the mesh has, and on both destinations. */
    Plan delayEverywhere() {
        return plan(
                FaultOn.callsTo(scene.destination(), side()).delayed().fault(),
                FaultOn.callsTo(scene.otherDestination(), otherSide()).delayed().fault());
    }

    Side side() {
        return provider.defaultSide();
    }

    /** The one that is not the default; the default where the mesh has no other. */
    private Side otherSide() {
        Side other = side() == Side.Client ? Side.Server : Side.Client;
        return has(other) ? other : side();
    }

    boolean has(Side side) {
        return side == Side.Client
                ? provider.capabilities().clientSide()
                : provider.capabilities().serverSide();
    }

    Instant deadline() {
        return Instant.now().plus(RUN);
    }

    Injected inject(Plan plan) {
        return done(provider.inject(plan, deadline()));
    }

    /** As a run does it: again when the API server could not serve it. */
    Uni<Injected> injectAsARunDoes(Plan plan) {
        return new Faults(new Meshes(List.of(provider)), Duration.ofSeconds(20)).inject(plan, deadline());
    }

    void remove(Plan plan, String... heldBy) {
        done(provider.remove(plan, List.of(heldBy)));
    }

    /**
     * As a run does it: again and again, until it is confirmed.
     *
     * @param troubled is told of each try that failed
     */
    void removeAsARunDoes(Plan plan, Consumer<String> troubled) {
        done(new Faults(new Meshes(List.of(provider)), Duration.ofSeconds(20))
                .remove(plan, List.of(), () -> {}, troubled));
    }

    static <T> T done(Uni<T> work) {
        return work.await().atMost(LIMIT);
    }

    List<Answer> calls(int number, ServiceId caller, Destination destination, Request request) {
        return calls.make(number, scene.route(Origin.of(caller), destination), request);
    }

    List<Answer> calls(int number, Target target, Request request) {
        return calls.make(number, target, request);
    }

    OptionalDouble query(String query) {
        return world.prometheus().query(query);
    }

    /** All calls of a service meet it as soon as the last proxy can know, and from then on. */
    void assertAll(ServiceId caller, Destination destination, Predicate<Answer> expected) {
        assertAll(scene.route(Origin.of(caller), destination), Request.PLAIN, expected);
    }

    void assertAll(Target target, Request request, Predicate<Answer> expected) {
        await().atMost(fixture.lag().plusSeconds(2))
                .until(() -> calls.make(SAMPLE, target, request).stream().allMatch(expected));
        assertThat(calls.make(SAMPLE, target, request)).allMatch(expected);
    }

    /** What {@link #delayEverywhere} does. */
    void assertDelayedEverywhere() {
        assertAll(scene.caller(), scene.destination(), Answer::isDelayed);
        assertAll(scene.caller(), scene.otherDestination(), Answer::isDelayed);
    }

    /** All calls, of everybody to everything. */
    void assertAllWell() {
        for (ServiceId caller : List.of(scene.caller(), scene.otherCaller())) {
            for (Destination destination : List.of(scene.destination(), scene.otherDestination())) {
                assertAll(caller, destination, Answer::isWell);
            }
        }
    }

    void assertNothingLeftOf(Plan plan) {
        assertNothingLeft(() -> scene.leftovers(plan));
    }

    /** Whatever a test was about: it ends where all tests end. */
    void assertNothingLeft() {
        assertNothingLeft(scene::leftovers);
        assertAllWell();
    }

    private void assertNothingLeft(Supplier<List<String>> leftovers) {
        await().atMost(fixture.lag())
                .untilAsserted(() -> assertThat(leftovers.get()).isEmpty());
    }

    @Override
    public void close() {
        scene.close();
        fronts.forEach(ApiFront::close);
        calls.close();
    }
}
