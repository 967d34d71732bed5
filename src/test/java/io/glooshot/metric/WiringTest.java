package io.glooshot.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.api.ComparisonOperator;
import io.glooshot.experiment.Check;
import io.glooshot.experiment.Measurement;
import io.glooshot.experiment.Reading;
import io.glooshot.experiment.Signal;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The sources are found, configured and counted in the application as it is built. */
@QuarkusTest
@TestProfile(WiringTest.WithoutCluster.class)
class WiringTest {

    @Inject
    Watch watch;

    @Inject
    MeterRegistry meters;

    @Test
    void readsEverySignalThroughTheSourceForIt() throws Exception {
        try (SocketServer server = SocketServer.answering("503 Unavailable", "text/plain", "")) {
            List<Measurement> read = watch.readOnce(List.of(
                            check(new Signal.Promql("up")), check(new Signal.Webhook(URI.create(server.url())))))
                    .await()
                    .atMost(Duration.ofSeconds(10));

            assertThat(read.get(0).reading())
                    .isEqualTo(new Reading.Failed("Prometheus (127.0.0.1:1) refused the connection."));
            assertThat(read.get(1).reading()).isEqualTo(new Reading.Value(503));
        }
        assertThat(polls("promql", "failed")).isEqualTo(1);
        assertThat(polls("webhook", "value")).isEqualTo(1);
    }

    private double polls(String signal, String outcome) {
        return meters.get("glooshot.polls")
                .tags("signal", signal, "outcome", outcome)
                .counter()
                .count();
    }

    private static Check check(Signal signal) {
        return new Check("any", signal, ComparisonOperator.GREATER, 1, Duration.ofSeconds(1), false);
    }

    /** Needs neither a cluster nor a Prometheus. */
    public static class WithoutCluster implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.operator-sdk.start-operator", "false",
                    "quarkus.operator-sdk.crd.generate", "false",
                    "quarkus.operator-sdk.crd.apply", "false",
                    "quarkus.kubernetes.deployment-target", "",
                    "quarkus.devservices.enabled", "false",
                    "quarkus.http.test-port", "0",
                    "glooshot.prometheus.url", "http://127.0.0.1:1",
                    "glooshot.webhook.allowed", "127.0.0.1");
        }
    }
}
