package io.glooshot.playground;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A real program that the local world is made of. */
public enum Part {
    ENVOY("envoy", "--version"),
    PROMETHEUS("prometheus", "--version"),
    KUBECTL("kubectl", "version", "--client"),
    KUBE_APISERVER("kube-apiserver", "--version"),
    ETCD("etcd", "--version"),
    /** For a world with Istio alone: building it from nothing takes minutes. */
    ISTIOD("pilot-discovery", "version"),
    /** A library that is loaded before a program and gives it a clock that can be set; for those who set one. */
    FAKETIME("libfaketimeMT.so.1"),
    /** Shells, for those who try what is written for them. */
    ZSH("zsh", "--version"),
    FISH("fish", "--version"),
    /** What judges rules and queries as Prometheus does, for those who write some. */
    PROMTOOL("promtool", "--version"),
    /** What judges a bundle for OLM as its own tools do, for those who make one. */
    BUNDLE_VALIDATOR("bundle-validator", "version"),
    /** What installs charts, for those who make one. */
    HELM("helm", "version"),
    /** A browser, for those who look at what is made for one. */
    CHROMIUM("chromium", "--version");

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

    /** Nothing can be asked of it alone. */
    boolean isLibrary() {
        return harmlessArguments.isEmpty();
    }

    /** What every world is made of. */
    static Set<Part> basic() {
        return EnumSet.complementOf(
                EnumSet.of(ISTIOD, FAKETIME, ZSH, FISH, PROMTOOL, BUNDLE_VALIDATOR, HELM, CHROMIUM));
    }

    /** Arguments that show whether the program can run on this machine at all. */
    List<String> harmlessArguments() {
        return harmlessArguments;
    }
}
