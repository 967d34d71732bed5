package io.glooshot.install;

import static io.glooshot.install.Manifests.experiment;
import static io.glooshot.install.Manifests.fault;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.glooshot.api.Experiment;
import io.glooshot.api.KillSwitch;
import io.glooshot.cli.Glooshot;
import io.glooshot.playground.Command;
import io.glooshot.playground.KubeApiServer;
import io.glooshot.playground.Parts;
import io.glooshot.playground.Progress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people may do who were given the roles that come with Gloo Shot. */
class UserRolesIT {

    private static final List<String> ROLES = List.of(
            "glooshot-viewer",
            "glooshot-experimenter",
            "glooshot-injector",
            "glooshot-stopper",
            "glooshot-kill-switch");

    @TempDir
    static Path directory;

    private static KubeApiServer kube;
    private static Cluster cluster;

    @BeforeAll
    static void startServer() {
        kube = KubeApiServer.start(Parts.onThisMachine(Progress.toStandardOut()), directory);
        cluster = new Cluster(kube);
        cluster.install();
        cluster.namespace("shop");
        cluster.namespace("elsewhere");
        ROLES.forEach(role -> cluster.grantEverywhere(role, role));
        ROLES.forEach(role -> cluster.grant("in-one-namespace", "shop", role));
    }

    @AfterAll
    static void stopServer() {
        kube.close();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            get    | experiments        | x | x | - | x | -
            list   | experiments        | x | x | - | x | -
            watch  | experiments        | x | x | - | x | -
            create | experiments        | - | x | - | - | -
            update | experiments        | - | x | - | - | -
            patch  | experiments        | - | x | - | x | -
            delete | experiments        | - | x | - | - | -
            inject | experiments        | - | x | x | - | -
            get    | experiments/status | - | - | - | - | -
            update | experiments/status | - | - | - | - | -
            patch  | experiments/status | - | - | - | - | -
            list   | reports            | x | x | - | - | -
            delete | reports            | - | x | - | - | -
            update | reports            | - | - | - | - | -
            list   | meshes             | x | - | - | - | -
            create | meshes             | - | - | - | - | -
            update | meshes             | - | - | - | - | -
            list   | killswitches       | x | - | - | - | x
            create | killswitches       | - | - | - | - | x
            delete | killswitches       | - | - | - | - | x
            """)
    void giveWhatTheirNameSays(
            String verb,
            String resource,
            String viewer,
            String experimenter,
            String injector,
            String stopper,
            String killSwitch) {
        List<String> expected = List.of(viewer, experimenter, injector, stopper, killSwitch);

        assertThat(ROLES.stream().map(role -> may(role, verb, resource, "shop") ? "x" : "-"))
                .isEqualTo(expected);
    }

    @Test
    void giveNothingInAnotherNamespaceNorInTheCluster() {
        assertThat(may("in-one-namespace", "inject", "experiments", "shop")).isTrue();
        assertThat(may("in-one-namespace", "inject", "experiments", "elsewhere"))
                .isFalse();
        assertThat(may("in-one-namespace", "get", "experiments", "elsewhere")).isFalse();
        assertThat(may("in-one-namespace", "create", "killswitches", "")).isFalse();
    }

    /** A controller of the cluster puts them together, by what its own roles say. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            view  | glooshot-viewer
            edit  | glooshot-stopper
            admin | glooshot-experimenter
            """)
    void areAddedToTheRolesThatClustersComeWith(String role, String ours) {
        var selectors = clusterRole(role).getAggregationRule().getClusterRoleSelectors();

        assertThat(ROLES)
                .filteredOn(each -> selectors.stream()
                        .anyMatch(selector -> clusterRole(each)
                                .getMetadata()
                                .getLabels()
                                .entrySet()
                                .containsAll(selector.getMatchLabels().entrySet())))
                .containsExactly(ours);
    }

    @Test
    void aStopperStopsAndChangesNothingElse() {
        kube.apply(experiment("shop", "to-be-stopped", fault("destinationServices: [{name: s}]")));

        Command.Result other = patch("{\"spec\":{\"duration\":\"24h\"}}");
        assertThat(other.ok()).isFalse();
        assertThat(other.stderr()).contains("spec.duration cannot change");
        assertThat(glooshot("glooshot-stopper", "stop", "to-be-stopped", "-n", "shop"))
                .contains("is told to stop");
        assertThat(kube.client()
                        .resources(Experiment.class)
                        .inNamespace("shop")
                        .withName("to-be-stopped")
                        .get()
                        .getSpec()
                        .stop())
                .isTrue();
        assertThat(glooshot("glooshot-stopper", "stop", "--all")).contains("forbidden");
    }

    @Test
    void whoeverHasTheKillSwitchStopsAllAndLiftsIt() {
        assertThat(glooshot("glooshot-kill-switch", "stop", "--all", "--reason", "Black Friday"))
                .contains("is on");
        assertThat(kube.client().resources(KillSwitch.class).list().getItems()).hasSize(1);
        assertThat(glooshot("glooshot-kill-switch", "stop", "--lift")).contains("is off");
        assertThat(kube.client().resources(KillSwitch.class).list().getItems()).isEmpty();
    }

    private static boolean may(String user, String verb, String resource, String namespace) {
        return cluster.may(user, verb, resource, "glooshot.solo.io", namespace, null);
    }

    private static ClusterRole clusterRole(String name) {
        return kube.client().rbac().clusterRoles().withName(name).get();
    }

    private static Command.Result patch(String patch) {
        return cluster.as(
                "glooshot-stopper",
                "",
                "patch",
                "experiment",
                "to-be-stopped",
                "-n",
                "shop",
                "--type=merge",
                "-p",
                patch);
    }

    /** The command line of a service account with the role. */
    private static String glooshot(String role, String... arguments) {
        kube.kubectl("create", "serviceaccount", role, "-n", "shop");
        kube.kubectl(
                "create",
                "clusterrolebinding",
                role + "-account",
                "--clusterrole=" + role,
                "--serviceaccount=shop:" + role);
        Path kubeconfig = kube.kubeconfigWith(role, kube.serviceAccountToken("shop", role));
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--kubeconfig";
        all[arguments.length + 1] = kubeconfig.toString();
        StringWriter said = new StringWriter();
        Glooshot.commandLine()
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(said))
                .execute(all);
        return said.toString();
    }
}
