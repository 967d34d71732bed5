package io.glooshot.report;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How many reports are kept. */
@ConfigMapping(prefix = "glooshot.reports")
public interface ReportSettings {

    /** The newest this many of each namespace are kept. */
    @WithDefault("100")
    int perNamespace();
}
