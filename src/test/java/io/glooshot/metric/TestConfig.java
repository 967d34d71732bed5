package io.glooshot.metric;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** The configuration as the controller reads it, defaults included. */
final class TestConfig {

    private TestConfig() {}

    static MetricConfig of(Map<String, String> properties) {
        SmallRyeConfigBuilder builder =
                new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(MetricConfig.class);
        properties.forEach(builder::withDefaultValue);
        return builder.build().getConfigMapping(MetricConfig.class);
    }
}
