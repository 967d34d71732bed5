package io.glooshot.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.glooshot.api.ComparisonOperator;
import io.glooshot.api.Experiment;
import io.glooshot.api.MeshSpec.MeshType;
import io.glooshot.api.PrometheusTrigger.Series;
import io.glooshot.api.Side;
import io.glooshot.api.Webhook.Method;
import io.glooshot.apiserver.ApiFailure;
import io.glooshot.apiserver.WatchedNamespaces;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.Check;
import io.glooshot.experiment.DataSource;
import io.glooshot.experiment.Freshness;
import io.glooshot.experiment.Header;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.PlannedAbort;
import io.glooshot.experiment.PlannedDelay;
import io.glooshot.experiment.PlannedFault;
import io.glooshot.experiment.PlannedMesh;
import io.glooshot.experiment.Reading;
import io.glooshot.experiment.SecretKey;
import io.glooshot.experiment.ServiceId;
import io.glooshot.experiment.Signal;
import io.glooshot.experiment.Terms;
import io.glooshot.mesh.Meshes;
import io.glooshot.mesh.RequestQuery;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a stored experiment means, which takes no cluster. */
class PlannerTest {

    private static final String ONE_TARGET = "targets: [{namespace: bookinfo, name: ratings, port: 9080}]";

    private final Meshes meshes = new Meshes(List.of(StubProvider.able(MeshType.Istio, Side.Client)));
    private final Planner planner = new Planner(null, WatchedNamespaces.all(), new CheckPlanner(meshes), meshes);

    /** An abort would end an experiment for good that only has to wait; whoever asked tries again after a failure. */
    @Test
    void abortsNothingWhenTheApiServerIsAway() {
        Config nowhere = new ConfigBuilder(Config.empty())
                // Nobody listens there.
                .withMasterUrl("http://127.0.0.1:1")
                .withRequestRetryBackoffLimit(0)
                .build();
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(nowhere).build()) {
            Planner cutOff = new Planner(client, WatchedNamespaces.all(), new CheckPlanner(meshes), meshes);

            Experiment experiment = experiment(
                    "[{destinationServices: [{name: ratings}], fault: {abort: {httpStatus: 503}}}]", "[]", ONE_TARGET);

            assertThatThrownBy(() -> cutOff.plan(experiment))
                    .isInstanceOf(KubernetesClientException.class)
                    .matches(ApiFailure::mayPass);
        }
    }

    @Test
    void givesAbortAndDelayTheShareOfTheFault() {
        PlannedFault fault = fault("{abort: {httpStatus: 503}, delay: {duration: 2s}, percentage: 12.5}");

        assertThat(fault.abort()).contains(new PlannedAbort.Http(503, 12.5));
        assertThat(fault.delay()).contains(new PlannedDelay(Duration.ofSeconds(2), 12.5));
    }

    @Test
    void givesAbortAndDelayTheSharesOfTheirOwn() {
        PlannedFault fault = fault(
                "{abort: {grpcStatus: 14, percentage: 30}, delay: {duration: 2s, percentage: 60}, percentage: 5}");

        assertThat(fault.abort()).contains(new PlannedAbort.Grpc(14, 30));
        assertThat(fault.delay()).contains(new PlannedDelay(Duration.ofSeconds(2), 60));
    }

    @Test
    void lacksWhatWasLeftOut() {
        assertThat(fault("{abort: {grpcStatus: 14}}").delay()).isEmpty();
        assertThat(fault("{delay: {duration: 2s}}").abort()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {abort: {httpStatus: 503}}                                                                          | true
            {abort: {httpStatus: 503}, percentage: 0}                                                           | false
            {abort: {httpStatus: 503, percentage: 0}}                                                           | false
            {abort: {grpcStatus: 14, percentage: 0.0001}, percentage: 0}                                        | true
            {abort: {httpStatus: 503, percentage: 0}, delay: {duration: 2s, percentage: 0.0001}}                | true
            {abort: {httpStatus: 503, percentage: 0}, delay: {duration: 2s, percentage: 0}}                     | false
            {abort: {httpStatus: 503}, delay: {duration: 2s, percentage: 0}, percentage: 0}                     | false
            """)
    void asksForFaultedRequestsWhereSomeAreToBeFaulted(String fault, boolean expected) {
        assertThat(plan(fault).mustFault()).isEqualTo(expected);
    }

    @Test
    void hitsWhatWasFoundAtTheStartWhateverItsLabelsAreNow() {
        Plan plan = restore("""
                - destinationSelector: {namespaces: [bookinfo, books], matchLabels: {team: stars}}
                  originSelector: {matchLabels: {team: pages}}
                  fault: {abort: {httpStatus: 503}}
                """, "[]", """
                targets:
                - {fault: 0, namespace: bookinfo, name: ratings, port: 9080, workloadLabels: {version: v1}, side: Server}
                - {fault: 0, namespace: books, name: stars, port: 80, side: Server}
                origins: [{fault: 0, namespace: bookinfo, name: reviews}]
                """);

        assertThat(plan.faults())
                .extracting(fault -> fault.destination().toString())
                .containsExactly("ratings.bookinfo:9080", "stars.books:80");
        assertThat(plan.faults()).allSatisfy(fault -> {
            assertThat(fault.side()).isEqualTo(Side.Server);
            assertThat(fault.originServices()).containsExactly(new ServiceId("bookinfo", "reviews"));
        });
        assertThat(plan.faults().get(0).workloadLabels()).isEqualTo(Map.of("version", "v1"));
    }

    @Test
    void asksThePrometheusThatTheMeshHadAtTheStart() {
        Plan plan = restore(
                "[]",
                "[{interval: 1s, trigger: {prometheus: {customQuery: up, thresholdValue: 1}}}]",
                "meshRevision: canary\nprometheusUrl: http://metrics.example:9090");

        URI url = URI.create("http://metrics.example:9090");
        assertThat(plan.mesh())
                .isEqualTo(new PlannedMesh("istio", MeshType.Istio, Optional.of("canary"), Optional.of(url)));
        assertThat(plan.checks().get(0).signal())
                .isEqualTo(new Signal.Promql("up", Optional.of(new DataSource("istio", url))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", textBlock = """
            {service: {name: ratings}, interval: 30s}                                                 | ratings | bookinfo | null | 30 | true  | Server
            {service: {name: ratings, namespace: books, port: 80}, interval: 1m}                      | ratings | books    | 80   | 60 | true  | Client
            {service: {name: reviews}, interval: 1m, excludeInjected: false}                          | reviews | bookinfo | null | 60 | false | Client
            """)
    void asksTheProviderForSuccessAndLatency(
            String what, String name, String namespace, Integer port, int seconds, boolean excludeInjected, Side side) {
        Plan plan = restore(
                "[{destinationServices: [{name: ratings}], fault: {abort: {httpStatus: 503}}}]",
                """
                - {interval: 1s, trigger: {prometheus: {successRate: %1$s, thresholdValue: 1}}}
                - {interval: 1s, trigger: {prometheus: {latency: %1$s, thresholdValue: 1}}}
                """.formatted(what),
                "targets: [{fault: 0, namespace: bookinfo, name: ratings, port: 9080, side: Server}]");

        var requests = new RequestQuery(
                new ServiceId(namespace, name),
                port,
                Duration.ofSeconds(seconds),
                excludeInjected,
                side,
                Duration.ofSeconds(30));
        assertThat(plan.checks())
                .extracting(check -> check.signal().text())
                .containsExactly("success of " + requests, "0.99 of " + requests);
    }

    @Test
    void asksAWebhookInItsLongFormWithSecretsOfTheExperimentsOwnNamespace() {
        Plan plan = restore("[]", """
                - name: queue
                  interval: 1s
                  trigger:
                    webhook:
                      url: https://orders.example/stats?a=b
                      method: POST
                      headers:
                      - {name: X-Team, value: stars}
                      - {name: Authorization, valueFrom: {prefix: 'Bearer ', secretKeyRef: {name: orders, key: token}}}
                      timeout: 2s
                      jsonPath: $.length
                      comparisonOperator: ">"
                      thresholdValue: 10
                - {name: status, interval: 1s, trigger: {webhook: {url: 'https://orders.example/'}}}
                """, "");

        var secret = new SecretKey("bookinfo", "orders", "token");
        assertThat(plan.checks().get(0).signal())
                .isEqualTo(new Signal.Webhook(
                        URI.create("https://orders.example/stats?a=b"),
                        Method.POST,
                        List.of(
                                new Header("X-Team", "stars", Optional.empty()),
                                new Header("Authorization", "Bearer ", Optional.of(secret))),
                        Optional.of(Duration.ofSeconds(2)),
                        Optional.of("$.length")));
        assertThat(plan.checks().get(0).signal().text()).isEqualTo("POST https://orders.example/stats?… at $.length");
        assertThat(plan.checks().get(0).operator()).isEqualTo(ComparisonOperator.GREATER);
        assertThat(plan.checks().get(0).threshold()).isEqualTo(10);
        assertThat(plan.checks().get(1).signal()).isEqualTo(new Signal.Webhook(URI.create("https://orders.example/")));
        assertThat(plan.checks().get(1).operator()).isEqualTo(ComparisonOperator.GREATER_OR_EQUAL);
        assertThat(plan.checks().get(1).threshold()).isEqualTo(500);
    }

    @ParameterizedTest
    @CsvSource({"'http://a{b}/', is not a valid URL", "'http://under_score/', has no valid host"})
    void endsAnExperimentWhoseUrlTheSchemaTakesAndJavaDoesNot(String url, String message) {
        String condition = "[{interval: 1s, name: check, trigger: {webhookUrl: '%s'}}]".formatted(url);

        assertThatThrownBy(() -> restore("[]", condition, ""))
                .isInstanceOfSatisfying(
                        AbortException.class,
                        refused -> assertThat(refused.verdict().reason()).isEqualTo("InvalidUrl"))
                .hasMessageContaining("trigger.webhookUrl of failure condition 'check' " + message);
    }

    @Test
    void givesConditionsTheirTerms() {
        Plan plan = restore("[]", """
                - {interval: 1s, trigger: {prometheus: {customQuery: up, thresholdValue: 1}}}
                - interval: 2s
                  initialDelay: 5s
                  failureLimit: 3
                  dryRun: true
                  trigger: {prometheus: {customQuery: up, thresholdValue: 1, series: All}}
                - {interval: 1s, failureLimit: 2, trigger: {webhookUrl: 'http://stop.example/'}}
                """, "");

        assertThat(plan.checks())
                .extracting(Check::terms)
                .containsExactly(
                        Terms.STRICT,
                        new Terms(Series.All, Duration.ofSeconds(5), 3, true),
                        new Terms(Series.Any, Duration.ZERO, 2, false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", textBlock = """
            initialDelay: 9s, interval: 1s, failureLimit: 1    | null
            initialDelay: 10s, interval: 1s, failureLimit: 1   | its initialDelay and 1 readings, one each 1s, take 10s
            initialDelay: 0s, interval: 3s, failureLimit: 4    | null
            initialDelay: 1s, interval: 3s, failureLimit: 4    | its initialDelay and 4 readings, one each 3s, take 10s, and spec.duration is 10s.
            """)
    void refusesAConditionThatCouldNeverBeMet(String terms, String message) {
        String condition =
                "[{name: check, %s, trigger: {prometheus: {customQuery: up, thresholdValue: 1}}}]".formatted(terms);

        if (message == null) {
            assertThat(restore("[]", condition, "").checks()).hasSize(1);
        } else {
            assertThatThrownBy(() -> restore("[]", condition, ""))
                    .isInstanceOf(AbortException.class)
                    .hasMessageContaining("Failure condition check could never be met")
                    .hasMessageContaining(message);
        }
    }

    @Test
    void fillsTheExperimentIntoItsQueries() {
        Plan plan = restore(
                "[{destinationServices: [{name: ratings}], fault: {abort: {httpStatus: 503}}}]", """
                - interval: 1s
                  trigger:
                    prometheus:
                      customQuery: 'sum(rate(errors{a="{{service}}",b="{{namespace}}",c="{{experiment}}"}[{{interval}}]))'
                      interval: 30s
                      thresholdValue: 1
                """, ONE_TARGET);

        assertThat(plan.checks().get(0).signal().text())
                .isEqualTo("sum(rate(errors{a=\"ratings\",b=\"bookinfo\",c=\"stored\"}[30s]))");
    }

    @Test
    void asksForTheAgeOfDataWithinMaxBlind() {
        Plan plan = restore("[]", """
                - interval: 1s
                  trigger:
                    prometheus:
                      customQuery: up
                      freshnessQuery: 'max(timestamp(x{e="{{experiment}}"}))'
                      thresholdValue: 1
                - {interval: 1s, trigger: {alert: {name: TooSlow, labels: {team: books}}}}
                """, "");

        Duration maxBlind = Duration.ofSeconds(30);
        assertThat(plan.checks().get(0).signal())
                .isEqualTo(new Signal.Promql(
                        "up",
                        Optional.empty(),
                        Optional.of(new Freshness("max(timestamp(x{e=\"stored\"}))", maxBlind))));
        Check alert = plan.checks().get(1);
        assertThat(alert.signal())
                .isEqualTo(new Signal.Alert("TooSlow", Map.of("team", "books"), maxBlind, Optional.empty()));
        assertThat(alert.isBreachedBy(new Reading.Value(1))).isTrue();
        assertThat(alert.isBreachedBy(new Reading.Value(0))).isFalse();
    }

    @Test
    void knowsTheFaultsOfARunWhoseConditionsItDoesNotTakeAnyMore() {
        Experiment stored = experiment(
                "[{destinationServices: [{name: ratings}], fault: {abort: {httpStatus: 503}}}]",
                "[{interval: 1s, trigger: {prometheus: {customQuery: 'x{a=\"{{gone}}\"}', thresholdValue: 1}}}]",
                ONE_TARGET);
        assertThatThrownBy(() -> planner.restore(stored)).isInstanceOf(AbortException.class);

        Plan faults = planner.restoreFaults(stored);

        assertThat(faults.checks()).isEmpty();
        assertThat(faults.destinations()).extracting(Object::toString).containsExactly("ratings.bookinfo:9080");
    }

    @Test
    void namesTheFieldOfAPlaceholderThatThereIsNot() {
        assertThatThrownBy(() -> restore(
                        "[]",
                        "[{interval: 1s, name: check, trigger: {prometheus: {customQuery: 'x{a=\"{{svc}}\"}', thresholdValue: 1}}}]",
                        ""))
                .hasMessage("trigger.prometheus.customQuery of failure condition 'check' has the placeholder '{{svc}}';"
                        + " possible are {{service}}, {{namespace}}, {{interval}} and {{experiment}}.");
    }

    private PlannedFault fault(String yaml) {
        return plan(yaml).faults().get(0);
    }

    private Plan plan(String fault) {
        return restore("[{destinationServices: [{name: ratings}], fault: %s}]".formatted(fault), "[]", ONE_TARGET);
    }

    private Plan restore(String faults, String conditions, String status) {
        return planner.restore(experiment(faults, conditions, status));
    }

    private static Experiment experiment(String faults, String conditions, String status) {
        return Serialization.unmarshal(
                """
                apiVersion: glooshot.solo.io/v1
                kind: Experiment
                metadata: {name: stored, namespace: bookinfo, uid: uid}
                spec:
                  duration: 10s
                  maxBlind: 30s
                  recoveryTimeout: 5m
                  faults:
                """
                        + faults.indent(4)
                        + "  failureConditions:\n"
                        + conditions.indent(4)
                        + "status:\n"
                        + status.indent(2)
                        + "  mesh: istio\n  meshType: Istio\n",
                Experiment.class);
    }
}
