package io.glooshot.cli;

import io.glooshot.mesh.envoy.EnvoySettings;
import io.glooshot.mesh.istio.IstioSettings;
import io.glooshot.metric.MetricConfig;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;

/** The controller's settings, read from the same environment variables and system properties, in a process of its own. */
record ControllerSettings(MetricConfig metrics, IstioSettings istio, EnvoySettings envoy) {

    static ControllerSettings read() {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultSources()
                .addDiscoveredConverters()
                .withMapping(MetricConfig.class)
                .withMapping(IstioSettings.class)
                .withMapping(EnvoySettings.class)
                // The controller has more settings under the same prefix.
                .withValidateUnknown(false)
                .build();
        return new ControllerSettings(
                config.getConfigMapping(MetricConfig.class),
                config.getConfigMapping(IstioSettings.class),
                config.getConfigMapping(EnvoySettings.class));
    }
}
