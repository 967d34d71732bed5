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
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * etcd and kube-apiserver in one program, built from this project's own Go module. The build is reproducible, so the
 * hash of its sources names the result.
 */
final class GoModule implements PartSource {
    private static final List<String> SOURCES = List.of("go.mod", "go.sum", "main.go");
    private static final String PROGRAM = "kubebox";
    private static final String VERSION_PACKAGE = "k8s.io/component-base/version";
    /** From nothing it takes 5 to 8 minutes on two cores; half an hour more is for a slow line. */
    private static final Duration LIMIT = Duration.ofMinutes(40);
    /** No C compiler is asked for, and Go does not fetch another Go. */
    private static final Map<String, String> BUILD_ENVIRONMENT = Map.of("CGO_ENABLED", "0", "GOTOOLCHAIN", "local");

    @Override
    public String key() {
        return PROGRAM + "-" + hashOfSources().substring(0, 16);
    }

    @Override
    public String description() {
        return "go build of etcd and kube-apiserver";
    }

    @Override
    public void install(Path stage, Progress progress) throws IOException {
        Path module = Files.createDirectory(stage.resolve("module"));
        for (String source : SOURCES) {
            Files.writeString(module.resolve(source), text(source));
        }
        long packages = downloadModules(module, progress);
        build(module, stage.resolve(PROGRAM), packages, progress);
        Directories.delete(module);
        Files.createSymbolicLink(stage.resolve(Part.ETCD.command()), Path.of(PROGRAM));
        Files.createSymbolicLink(stage.resolve(Part.KUBE_APISERVER.command()), Path.of(PROGRAM));
    }

    /** @return how many packages the build consists of */
    private long downloadModules(Path module, Progress progress) throws IOException {
        long modules =
                text("go.mod").lines().filter(line -> line.startsWith("\t")).count();
        try (Progress.Bar bar = progress.bar("Go modules", "modules", modules)) {
            String packages = go(module, bar, List.of("list", "-deps", ".")).stdout();
            bar.complete();
            return packages.lines().count();
        }
    }

    /** The API server reports this version, and clients choose what they send by it. */
    private void build(Path module, Path program, long packages, Progress progress) throws IOException {
        String version = kubernetesVersion();
        String minor = version.split("\\.")[1];
        String flags = "-s -w"
                + define("gitVersion", version)
                + define("gitMajor", "1")
                + define("gitMinor", minor)
                + define("gitTreeState", "clean")
                + define("gitCommit", "unknown")
                + define("buildDate", "1970-01-01T00:00:00Z");
        try (Progress.Bar bar = progress.bar("etcd and kube-apiserver", "packages", packages)) {
            List<String> build = List.of("build", "-v", "-buildvcs=false", "-trimpath", "-ldflags", flags);
            List<String> words = new ArrayList<>(build);
            words.addAll(List.of("-o", program.toString(), "."));
            go(module, bar, words);
            bar.complete();
        }
    }

    private static Command.Result go(Path module, Progress.Bar bar, List<String> arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of("go"));
        words.addAll(arguments);
        Command.Result result = Command.of(words.toArray(String[]::new))
                .in(module)
                .with(BUILD_ENVIRONMENT)
                // What an interrupted build leaves is then taken away with the rest of it.
                .with(Map.of("GOTMPDIR", module.toString()))
                .onErrorLine(line -> bar.advance())
                .run(LIMIT);
        if (!result.ok()) {
            throw new IOException(
                    result.stderr().lines().reduce((first, second) -> second).orElse("go failed without a word"));
        }
        return result;
    }

    private static String define(String name, String value) {
        return " -X " + VERSION_PACKAGE + "." + name + "=" + value;
    }

    private static String kubernetesVersion() {
        return text("go.mod")
                .lines()
                .map(line -> line.strip().split(" "))
                .filter(words -> words[0].equals("k8s.io/kubernetes"))
                .map(words -> words[1])
                .findFirst()
                .orElseThrow();
    }

    private static String hashOfSources() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            SOURCES.forEach(source -> digest.update(text(source).getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(String source) {
        try (InputStream content = GoModule.class.getResourceAsStream("/playground/kubebox/" + source)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
