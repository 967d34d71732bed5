package io.glooshot.playground;

import java.io.IOException;
import java.nio.file.Path;

/** One way to get a program onto this machine. */
interface PartSource {
    /** Names what is got, version included: equal keys hold equal content, so a cached one is taken as it is. */
    String key();

    String description();

    /** Leaves executables in {@code stage} under the names of their {@link Part#command()}. */
    void install(Path stage, Progress progress) throws IOException;
}
