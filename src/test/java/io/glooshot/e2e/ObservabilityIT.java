package io.glooshot.e2e;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.playground.SharedWorld;
import io.glooshot.playground.World;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the controller tells Kubernetes and Prometheus of itself. */
@ExtendWith(SharedWorld.class)
class ObservabilityIT {

    private static String url;
    private static User user;

    @BeforeAll
    static void start(World world) {
        EndToEnd endToEnd = EndToEnd.on(world);
        url = endToEnd.controller().httpUrl();
        user = endToEnd.user(world.newNamespace("observed"));
    }

    @Test
    void isAlive() {
        given().baseUri(url).get("/q/health/live").then().statusCode(200).body("status", equalTo("UP"));
    }

    @Test
    void isReadyWhenItReconcilesAndServesProxies() {
        given().baseUri(url)
                .get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("status", equalTo("UP"))
                .body("checks.name", hasItem("gRPC Server"))
                .body("checks.name", hasItem("operator"))
                // It would be down as soon as one of several namespaces cannot be read.
                .body("checks.name", not(hasItem("Quarkus Operator SDK health check")));
    }

    @Test
    void countsWhatItDoes() {
        user.apply("counted", """
                duration: 2s
                failureConditions:
                - trigger: {prometheus: {customQuery: 'vector(0)', comparisonOperator: ">", thresholdValue: 1}}
                """);
        user.awaitState("counted", State.Succeeded);

        given().baseUri(url)
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .body(matchesPattern(
                        "(?s).*glooshot_experiments_finished_total\\{[^}]*result=\"Succeeded\"[^}]*\\} [1-9].*"))
                .body(containsString("glooshot_runs_active"))
                .body(containsString("glooshot_fault_removal_seconds_bucket"))
                .body(containsString("glooshot_polls_missed_total"))
                .body(containsString("glooshot_drift_total"))
                .body(containsString("glooshot_sweep_seconds_count"))
                .body(containsString("glooshot_envoy_proxies"));
    }
}
