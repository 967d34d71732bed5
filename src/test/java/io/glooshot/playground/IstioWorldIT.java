package io.glooshot.playground;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedIstioWorld.class)
class IstioWorldIT {
    private static final String VIRTUAL_SERVICE = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: ratings, namespace: %s}
            spec:
              hosts: [ratings]
              http:
              - fault: {abort: {httpStatus: 500, percentage: {value: %s}}}
                route: [{destination: {host: ratings}}]
            """;

    @Test
    void looksLikeAClusterWithIstioInstalled(World world) {
        assertThat(world.kube()
                        .mustKubectl(
                                "get",
                                "deployments",
                                "-n",
                                "istio-system",
                                "-l",
                                "app=istiod,istio.io/rev=default",
                                "-o",
                                "jsonpath={.items[*].spec.template.spec.containers[*].image}"))
                .isEqualToIgnoringNewLines("docker.io/istio/pilot:" + Istio.VERSION);
        assertThat(world.kube().mustKubectl("get", "services", "-n", "istio-system", "-o", "name"))
                .contains("service/istiod");
        assertThat(world.kube().mustKubectl("api-resources", "--api-group=networking.istio.io", "-o", "name"))
                .contains("virtualservices", "envoyfilters", "destinationrules", "sidecars");
    }

    @Test
    void runsTheVersionThatItClaims(World world) {
        assertThat(LoopbackHttp.get(world.istio().monitoringUrl() + "/version")).contains(Istio.VERSION);
    }

    @Test
    void refusesWhatIstioRefuses(World world) {
        String namespace = world.newNamespace("validation");

        Command.Result result = world.kube()
                .kubectl(VIRTUAL_SERVICE.formatted(namespace, 150), world.kube().kubeconfig(), "create", "-f", "-");

        assertThat(result.ok()).isFalse();
        assertThat(result.stderr()).contains("validation.istio.io", "percentage 150 is neither");
    }

    @Test
    void letsNobodyWriteItsObjectsWhileItIsDown(World world) {
        String namespace = world.newNamespace("validation");
        String manifest = VIRTUAL_SERVICE.formatted(namespace, 50);
        world.istio().stop();
        try {
            assertThat(world.kube()
                            .kubectl(manifest, world.kube().kubeconfig(), "create", "-f", "-")
                            .stderr())
                    .contains("failed calling webhook");
        } finally {
            world.istio().start();
        }

        world.kube().apply(manifest);
    }
}
