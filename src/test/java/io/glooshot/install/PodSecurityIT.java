package io.glooshot.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HostPathVolumeSourceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SeccompProfileBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.glooshot.playground.KubeApiServer;
import io.glooshot.playground.Parts;
import io.glooshot.playground.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What our pods may do to their node, judged by the API server's own Pod Security admission. */
class PodSecurityIT {

    private static final String NAMESPACE = "glooshot";

    /** One setting of the controller's pod each, as it must not be. */
    enum Spoilt {
        ROOT(pod -> pod.getSecurityContext().setRunAsUser(0L)),
        MAYBE_ROOT(pod -> pod.getSecurityContext().setRunAsNonRoot(null)),
        UNCONFINED(pod -> pod.getSecurityContext()
                .setSeccompProfile(
                        new SeccompProfileBuilder().withType("Unconfined").build())),
        NO_SECCOMP(pod -> pod.getSecurityContext().setSeccompProfile(null)),
        ESCALATION(pod -> container(pod).getSecurityContext().setAllowPrivilegeEscalation(true)),
        CAPABILITIES(pod -> container(pod).getSecurityContext().setCapabilities(null)),
        HOST_NETWORK(pod -> pod.setHostNetwork(true)),
        HOST_PATH(pod -> pod.getVolumes()
                .add(new VolumeBuilder()
                        .withName("node")
                        .withHostPath(
                                new HostPathVolumeSourceBuilder().withPath("/").build())
                        .build()));

        private final Consumer<PodSpec> spoil;

        Spoilt(Consumer<PodSpec> spoil) {
            this.spoil = spoil;
        }
    }

    @TempDir
    static Path directory;

    private static KubeApiServer kube;

    @BeforeAll
    static void install() {
        kube = KubeApiServer.start(Parts.onThisMachine(Progress.toStandardOut()), directory);
        kube.mustKubectl("apply", "--server-side", "-f", "crd");
        kube.mustKubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s");
        kube.mustKubectl("apply", "--server-side", "-k", "kubernetes/manifests");
    }

    @AfterAll
    static void stopServer() {
        kube.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"glooshot-controller", "glooshot-guard"})
    void isAdmittedWhereOnlyRestrictedPodsAre(String deployment) {
        Pod pod = podOf(deployment);

        assertThat(create(pod).getMetadata().getUid()).isNotBlank();

        // The standard leaves these open.
        assertThat(pod.getSpec().getContainers())
                .allMatch(container -> container.getSecurityContext().getReadOnlyRootFilesystem());
        assertThat(pod.getSpec().getVolumes()).allMatch(PodSecurityIT::isTemporaryOrSecret);
    }

    /** That the namespace is guarded at all. */
    @ParameterizedTest
    @EnumSource
    void isRefusedWithMoreThanThat(Spoilt spoilt) {
        Pod pod = podOf("glooshot-controller");
        spoilt.spoil.accept(pod.getSpec());

        assertThatThrownBy(() -> create(pod))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("violates PodSecurity \"restricted:latest\"");
    }

    private static Pod create(Pod pod) {
        return kube.client().resource(pod).dryRun().create();
    }

    /** As the Deployment's controller would make it. */
    private static Pod podOf(String deployment) {
        var template = kube.client()
                .apps()
                .deployments()
                .inNamespace(NAMESPACE)
                .withName(deployment)
                .get()
                .getSpec()
                .getTemplate();
        return new PodBuilder()
                .withMetadata(template.getMetadata())
                .editMetadata()
                .withName(deployment)
                .withNamespace(NAMESPACE)
                .endMetadata()
                .withSpec(template.getSpec())
                .build();
    }

    private static Container container(PodSpec pod) {
        List<Container> containers = pod.getContainers();
        return containers.get(0);
    }

    private static boolean isTemporaryOrSecret(Volume volume) {
        return volume.getEmptyDir() != null || volume.getSecret() != null;
    }
}
