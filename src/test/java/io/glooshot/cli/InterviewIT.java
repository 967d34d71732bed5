package io.glooshot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.api.Experiment;
import io.glooshot.playground.Command;
import io.glooshot.playground.ControllerProcess;
import io.glooshot.playground.PseudoTerminal;
import io.glooshot.playground.SharedWorld;
import io.glooshot.playground.World;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The packaged command asks its questions in a pseudo-terminal. */
@ExtendWith(SharedWorld.class)
class InterviewIT {

    /** Waits for each prompt before it answers, and passes on what was shown and the exit code. */
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private static final String NAMESPACE = "interview";

    @Test
    void asksWithWhatTheClusterHasAndCreatesWhatWasAnswered(World world) {
        world.kube().apply("""
                apiVersion: v1
                kind: Namespace
                metadata: {name: %1$s}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: ratings, namespace: %1$s}
                spec: {ports: [{port: 9080}]}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: reviews, namespace: %1$s}
                spec: {ports: [{port: 9080}]}
                ---
                # A single mesh would not be asked for.
                apiVersion: glooshot.solo.io/v1
                kind: Mesh
                metadata: {name: interview-a}
                spec: {type: Envoy}
                ---
                apiVersion: glooshot.solo.io/v1
                kind: Mesh
                metadata: {name: interview-b}
                spec: {type: Envoy}
                """.formatted(NAMESPACE));

        try (PseudoTerminal terminal = atTerminal(world)) {
            answer(terminal, "Namespace [", "interview\r");
            answer(terminal, "Name of the experiment", "asked\r");
            answer(terminal, "Mesh", "interview-a\r");
            answer(terminal, "Break calls to which service", "rat\t\r");
            answer(terminal, "Only calls from which service", "reviews\r");
            answer(terminal, "What is to happen", "\r");
            answer(terminal, "which HTTP status", "503\r");
            answer(terminal, "in percent", "25\r");
            answer(terminal, "Stop when", "up{job=\"a!b\"} < 1\r");
            answer(terminal, "For how long", "1m\r");
            answer(terminal, "Create it?", "yes\r");

            assertThat(terminal.awaitExit(LIMIT)).as(terminal.text()).isZero();
            for (String said : List.of(
                    "ratings:9080, reviews:9080",
                    "glooshot create experiment asked",
                    "experiment.glooshot.solo.io/asked created")) {
                terminal.awaitText(Pattern.quote(said), LIMIT);
            }
        }
        Experiment stored = world.kube()
                .client()
                .resources(Experiment.class)
                .inNamespace(NAMESPACE)
                .withName("asked")
                .get();
        world.kube().mustKubectl("delete", "mesh", "interview-a", "interview-b");
        assertThat(stored.getSpec().faults().get(0).destinationServices().get(0).port())
                .isEqualTo(9080);
        assertThat(stored.getSpec()
                        .failureConditions()
                        .get(0)
                        .trigger()
                        .prometheus()
                        .customQuery())
                .isEqualTo("up{job=\"a!b\"}");
    }

    @Test
    void createsNothingWhenSomebodyLeaves(World world) {
        try (PseudoTerminal terminal = atTerminal(world)) {
            answer(terminal, "Namespace [", "default\r");
            answer(terminal, "Name of the experiment", "\003");

            assertThat(terminal.awaitExit(LIMIT)).as(terminal.text()).isEqualTo(1);
            terminal.awaitText("nothing was created", LIMIT);
        }
    }

    @Test
    void wantsATerminal(World world) throws IOException {
        Command.Result result =
                Command.of(command(world).toArray(String[]::new)).run(LIMIT);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stderr()).contains("there is no terminal");
    }

    private static PseudoTerminal atTerminal(World world) {
        return PseudoTerminal.start(40, 200, Map.of("TERM", "xterm"), command(world));
    }

    private static void answer(PseudoTerminal terminal, String question, String keys) {
        terminal.awaitText(Pattern.quote(question), LIMIT);
        terminal.type(keys);
    }

    private static List<String> command(World world) {
        List<String> words = new ArrayList<>(ControllerProcess.program());
        words.addAll(List.of(
                "create",
                "experiment",
                "-i",
                "--kubeconfig",
                world.kube().kubeconfig().toString()));
        return words;
    }
}
