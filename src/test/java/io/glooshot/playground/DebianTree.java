package io.glooshot.playground;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A program that needs libraries and files of its own: all that is in some Debian packages, and a script that runs it there. */
record DebianTree(Part part, List<String> packages, String member) implements PartSource {

    /** Beside the script, all of the packages. */
    static final String TREE = "tree";

    private static final String RUN = """
            #!/bin/sh
            tree=${0%%/*}/%s
            for libraries in "$tree"/usr/lib/*-linux-gnu; do
                LD_LIBRARY_PATH=$libraries
            done
            export LD_LIBRARY_PATH
            exec "$tree/%s" "$@"
            """;

    @Override
    public String key() {
        return String.join("-", packages) + "-debian";
    }

    @Override
    public String description() {
        return "apt-get download " + String.join(" ", packages);
    }

    @Override
    public void install(Path stage, Progress progress) throws IOException {
        try (Progress.Bar bar = progress.bar(part.command() + " by apt-get", "", 0)) {
            new Apt(stage).unpack(packages, stage.resolve(TREE));
            Directories.delete(stage.resolve("apt"));
        }
        Path script = Files.writeString(stage.resolve(part.command()), RUN.formatted(TREE, member));
        if (!script.toFile().setExecutable(true)) {
            throw new IOException(script + " cannot be made executable");
        }
    }
}
