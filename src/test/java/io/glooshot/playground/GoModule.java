package io.glooshot.playground;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Programs built from a Go module of this project's own, all in one binary that looks at the name it is called by. The
 * build is reproducible, so the hash of its sources names the result.
 */
final class GoModule implements PartSource {
    /** Beside the control plane, from the very module that it is built from: its kinds in the API server must match. */
    static final String ISTIO_CRDS = "crd-all.gen.yaml";

    /** Beside the validator: OLM's own kinds, for an API server to judge by. */
    private static final List<String> OLM_CRDS = Stream.of("clusterserviceversions", "operatorgroups", "subscriptions")
            .map("operators.coreos.com_%s.yaml"::formatted)
            .toList();

    private static final List<String> MODULE = List.of("go.mod", "go.sum");
    private static final String MAIN = "main.go";
    /** The module's own. */
    private static final String THIS = ".";
    /** From nothing it takes 5 to 8 minutes on two cores; half an hour more is for a slow line. */
    private static final Duration LIMIT = Duration.ofMinutes(40);
    /** No C compiler is asked for, and Go does not fetch another Go. */
    private static final Map<String, String> BUILD_ENVIRONMENT = Map.of("CGO_ENABLED", "0", "GOTOOLCHAIN", "local");

    private static final Pattern TOO_OLD = Pattern.compile("requires go >= (\\d+\\.\\d+)\\S* \\(running go ([^;)]+)");

    /** A file of a module that the program depends on. */
    private record Extra(String module, String path) {}

    private final String name;
    private final String what;
    private final List<Part> parts;
    private final List<String> definitions;
    private final List<Extra> extras;
    private final String program;

    private GoModule(String name, String what, List<Part> parts, List<String> definitions, List<Extra> extras) {
        this(name, what, parts, definitions, extras, THIS);
    }

    /** @param program the package that is built: the module's own, or that of a module which it names as a tool */
    private GoModule(
            String name, String what, List<Part> parts, List<String> definitions, List<Extra> extras, String program) {
        this.name = name;
        this.what = what;
        this.parts = parts;
        this.definitions = definitions;
        this.extras = extras;
        this.program = program;
    }

    /** The API server reports this version, and clients choose what they send by it. */
    static GoModule kubernetes() {
        String version = required("kubebox", "k8s.io/kubernetes");
        String variables = "k8s.io/component-base/version.";
        return new GoModule(
                "kubebox",
                "etcd and kube-apiserver",
                List.of(Part.ETCD, Part.KUBE_APISERVER),
                List.of(
                        variables + "gitVersion=" + version,
                        variables + "gitMajor=1",
                        variables + "gitMinor=" + version.split("\\.")[1],
                        variables + "gitTreeState=clean",
                        variables + "gitCommit=unknown",
                        variables + "buildDate=1970-01-01T00:00:00Z"),
                List.of());
    }

    /** @param version that it reports, as the module proxies have this state of Istio under no version of its own */
    static GoModule istio(String version) {
        return new GoModule(
                "istiobox",
                "istiod",
                List.of(Part.ISTIOD),
                List.of("istio.io/istio/pkg/version.buildVersion=" + version),
                List.of(new Extra("istio.io/istio", "manifests/charts/base/files/" + ISTIO_CRDS)));
    }

    static GoModule bundleValidator() {
        return new GoModule(
                "bundlebox",
                "bundle-validator",
                List.of(Part.BUNDLE_VALIDATOR),
                List.of(),
                OLM_CRDS.stream()
                        .map(file -> new Extra("github.com/operator-framework/api", "crds/" + file))
                        .toList());
    }

    /** @param version that it reports */
    static GoModule helm(String version) {
        return new GoModule(
                "helmbox",
                "helm",
                List.of(Part.HELM),
                List.of("helm.sh/helm/v3/internal/version.version=v" + version),
                List.of(),
                "helm.sh/helm/v3/cmd/helm");
    }

    private List<String> sources() {
        return program.equals(THIS)
                ? Stream.concat(MODULE.stream(), Stream.of(MAIN)).toList()
                : MODULE;
    }

    @Override
    public String key() {
        return name + "-" + hashOfSources().substring(0, 16);
    }

    @Override
    public String description() {
        return "go build of " + what;
    }

    @Override
    public void install(Path stage, Progress progress) throws IOException {
        Path module = Files.createDirectory(stage.resolve("module"));
        for (String source : sources()) {
            Files.writeString(module.resolve(source), text(name, source));
        }
        long packages = downloadModules(module, progress);
        build(module, stage.resolve(name), packages, progress);
        for (Extra extra : extras) {
            copy(module, extra, stage);
        }
        Directories.delete(module);
        for (Part part : parts) {
            Files.createSymbolicLink(stage.resolve(part.command()), Path.of(name));
        }
    }

    /** @return how many packages the build consists of */
    private long downloadModules(Path module, Progress progress) throws IOException {
        long modules = text(name, "go.mod")
                .lines()
                .filter(line -> line.startsWith("\t"))
                .count();
        try (Progress.Bar bar = progress.bar("Go modules", "modules", modules)) {
            String packages = go(module, line -> bar.advance(), "list", "-deps", program);
            bar.complete();
            return packages.lines().count();
        }
    }

    private void build(Path module, Path target, long packages, Progress progress) throws IOException {
        String flags = Stream.concat(Stream.of("-s -w"), definitions.stream().map(definition -> "-X " + definition))
                .collect(Collectors.joining(" "));
        try (Progress.Bar bar = progress.bar(what, "packages", packages)) {
            go(
                    module,
                    line -> bar.advance(),
                    "build",
                    "-v",
                    "-buildvcs=false",
                    "-trimpath",
                    "-ldflags",
                    flags,
                    "-o",
                    target.toString(),
                    program);
            bar.complete();
        }
    }

    /** By its content: Go keeps its modules read-only, and the cache has to be able to clear this one away. */
    private static void copy(Path module, Extra extra, Path stage) throws IOException {
        Path source = Path.of(go(module, line -> {}, "list", "-m", "-f", "{{.Dir}}", extra.module())
                        .strip())
                .resolve(extra.path());
        Files.write(stage.resolve(source.getFileName()), Files.readAllBytes(source));
    }

    /** @return what it printed */
    private static String go(Path module, Consumer<String> onErrorLine, String... arguments) throws IOException {
        Command.Result result = Command.of(
                        Stream.concat(Stream.of("go"), Stream.of(arguments)).toArray(String[]::new))
                .in(module)
                .with(BUILD_ENVIRONMENT)
                // What an interrupted build leaves is then taken away with the rest of it.
                .with(Map.of("GOTMPDIR", module.toString()))
                .onErrorLine(onErrorLine)
                .run(LIMIT);
        if (!result.ok()) {
            throw new IOException(explain(result.stderr()));
        }
        return result.stdout();
    }

    /** Go's own words about its age do not say what to do about it. */
    static String explain(String errors) {
        Matcher tooOld = TOO_OLD.matcher(errors);
        if (tooOld.find()) {
            return "Go " + tooOld.group(1) + " or newer is needed, and this is Go " + tooOld.group(2);
        }
        return errors.lines().reduce((first, second) -> second).orElse("go failed without a word");
    }

    private static String required(String name, String module) {
        return text(name, "go.mod")
                .lines()
                .map(line -> line.strip().split(" "))
                .filter(words -> words[0].equals(module))
                .map(words -> words[1])
                .findFirst()
                .orElseThrow();
    }

    private String hashOfSources() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            sources().forEach(source -> digest.update(text(name, source).getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(String name, String source) {
        try (InputStream content = GoModule.class.getResourceAsStream("/playground/" + name + "/" + source)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
