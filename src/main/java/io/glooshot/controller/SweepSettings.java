package io.glooshot.controller;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How what is in the meshes is compared with the runs. */
@ConfigMapping(prefix = "glooshot.sweep")
public interface SweepSettings {

    /** From one look to the next; longer where a look takes more than a twentieth of it. */
    @WithDefault("5s")
    Duration interval();
}
