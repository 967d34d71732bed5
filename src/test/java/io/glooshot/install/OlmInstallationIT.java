package io.glooshot.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.glooshot.playground.KubeApiServer;
import io.glooshot.playground.Parts;
import io.glooshot.playground.Progress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What OLM makes of the bundle does what an installation does, as far as a real API server can tell. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OlmInstallationIT {

    private static final String ADMISSION = "kubernetes/manifests/10-admission.yaml";
    private static final OlmInstallation OLM = new OlmInstallation(Bundle.DIRECTORY, Names.NAMESPACE);

    @TempDir
    static Path directory;

    private static KubeApiServer kube;
    private static StandIns standIns;

    @BeforeAll
    static void startServer() {
        kube = KubeApiServer.start(Parts.onThisMachine(Progress.toStandardOut()), directory);
        standIns = StandIns.start(kube.client());
    }

    @AfterAll
    static void stopServer() {
        standIns.close();
        kube.close();
    }

    /** Before there is an Experiment to be created, so that none is created unjudged. */
    @Test
    @Order(1)
    void theTwoManifestsCanBeThereBeforeTheKinds() {
        assertThat(kube.mustKubectl("apply", "-f", "kubernetes/manifests/00-namespace.yaml", "-f", ADMISSION)
                        .lines())
                .hasSize(3)
                .allMatch(line -> line.endsWith(" created"));
    }

    @Test
    @Order(2)
    void doctorFindsItsKindsRightsAndPodsWell() {
        String crds = Kind.CUSTOM_RESOURCE_DEFINITION.label();
        apply(true);
        kube.mustKubectl("wait", "--for=condition=Established", crds, "--all", "--timeout=30s");
        apply(false);
        for (String deployment : List.of(Names.CONTROLLER, Names.GUARD)) {
            kube.mustKubectl("rollout", "status", "deployment", deployment, "-n", Names.NAMESPACE, "--timeout=30s");
        }

        assertThat(doctor())
                .contains(
                        "ok     crds                   all 5 are those of",
                        "ok     admission  ",
                        "2 of 2 ready",
                        "1 of 1 ready",
                        "ok     rights of controller   all ",
                        "ok     rights of guard        all ")
                // No controller runs that could lead.
                .containsOnlyOnce("fail ")
                .contains("fail   leader");
    }

    @Test
    @Order(3)
    void doctorFailsWithoutTheAdmissionPolicy() {
        kube.mustKubectl("delete", "-f", ADMISSION);

        assertThat(doctor()).contains("fail   admission");
    }

    private static void apply(boolean kinds) {
        OLM.objects().stream()
                .filter(object -> Item.of(object).kind() == Kind.CUSTOM_RESOURCE_DEFINITION == kinds)
                .forEach(object -> kube.apply(Serialization.asYaml(object)));
    }

    private static String doctor() {
        return new Terminal(kube.kubeconfig()).glooshot("doctor").out();
    }
}
