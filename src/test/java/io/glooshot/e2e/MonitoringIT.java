package io.glooshot.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.monitoring.Monitoring;
import io.glooshot.playground.Bookinfo;
import io.glooshot.playground.GuardProcess;
import io.glooshot.playground.SharedWorld;
import io.glooshot.playground.World;
import io.restassured.RestAssured;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the alerts and the dashboard ask for is what controller and guard show once they have had something to do. */
@ExtendWith(SharedWorld.class)
class MonitoringIT {

    /** Of Prometheus itself. */
    private static final Set<String> NOT_SCRAPED = Set.of("up");

    @Test
    void everyMetricThatIsAskedForIsShown(World world) {
        EndToEnd endToEnd = EndToEnd.on(world);
        try (Bookinfo bookinfo = world.bookinfo(world.newNamespace("monitored"));
                GuardProcess guard = world.guard(
                        Rights.kubeconfig(world, "glooshot-guard"), "--lease-namespace", Rights.NAMESPACE)) {
            User user = endToEnd.user(bookinfo.namespace());
            user.apply("seen", """
                    duration: 2s
                    recoveryTimeout: 10s
                    faults:
                    - originServices: [{name: reviews}]
                      destinationServices: [{name: ratings}]
                      fault: {abort: {httpStatus: 500}}
                    failureConditions:
                    - trigger: {prometheus: {customQuery: 'vector(0)', comparisonOperator: ">", thresholdValue: 1}}
                    """);
            user.awaitState("seen", State.Succeeded);
            user.awaitRecovery("seen");

            await().untilAsserted(() -> {
                Set<String> shown = new TreeSet<>(shown(endToEnd.controller().httpUrl() + "/q/metrics"));
                shown.addAll(shown(guard.url() + "/metrics"));
                shown.addAll(NOT_SCRAPED);
                assertThat(shown).containsAll(Monitoring.metrics());
            });
        }
    }

    private static Set<String> shown(String url) {
        return Pattern.compile("(?m)^([a-z]\\w*)[{ ]")
                .matcher(RestAssured.get(url).asString())
                .results()
                .map(line -> line.group(1))
                .collect(Collectors.toSet());
    }
}
