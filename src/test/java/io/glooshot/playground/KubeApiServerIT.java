package io.glooshot.playground;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeApiServerIT {
    @TempDir
    static Path directory;

    private static KubeApiServer kube;

    @BeforeAll
    static void startServer() {
        kube = KubeApiServer.start(Parts.onThisMachine(Progress.toStandardOut()), directory);
    }

    @AfterAll
    static void stopServer() {
        kube.close();
    }

    @Test
    void keepsItsDataWhileItIsGone() {
        kube.mustKubectl("create", "configmap", "kept", "--from-literal=colour=green");

        kube.stop();
        assertThat(kube.kubectl("get", "configmap", "kept").ok()).isFalse();
        kube.start();

        assertThat(kube.client()
                        .configMaps()
                        .inNamespace("default")
                        .withName("kept")
                        .get()
                        .getData())
                .containsEntry("colour", "green");
    }

    @Test
    void letsAServiceAccountDoOnlyWhatItMay() {
        kube.mustKubectl("create", "namespace", "accounts");
        kube.mustKubectl("create", "serviceaccount", "reader", "-n", "accounts");
        kube.mustKubectl("create", "role", "reader", "--verb=get,list", "--resource=configmaps", "-n", "accounts");
        kube.mustKubectl(
                "create",
                "rolebinding",
                "reader",
                "--role=reader",
                "--serviceaccount=accounts:reader",
                "-n",
                "accounts");

        Path reader = kube.kubeconfigWith("reader", kube.serviceAccountToken("accounts", "reader"));

        assertThat(kube.kubectl("", reader, "get", "configmaps", "-n", "accounts")
                        .ok())
                .isTrue();
        assertThat(kube.kubectl("", reader, "get", "secrets", "-n", "accounts").stderr())
                .contains("Forbidden");
    }

    @Test
    void hangsWhileFrozen() {
        kube.freeze();
        Command.Result hanging = kube.kubectl("get", "namespaces", "--request-timeout=1s");
        kube.thaw();

        assertThat(hanging.ok()).isFalse();
        assertThat(kube.mustKubectl("get", "namespaces")).contains("kube-system");
    }
}
