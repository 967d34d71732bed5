package io.glooshot.playground;

import java.nio.file.Path;

/** The objects by which Istio's control plane is known; nothing runs. */
public final class Istiod {
    private static final Path KIND = Path.of("src/test/resources/istio/virtualservices.yaml");

    private final KubeApiServer kube;

    public Istiod(KubeApiServer kube) {
        this.kube = kube;
    }

    /** Has the API server serve Istio's kinds. */
    public void serveKinds() {
        kube.mustKubectl("apply", "--server-side", "-f", KIND.toAbsolutePath().toString());
        kube.mustKubectl(
                "wait",
                "--for=condition=Established",
                "-f",
                KIND.toAbsolutePath().toString(),
                "--timeout=30s");
    }

    public void withdrawKinds() {
        kube.mustKubectl(
                "delete", "--ignore-not-found", "-f", KIND.toAbsolutePath().toString());
    }

    /** As its chart does it. */
    public void install(String namespace, String revision, String image) {
        String name = revision.equals("default") ? "istiod" : "istiod-" + revision;
        kube.apply("""
                apiVersion: v1
                kind: Namespace
                metadata: {name: %1$s}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: %2$s
                  namespace: %1$s
                  labels: {app: istiod, istio.io/rev: %3$s, app.kubernetes.io/version: 1.0.0}
                spec:
                  selector: {matchLabels: {app: istiod, istio.io/rev: %3$s}}
                  template:
                    metadata: {labels: {app: istiod, istio.io/rev: %3$s}}
                    spec:
                      containers:
                      - {name: proxy, image: "example.org/proxy:0.1"}
                      - {name: discovery, image: "%4$s"}
                """.formatted(namespace, name, revision, image));
    }

    public void uninstall(String namespace, String revision) {
        String name = revision.equals("default") ? "istiod" : "istiod-" + revision;
        kube.mustKubectl("delete", "--ignore-not-found", "-n", namespace, "deployment", name);
    }
}
