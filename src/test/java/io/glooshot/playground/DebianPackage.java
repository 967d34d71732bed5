package io.glooshot.playground;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A program or library out of a Debian package that needs nothing else of it.
 *
 * @param name under which it is cached: a package can have several programs
 */
record DebianPackage(Part part, String name, String packageName, String member) implements PartSource {

    @Override
    public String key() {
        return name + "-debian";
    }

    @Override
    public String description() {
        return "apt-get download " + packageName;
    }

    @Override
    public void install(Path stage, Progress progress) throws IOException {
        Path unpacked = stage.resolve("unpacked");
        try (Progress.Bar bar = progress.bar(packageName + " by apt-get", "", 0)) {
            new Apt(stage).unpack(List.of(packageName), unpacked);
        }
        Path program = Files.move(unpacked.resolve(member), stage.resolve(part.command()));
        // As all parts are, so that one that is whole is known by it; a library comes without.
        if (!program.toFile().setExecutable(true)) {
            throw new IOException(program + " cannot be made executable");
        }
        Directories.delete(unpacked);
        Directories.delete(stage.resolve("apt"));
    }
}
