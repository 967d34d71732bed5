package io.glooshot.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.PlannedAbort;
import io.glooshot.experiment.PlannedFaults;
import io.glooshot.experiment.ServiceId;
import io.glooshot.experiment.policy.Quota;
import io.glooshot.experiment.policy.Standing;
import io.glooshot.experiment.policy.Subject;
import io.glooshot.playground.KubeApiServer;
import io.glooshot.playground.Parts;
import io.glooshot.playground.Progress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies and the labels they go by, read from a real API server that may also refuse, or be away. */
class PoliciesIT {

    private static final Instant START = Instant.parse("2026-07-01T12:00:00Z");

    @TempDir
    static Path directory;

    private static KubeApiServer kube;

    private final Policies policies = new Policies(kube.client(), Clock.systemUTC());

    @BeforeAll
    static void startServer() {
        kube = KubeApiServer.start(Parts.onThisMachine(Progress.toStandardOut()), directory);
        kube.apply("""
                apiVersion: v1
                kind: Namespace
                metadata: {name: books, labels: {team: stars}}
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: vault, labels: {tier: critical}}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: ratings, namespace: books, labels: {chaos: never}}
                spec: {ports: [{port: 80}]}
                """);
    }

    @AfterAll
    static void stopServer() {
        kube.close();
    }

    @AfterEach
    void deletePolicies() {
        kube.kubectl("delete", "experimentpolicies", "--all");
    }

    @Test
    void thereAreNoneWhereTheirKindIsNotInstalled() {
        kube.kubectl("delete", "crd", "experimentpolicies.glooshot.solo.io");

        assertThat(policies.permit(hitting("books", "ratings"), Set.of()).policies())
                .isEmpty();
    }

    @Test
    void goesByTheLabelsOfTheNamespaceOfTheExperiment() {
        policy("stars", "{namespaceSelector: {matchLabels: {team: stars}}, maxPercentage: 1}");
        policy("others", "{namespaceSelector: {matchLabels: {team: moons}}, maxPercentage: 0}");

        assertThatThrownBy(() -> policies.permit(hitting("books", "reviews"), Set.of()))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("ExperimentPolicy stars, spec.maxPercentage");
    }

    @Test
    void goesByTheLabelsOfWhatIsHit() {
        policy("tiers", "{protectedNamespaces: {selector: {matchLabels: {tier: critical}}}}");
        policy("never", "{protectedServices: {selector: {matchExpressions: [{key: chaos, operator: Exists}]}}}");

        policies.permit(hitting("books", "reviews"), Set.of());
        assertThatThrownBy(() -> policies.permit(hitting("vault", "gold"), Set.of()))
                .hasMessageContaining("ExperimentPolicy tiers, spec.protectedNamespaces.selector")
                .hasMessageContaining("gold.vault:80");
        assertThatThrownBy(() -> policies.permit(hitting("books", "ratings"), Set.of()))
                .hasMessageContaining("ExperimentPolicy never, spec.protectedServices.selector");
    }

    @Test
    void knowsTheNamespacesOfAllThatCount() {
        policy("stars", "{namespaceSelector: {matchLabels: {team: stars}}, maxExperiments: 1}");

        List<Quota> quotas =
                policies.permit(hitting("books", "reviews"), Set.of("vault")).quotas("books");

        assertThat(quotas).singleElement().satisfies(quota -> {
            assertThat(quota.counts("books")).isTrue();
            assertThat(quota.counts("vault")).isFalse();
        });
    }

    @Test
    void nothingStartsAndNothingGoesOnWhereItMayNotReadThem() {
        installed();
        try (KubernetesClient stranger = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(kube.client().getConfiguration())
                        .withImpersonateUsername("stranger")
                        .build())
                .build()) {
            Policies blind = new Policies(stranger, Clock.systemUTC());
            Subject subject = hitting("books", "reviews");

            assertThatThrownBy(() -> blind.permit(subject, Set.of()))
                    .isInstanceOfSatisfying(PoliciesUnreadableException.class, unreadable -> {
                        assertThat(unreadable.verdict().reason()).isEqualTo("PoliciesUnreadable");
                        assertThat(unreadable.isForbidden()).isTrue();
                    })
                    .hasMessageContaining("cannot list resource \"experimentpolicies\"");
            assertThat(blind.judge(List.of(new Standing(subject, START, false)), Set.of()))
                    .containsOnlyKeys("uid");
            blind.judgeBegun(List.of(new Standing(subject, START, false)), Set.of());
            assertThat(blind.against("uid"))
                    .hasValueSatisfying(verdict -> assertThat(verdict.reason()).isEqualTo("PoliciesUnreadable"));
        }
    }

    @Test
    void whatRunsIsJudgedByWhatWasReadLastWhileTheApiServerIsAway() {
        policy("calm", "{maxPercentage: 1}");
        try (KubernetesClient ownConnections = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(kube.client().getConfiguration())
                        .withRequestTimeout(1_000)
                        .withConnectionTimeout(1_000)
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build()) {
            Policies known = new Policies(ownConnections, Clock.systemUTC());
            Policies fresh = new Policies(ownConnections, Clock.systemUTC());
            List<Standing> running = List.of(new Standing(hitting("books", "reviews"), START, false));
            assertThat(known.judge(running, Set.of())).containsOnlyKeys("uid");
            kube.freeze();
            try {
                assertThat(known.judge(running, Set.of())).containsOnlyKeys("uid");
                assertThatThrownBy(() -> known.permit(hitting("books", "reviews"), Set.of()))
                        .isInstanceOf(PoliciesUnreadableException.class);
                assertThatThrownBy(() -> fresh.judge(running, Set.of()))
                        .isInstanceOf(PoliciesUnreadableException.class);
            } finally {
                kube.thaw();
            }
        }
    }

    private static void policy(String name, String spec) {
        installed();
        kube.apply("apiVersion: glooshot.solo.io/v1\nkind: ExperimentPolicy\nmetadata: {name: %s}\nspec: %s\n"
                .formatted(name, spec));
    }

    private static void installed() {
        kube.mustKubectl("apply", "--server-side", "-f", "crd");
        kube.mustKubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s");
    }

    private static Subject hitting(String namespace, String service) {
        var fault = PlannedFaults.of(
                Set.of(),
                new Destination(new ServiceId(namespace, service), 80),
                Optional.of(new PlannedAbort.Http(500, 100)),
                Optional.empty());
        return new Subject(
                new Plan(
                        "uid",
                        "books",
                        "name",
                        null,
                        List.of(fault),
                        List.of(),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(5)),
                List.of());
    }
}
