package io.glooshot.mesh.envoy;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.grpc.runtime.config.GrpcConfiguration;
import io.quarkus.grpc.runtime.config.GrpcServerConfiguration;
import io.quarkus.runtime.configuration.QuarkusConfigBuilderCustomizer;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrpcTransportTest {

    private static final String SERVER = "quarkus.grpc.server.";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host=127.0.0.1",
                "host=::1",
                "host=localhost",
                "host=0.0.0.0 ssl.certificate=crt ssl.client-auth=REQUIRED glooshot.envoy.trusted-ca=ca",
                "host=0.0.0.0 ssl.key-store=ks ssl.client-auth=REQUIRED ssl.trust-store=ts"
            })
    void servesOverMutualTlsAndOnTheLoopbackInterface(String settings) {
        assertThatCode(() -> check(settings)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host=0.0.0.0",
                "host=::",
                "host=192.0.2.1",
                "host=0.0.0.0 ssl.client-auth=REQUIRED glooshot.envoy.trusted-ca=ca",
                "host=0.0.0.0 ssl.certificate=crt ssl.client-auth=REQUIRED",
                "host=0.0.0.0 ssl.certificate=crt ssl.client-auth=REQUEST glooshot.envoy.trusted-ca=ca",
                "host=127.0.0.1 ssl.certificate=crt glooshot.envoy.trusted-ca=ca"
            })
    void refusesToServeWhoeverCouldBeAnybody(String settings) {
        assertThatThrownBy(() -> check(settings))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("glooshot.envoy.trusted-ca");
    }

    private static void check(String settings) {
        Map<String, String> properties = Arrays.stream(settings.split(" "))
                .map(setting -> setting.split("="))
                .collect(Collectors.toMap(
                        setting -> setting[0].startsWith("glooshot") ? setting[0] : SERVER + setting[0],
                        setting -> setting[1]));
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder();
        new QuarkusConfigBuilderCustomizer().configBuilder(builder);
        SmallRyeConfig config = builder.withSources(new PropertiesConfigSource(properties, "test", 100))
                .withMapping(GrpcConfiguration.class)
                .withMapping(EnvoySettings.class)
                .addDiscoveredConverters()
                .build();
        GrpcServerConfiguration server =
                config.getConfigMapping(GrpcConfiguration.class).server();
        new GrpcTransport(config.getConfigMapping(EnvoySettings.class)).requireSafe(server);
    }
}
