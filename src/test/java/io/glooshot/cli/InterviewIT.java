package io.glooshot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.api.Experiment;
import io.glooshot.playground.Command;
import io.glooshot.playground.SharedWorld;
import io.glooshot.playground.World;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The packaged command asks its questions in a pseudo-terminal, which Python's {@code pty} makes. */
@ExtendWith(SharedWorld.class)
class InterviewIT {

    /** Waits for each prompt before it answers, and passes on what was shown and the exit code. */
    private static final String AT_TERMINAL = """
            import fcntl, os, pty, struct, sys, termios
            answers = [line.split('=>', 1) for line in sys.argv[1].split('|')]
            child, terminal = pty.fork()
            if child == 0:
                os.environ['TERM'] = 'xterm'
                os.execvp(sys.argv[2], sys.argv[2:])
            fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack('HHHH', 40, 200, 0, 0))
            shown = ''
            seen = 0
            while True:
                try:
                    data = os.read(terminal, 4096)
                except OSError:
                    break
                if not data:
                    break
                shown += data.decode(errors='replace')
                sys.stdout.write(data.decode(errors='replace'))
                sys.stdout.flush()
                while answers and answers[0][0] in shown[seen:]:
                    seen = shown.index(answers[0][0], seen) + len(answers[0][0])
                    os.write(terminal, answers.pop(0)[1].encode().decode('unicode_escape').encode())
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
            """;

    private static final Duration LIMIT = Duration.ofSeconds(90);

    private static final String NAMESPACE = "interview";

    @Test
    void asksWithWhatTheClusterHasAndCreatesWhatWasAnswered(World world) throws IOException {
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

        Command.Result result = atTerminal(
                world,
                "Namespace [=>interview\\r|Name of the experiment=>asked\\r|Mesh=>interview-a\\r|Break calls to which service=>rat\\t\\r"
                        + "|Only calls from which service=>reviews\\r|What is to happen=>\\r|which HTTP status=>503\\r|in percent=>25\\r"
                        + "|Stop when=>up{job=\"a!b\"} < 1\\r|For how long=>1m\\r|Create it?=>yes\\r");

        assertThat(result.exitCode()).as(result.stdout()).isZero();
        assertThat(result.stdout())
                .contains(
                        "ratings:9080, reviews:9080",
                        "glooshot create experiment asked",
                        "experiment.glooshot.solo.io/asked created");
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
    void createsNothingWhenSomebodyLeaves(World world) throws IOException {
        Command.Result result = atTerminal(world, "Namespace [=>default\\r|Name of the experiment=>\\x03");

        assertThat(result.exitCode()).as(result.text()).isEqualTo(1);
        assertThat(result.stdout()).contains("nothing was created");
    }

    @Test
    void wantsATerminal(World world) throws IOException {
        Command.Result result = Command.of(
                        java(),
                        "-jar",
                        System.getProperty("glooshot.jar"),
                        "create",
                        "experiment",
                        "-i",
                        "--kubeconfig",
                        world.kube().kubeconfig().toString())
                .run(LIMIT);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stderr()).contains("there is no terminal");
    }

    private static Command.Result atTerminal(World world, String answers) throws IOException {
        return Command.of(
                        "python3",
                        "-c",
                        AT_TERMINAL,
                        answers,
                        java(),
                        "-jar",
                        System.getProperty("glooshot.jar"),
                        "create",
                        "experiment",
                        "-i",
                        "--kubeconfig",
                        world.kube().kubeconfig().toString())
                .run(LIMIT);
    }

    private static String java() {
        return ProcessHandle.current().info().command().orElse("java");
    }
}
