package io.glooshot.playground;

import java.util.List;

/** A real program that the local world is made of. */
public enum Part {
    ENVOY("envoy", "--version"),
    PROMETHEUS("prometheus", "--version"),
    KUBECTL("kubectl", "version", "--client"),
    KUBE_APISERVER("kube-apiserver", "--version"),
    ETCD("etcd", "--version"),
    /** For a world with Istio alone: building it from nothing takes minutes. */
    ISTIOD("pilot-discovery", "version");

    private final String command;
    private final List<String> harmlessArguments;

    Part(String command, String... harmlessArguments) {
        this.command = command;
        this.harmlessArguments = List.of(harmlessArguments);
    }

    public String command() {
        return command;
    }

    /** The environment variable by which a user names a program of their own. */
    public String variable() {
        return "GLOOSHOT_" + name();
    }

    /** Arguments that show whether the program can run on this machine at all. */
    List<String> harmlessArguments() {
        return harmlessArguments;
    }
}
