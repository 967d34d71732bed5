package io.glooshot.controller;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** What the controller looks after. */
@ConfigMapping(prefix = "glooshot.watch")
public interface WatchSettings {

    /**
     * The namespaces whose experiments are run and whose calls they may break, with commas between them; all when left out.
     * The controller needs no rights in any other.
     */
    Optional<List<String>> namespaces();
}
