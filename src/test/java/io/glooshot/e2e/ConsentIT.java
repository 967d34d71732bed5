package io.glooshot.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.playground.Bookinfo;
import io.glooshot.playground.Command;
import io.glooshot.playground.SharedWorld;
import io.glooshot.playground.Traffic;
import io.glooshot.playground.World;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A namespace lets experiments of another one break calls to its services, and takes that back. */
@ExtendWith(SharedWorld.class)
class ConsentIT {

    private static final String NAMED = "destinationServices: [{name: ratings, namespace: %s}]";
    private static final String SELECTED = "destinationSelector: {namespaces: [%s], matchLabels: {chaos: welcome}}";

    private static World world;
    private static EndToEnd endToEnd;
    private static Bookinfo bookinfo;
    private static User outsider;

    private Traffic traffic;

    @BeforeAll
    static void startBookinfo(World shared) {
        world = shared;
        endToEnd = EndToEnd.on(world);
        bookinfo = world.bookinfo(world.newNamespace("hit"));
        outsider = endToEnd.user(world.newNamespace("outsider"));
        world.kube().mustKubectl("label", "service", "ratings", "-n", bookinfo.namespace(), "chaos=welcome");
    }

    @AfterAll
    static void stopBookinfo() {
        bookinfo.close();
    }

    @BeforeEach
    void startTraffic() {
        endToEnd.ensureRunning();
        traffic = bookinfo.call("reviews", "ratings", 50);
    }

    @AfterEach
    void stopTraffic() {
        traffic.close();
        endToEnd.ensureRunning();
    }

    @ParameterizedTest
    @ValueSource(strings = {NAMED, SELECTED})
    void endsTheRunWhenItIsTakenBack(String destinations) {
        String name = destinations.equals(NAMED) ? "named" : "selected";
        inject(name, destinations);

        allow("somebody-else");

        ExperimentStatus status = outsider.awaitState(name, State.Aborted);
        assertThat(status.reason()).isEqualTo("NamespaceNotAllowed");
        assertThat(status.message()).contains(bookinfo.namespace(), "glooshot.solo.io/allow-experiments-from");
        assertIsClean();
    }

    @Test
    void isAskedAgainByAControllerThatComesBack() {
        inject("resumed", NAMED);
        endToEnd.controller().kill();
        allow("somebody-else");

        endToEnd.controller().start();

        assertThat(outsider.awaitState("resumed", State.Aborted).reason()).isEqualTo("NamespaceNotAllowed");
        assertIsClean();
    }

    @Test
    void leavesTheRunAloneWhenOthersAreLetInToo() {
        inject("undisturbed", NAMED);

        allow("somebody-else, " + outsider.namespace() + "," + outsider.namespace());
        endToEnd.controller().kill();
        endToEnd.controller().start();

        await().until(() ->
                traffic.since(Instant.now().minusSeconds(1)).stream().anyMatch(answer -> answer.status() == 418));
        outsider.kubectl("patch", "experiment", "undisturbed", "--type=merge", "-p", "{\"spec\":{\"stop\":true}}");
        assertThat(outsider.awaitState("undisturbed", State.Aborted).reason()).isEqualTo("Stopped");
    }

    /** Whoever may write a status might try to have the controller go on with what it has never begun. */
    @Test
    void isNotGotRoundByAStatusThatSomebodyElseHasWritten() {
        allow("*");
        endToEnd.controller().kill();
        outsider.apply("forged", "faults: [{destinationServices: [{name: own}], fault: {abort: {httpStatus: 418}}}]\n");
        Instant now = Instant.now();
        String status = """
                {"status": {"state": "Started", "reason": "Begun", "message": "Begun.", "mesh": "envoy", "meshType": "Envoy",
                  "timeStarted": "%s", "deadline": "%s",
                  "targets": [{"fault": 0, "namespace": "%s", "name": "ratings", "port": 9080}]}}
                """.formatted(now, now.plusSeconds(300), bookinfo.namespace());
        Command.Result written =
                outsider.kubectl("patch", "experiment", "forged", "--subresource=status", "--type=merge", "-p", status);
        assertThat(written.ok()).as(written.text()).isTrue();

        endToEnd.controller().start();

        ExperimentStatus ended = outsider.awaitState("forged", State.Aborted);
        assertThat(ended.reason()).isEqualTo("StatusChanged");
        assertThat(ended.message()).contains("Service ratings in namespace " + bookinfo.namespace());
        assertIsClean();
        assertThat(traffic.answers()).noneMatch(answer -> answer.status() == 418);
    }

    private void inject(String name, String destinations) {
        allow(outsider.namespace());
        outsider.apply(name, """
                duration: 5m
                faults:
                - {%s, fault: {abort: {httpStatus: 418}}}
                """.formatted(destinations.formatted(bookinfo.namespace())));
        outsider.awaitInjected(name);
        await().until(() -> traffic.answers().stream().anyMatch(answer -> answer.status() == 418));
    }

    private static void allow(String namespaces) {
        world.kube()
                .mustKubectl(
                        "annotate",
                        "--overwrite",
                        "namespace",
                        bookinfo.namespace(),
                        "glooshot.solo.io/allow-experiments-from=" + namespaces);
    }

    private void assertIsClean() {
        Instant off = Instant.now();
        await().until(() -> traffic.since(off).size() > 50);
        assertThat(traffic.since(off)).allMatch(answer -> answer.status() == 200);
    }
}
