package io.glooshot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.api.Experiment;
import io.glooshot.api.Mesh;
import io.glooshot.playground.SharedWorld;
import io.glooshot.playground.World;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import picocli.CommandLine;

/** What the API server makes of what the commands send it. */
@ExtendWith(SharedWorld.class)
class CreationIT {

    private record Said(int code, String out, String err) {}

    private static final String NAMESPACE = "creation";

    @Test
    void createsWhatTheFlagsSay(World world) {
        world.kube().apply("apiVersion: v1\nkind: Namespace\nmetadata: {name: %s}\n".formatted(NAMESPACE));

        Said said = run(
                world,
                "create",
                "experiment",
                "abort-ratings",
                "-n",
                NAMESPACE,
                "--abort",
                "503",
                "--percent",
                "12.5",
                "--to",
                "ratings:9080",
                "--to-selector",
                "app in (a,b),!old",
                "--from",
                "reviews",
                "--header",
                "end-user=jason",
                "--path",
                "/ratings/*",
                "--method",
                "GET",
                "--side",
                "client",
                "--stop-when",
                "sum(rate(errors_total[1m])) or vector(0) > 0.01",
                "--stop-when-url",
                "https://hook.example.com/",
                "--on-no-data",
                "healthy",
                "--max-blind",
                "20s",
                "--duration",
                "1m",
                "--mesh",
                "no-such-mesh");

        assertThat(said).isEqualTo(new Said(0, "experiment.glooshot.solo.io/abort-ratings created\n", ""));
        Experiment stored = world.kube()
                .client()
                .resources(Experiment.class)
                .inNamespace(NAMESPACE)
                .withName("abort-ratings")
                .get();
        assertThat(stored.getSpec().faults().get(0).fault().percentage()).isEqualTo(12.5);
        assertThat(stored.getSpec().failureConditions()).hasSize(2);

        Said again = run(
                world,
                "create",
                "experiment",
                "abort-ratings",
                "-n",
                NAMESPACE,
                "--abort",
                "503",
                "--to",
                "ratings",
                "--stop-when",
                "up<1");
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err().lines()).hasSize(3);
        assertThat(again.err()).contains("experiment creation/abort-ratings could not be created", "already exists");
    }

    @Test
    void saysByTheFlagsWhatTheApiServerRefuses(World world) {
        world.kube().apply("apiVersion: v1\nkind: Namespace\nmetadata: {name: %s}\n".formatted(NAMESPACE));

        assertRefused(
                world,
                "--percent (spec.faults[0].fault.percentage)",
                "--abort",
                "500",
                "--to",
                "a",
                "--percent",
                "101");
        assertRefused(world, "must be a multiple of 0.0001", "--abort", "500", "--to", "a", "--percent", "0.00001");
        assertRefused(world, "--abort (spec.faults[0].fault.abort.httpStatus)", "--abort", "42", "--to", "a");
        assertRefused(world, "--delay (spec.faults[0].fault.delay.duration)", "--delay", "2h", "--to", "a");
        assertRefused(world, "--duration (spec.duration)", "--duration", "25h", "--abort", "500", "--to", "a");
        assertRefused(world, "--to (spec.faults[0].destinationServices[0].name)", "--abort", "500", "--to", "Ratings");
        assertRefused(world, "--stop-when-url", "--abort", "500", "--to", "a", "--stop-when-url", "ftp://a/");
        assertRefused(world, "--header", "--abort", "500", "--to", "a", "--header", "a~=(?=b)");
    }

    private static void assertRefused(World world, String why, String... flags) {
        Said said = run(
                world,
                Stream.concat(
                                Stream.of(
                                        "create",
                                        "experiment",
                                        "refused",
                                        "-n",
                                        NAMESPACE,
                                        "--dry-run=server",
                                        "--stop-when",
                                        "up < 1"),
                                Stream.of(flags))
                        .toArray(String[]::new));

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err().lines()).hasSize(3);
        assertThat(said.err())
                .contains("Error: experiment creation/refused could not be created", why, "Do:    Change --");
    }

    @Test
    void judgesWithoutStoring(World world) {
        world.kube().apply("apiVersion: v1\nkind: Namespace\nmetadata: {name: bookinfo}\n");

        Said said = run(
                world,
                "create",
                "experiment",
                "--dry-run=server",
                "-f",
                Path.of("kubernetes/examples/abort-ratings.yaml").toString());

        assertThat(said)
                .isEqualTo(new Said(0, "experiment.glooshot.solo.io/abort-ratings created (server dry run)\n", ""));
        assertThat(world.kube()
                        .client()
                        .resources(Experiment.class)
                        .inNamespace("bookinfo")
                        .withName("abort-ratings")
                        .get())
                .isNull();
    }

    @Test
    void registersMeshesAndChangesThemOnlyWhenToldTo(World world) {
        Said made = run(world, "register", "istio", "--name", "by-hand", "--prometheus", "http://prometheus:9090");
        assertThat(made).isEqualTo(new Said(0, "mesh.glooshot.solo.io/by-hand registered\n", ""));

        Said twice = run(world, "register", "istio", "--name", "by-hand");
        assertThat(twice.code()).isEqualTo(1);
        assertThat(twice.err()).contains("there is a mesh of that name already", "--overwrite");

        Said changed = run(
                world,
                "register",
                "istio",
                "--name",
                "by-hand",
                "--overwrite",
                "--revision",
                "canary",
                "--prometheus",
                "https://metrics/",
                "--bearer-token",
                "monitoring/metrics/token",
                "--ca",
                "monitoring/metrics/ca.crt",
                "--prometheus-header",
                "X-Scope-OrgID=a",
                "--timeout",
                "5s",
                "--proxy",
                "http://proxy:3128");
        assertThat(changed).isEqualTo(new Said(0, "mesh.glooshot.solo.io/by-hand changed\n", ""));
        Mesh stored =
                world.kube().client().resources(Mesh.class).withName("by-hand").get();
        assertThat(stored.getSpec().revision()).isEqualTo("canary");
        assertThat(stored.getSpec().prometheus().bearerToken().namespace()).isEqualTo("monitoring");

        Said refused =
                run(world, "register", "envoy", "--name", "wrong", "--revision", "canary", "--prometheus", "ftp://x/");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("--revision (spec.revision): ", "--prometheus (spec.prometheus.url)");
        world.kube().client().resource(stored).delete();
    }

    private static Said run(World world, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command =
                Glooshot.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int code = command.execute(Stream.concat(
                        Stream.of(arguments),
                        Stream.of("--kubeconfig", world.kube().kubeconfig().toString()))
                .toArray(String[]::new));
        return new Said(code, out.toString(), err.toString());
    }
}
