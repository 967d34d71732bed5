package io.glooshot.playground;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Debian's Chromium without a display, with the libraries that this machine lacks and a typeface, all in one directory. A
 * script beside it, in place of an installation, tells it where they are.
 */
record DebianChromium(Part part) implements PartSource {
    private static final String PROGRAM = "chromium-headless-shell";
    private static final List<String> PACKAGES = List.of(PROGRAM, "fonts-inter", "fonts-dejavu-core");

    @Override
    public String key() {
        return PROGRAM + "-debian";
    }

    @Override
    public String description() {
        return "apt-get download " + PROGRAM;
    }

    @Override
    public void install(Path stage, Progress progress) throws IOException {
        Path root = stage.resolve("root");
        Apt apt = new Apt(stage);
        Set<String> packages = new LinkedHashSet<>(PACKAGES);
        packages.addAll(apt.closure(PACKAGES));
        // Another C library than that of the loader would start nothing.
        packages.remove("libc6");
        try (Progress.Bar bar = progress.bar("Chromium by apt-get", "packages", packages.size())) {
            // One by one, for the progress; apt takes a quarter of a second for each.
            for (String name : packages) {
                apt.unpack(List.of(name), root);
                bar.advance();
            }
        }
        Directories.delete(stage.resolve("apt"));
        // Manuals in a hundred languages.
        Directories.delete(root.resolve("usr/share/doc"));
        Files.writeString(stage.resolve("fonts.conf"), FONTS);
        Path script = Files.writeString(stage.resolve(part.command()), SCRIPT);
        if (!script.toFile().setExecutable(true)) {
            throw new IOException(script + " cannot be made executable");
        }
    }

    /** The directory is moved when it is complete, so its place is not known before. */
    private static final String SCRIPT = """
            #!/bin/sh
            here=$(dirname "$(readlink -f "$0")")
            for libraries in "$here"/root/usr/lib/*-linux-gnu "$here"/root/lib/*-linux-gnu "$here"/root/usr/lib/*-linux-gnu/pulseaudio; do
                [ ! -d "$libraries" ] || LD_LIBRARY_PATH=$libraries${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
            done
            export LD_LIBRARY_PATH
            cd "$here" && export FONTCONFIG_FILE="$here/fonts.conf"
            exec "$here/root/usr/lib/chromium/%s" "$@"
            """.formatted(PROGRAM);

    /** The same typeface on every machine: what fits into a line must not depend on what is installed. */
    private static final String FONTS = """
            <?xml version="1.0"?>
            <!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
            <fontconfig>
              <dir prefix="relative">root/usr/share/fonts</dir>
              <dir>/usr/share/fonts</dir>
              <cachedir prefix="xdg">fontconfig</cachedir>
              <alias binding="strong"><family>system-ui</family><prefer><family>Inter</family></prefer></alias>
              <alias binding="strong"><family>sans-serif</family><prefer><family>Inter</family></prefer></alias>
              <alias binding="strong"><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
            </fontconfig>
            """;
}
