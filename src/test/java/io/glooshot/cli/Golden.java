package io.glooshot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What commands print, kept in files. {@code -Dgolden.update} writes them anew. */
public final class Golden {

    public static final Path DIRECTORY = Path.of("src/test/resources/cli");

    private Golden() {}

    /** @param text without anything that differs from one run to the next */
    public static void assertSame(String name, String text) {
        Path file = DIRECTORY.resolve(name + ".txt");
        try {
            if (System.getProperty("golden.update") != null) {
                Files.createDirectories(DIRECTORY);
                Files.writeString(file, text);
            }
            assertThat(text).as("%s; -Dgolden.update writes it anew", file).isEqualTo(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
