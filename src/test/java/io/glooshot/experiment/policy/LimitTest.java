package io.glooshot.experiment.policy;

import static io.glooshot.experiment.policy.Subjects.AROUND;
import static io.glooshot.experiment.policy.Subjects.NOON;
import static io.glooshot.experiment.policy.Subjects.abort;
import static io.glooshot.experiment.policy.Subjects.condition;
import static io.glooshot.experiment.policy.Subjects.fault;
import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.api.ExperimentPolicySpec.FaultKind;
import io.glooshot.api.LabelRequirement;
import io.glooshot.api.LabelRequirement.Operator;
import io.glooshot.api.ProtectedServices;
import io.glooshot.api.RequiredConditions.TriggerKind;
import io.glooshot.api.StatusRange;
import io.glooshot.experiment.PlannedAbort;
import io.glooshot.experiment.PlannedDelay;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What each limit takes and refuses, and what it says of it. */
class LimitTest {

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            25,  -,  25,   true
            25,  -,  24.9, false
            -,   40, 40,   true
            -,   40, 39,   false
            50,  50, 75,   true
            50,  50, 74.9, false
            0,   0,  0,    true
            0.0001, -, 0,  false
            0.1, 0.2, 0.2998, true
            100, 100, 100, true
            """)
    void countsCallsThatAreHitInOneWayOrTheOther(Double abort, Double delay, double most, boolean kept) {
        var fault = fault(
                "ratings",
                "bookinfo",
                abort == null ? null : new PlannedAbort.Http(500, abort),
                delay == null ? null : new PlannedDelay(Duration.ofSeconds(1), delay));

        assertThat(broken(new FaultLimit.HighestPercentage(most), Subjects.of(fault))
                        .isEmpty())
                .isEqualTo(kept);
    }

    @Test
    void saysWhatIsHitAndWhatIsAllowed() {
        assertThat(broken(new FaultLimit.HighestPercentage(25), Subjects.of(abort(500, 100))))
                .contains(
                        "spec.faults[0].fault hits 100 % of the calls to ratings.bookinfo:9080, and at most 25 % are allowed");
    }

    @Test
    void holdsDurationsToTheirLimit() {
        var limit = new Limit.LongestDuration(Duration.ofMinutes(10));

        assertThat(broken(limit, Subjects.lasting(Duration.ofMinutes(10)))).isEmpty();
        assertThat(broken(limit, Subjects.lasting(Duration.ofMillis(600_001))))
                .hasValueSatisfying(said -> assertThat(said).contains("spec.duration", "at most 10m0s"));
        assertThat(broken(new Limit.LongestBlindness(Duration.ofSeconds(30)), Subjects.of()))
                .isEmpty();
        assertThat(broken(new Limit.LongestBlindness(Duration.ofSeconds(29)), Subjects.of()))
                .hasValueSatisfying(said -> assertThat(said).contains("spec.maxBlind is 30s", "at most 29s"));
    }

    @Test
    void holdsDelaysToTheirLimitWhateverTheirShare() {
        var limit = new FaultLimit.LongestDelay(Duration.ofSeconds(2));

        assertThat(broken(limit, Subjects.of(delay(Duration.ofSeconds(2), 100))))
                .isEmpty();
        assertThat(broken(limit, Subjects.of(delay(Duration.ofMillis(2001), 0))))
                .isPresent();
        assertThat(broken(limit, Subjects.of(abort(500, 100)))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(FaultKind.class)
    void allowsTheKindsThatAreListed(FaultKind kind) {
        var limit = new FaultLimit.Kinds(Set.of(kind));
        boolean aborts = kind == FaultKind.Abort;

        assertThat(broken(limit, Subjects.of(abort(500, 100))).isEmpty()).isEqualTo(aborts);
        assertThat(broken(limit, Subjects.of(delay(Duration.ofSeconds(1), 100))).isEmpty())
                .isEqualTo(!aborts);
        assertThat(broken(new FaultLimit.Kinds(Set.of()), Subjects.of(abort(500, 0))))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({"429, true", "430, false", "499, false", "500, true", "502, true", "504, true", "505, false"})
    void allowsStatusesInARange(int status, boolean kept) {
        var limit = new FaultLimit.HttpStatuses(List.of(new StatusRange(429, null), new StatusRange(500, 504)));

        Optional<String> broken = broken(limit, Subjects.of(abort(status, 1)));

        assertThat(broken.isEmpty()).isEqualTo(kept);
        broken.ifPresent(said -> assertThat(said).endsWith("allowed are: 429, 500-504"));
        assertThat(broken(limit, Subjects.of(grpc(14)))).isEmpty();
    }

    @Test
    void allowsGrpcStatusesThatAreListed() {
        var limit = new FaultLimit.GrpcStatuses(List.of(8, 14));

        assertThat(broken(limit, Subjects.of(grpc(14)))).isEmpty();
        assertThat(broken(limit, Subjects.of(grpc(13))))
                .hasValueSatisfying(said -> assertThat(said).contains("grpcStatus is 13", "8, 14"));
        assertThat(broken(limit, Subjects.of(abort(500, 1)))).isEmpty();
        assertThat(broken(new FaultLimit.GrpcStatuses(List.of()), Subjects.of(grpc(14))))
                .hasValueSatisfying(said -> assertThat(said).endsWith("none"));
    }

    @Test
    void aControlRunBreaksNoLimitOnFaults() {
        Stream.<Limit>of(
                        new FaultLimit.HighestPercentage(0),
                        new FaultLimit.LongestDelay(Duration.ofMillis(1)),
                        new FaultLimit.Kinds(Set.of()),
                        new FaultLimit.HttpStatuses(List.of()),
                        new FaultLimit.GrpcStatuses(List.of()),
                        new Protection.NamespaceLabels(Selector.ALL))
                .forEach(limit -> assertThat(broken(limit, Subjects.of())).isEmpty());
    }

    @ParameterizedTest
    @EnumSource(TriggerKind.class)
    void countsConditionsByTheirTriggerAndOnlyThoseThatCanEndARun(TriggerKind kind) {
        var any = new Required(0, 1, Optional.empty());
        var just = new Required(0, 1, Optional.of(List.of(kind)));
        var others = new Required(
                2,
                1,
                Optional.of(Stream.of(TriggerKind.values())
                        .filter(each -> each != kind)
                        .toList()));
        var watching = Subjects.watching(condition(kind, false));

        assertThat(broken(any, watching)).isEmpty();
        assertThat(broken(just, watching)).isEmpty();
        assertThat(broken(others, watching)).isPresent();
        assertThat(others.field()).isEqualTo("spec.requiredConditions[2]");
        assertThat(broken(any, Subjects.watching(condition(kind, true))))
                .contains("spec.failureConditions has 0 that can end the experiment, and at least 1 must be there");
        assertThat(broken(new Required(0, 2, Optional.empty()), watching)).isPresent();
        assertThat(broken(any, Subjects.of())).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "ratings, bookinfo, false",
        "ledger,  payments, true",
        "ledger,  bookinfo, false",
        "checkout, bookinfo, true",
        "checkout, payments, true"
    })
    void protectsServicesByName(String service, String namespace, boolean isProtected) {
        var limit = new Protection.ServiceNames(List.of(
                new ProtectedServices.Name("ledger", "payments"), new ProtectedServices.Name("checkout", null)));

        assertThat(broken(limit, hitting(service, namespace)).isPresent()).isEqualTo(isProtected);
    }

    @Test
    void protectsNamespacesByNameAndLabel() {
        var byName = new Protection.NamespaceNames(Set.of("payments"));
        var byLabel = new Protection.NamespaceLabels(new Selector(Map.of("tier", "critical"), List.of()));

        for (Limit limit : List.of(byName, byLabel)) {
            assertThat(broken(limit, hitting("any", "payments")))
                    .contains("spec.faults[0] hits calls to any.payments:9080, which is protected");
            assertThat(broken(limit, hitting("ratings", "bookinfo"))).isEmpty();
        }
        assertThat(broken(byLabel, hitting("any", "unknown")))
                .as("of a namespace that nobody knows the worst is assumed")
                .isPresent();
    }

    @Test
    void protectsServicesByLabel() {
        var limit = new Protection.ServiceLabels(new Selector(Map.of("chaos", "never"), List.of()));

        assertThat(broken(limit, hitting("vault", "bookinfo"))).isPresent();
        assertThat(broken(limit, hitting("ratings", "bookinfo"))).isEmpty();
        assertThat(broken(limit, hitting("gone", "bookinfo"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            In           | books,films | books  | true
            In           | films       | books  | false
            In           | films       | -      | false
            NotIn        | films       | books  | true
            NotIn        | books       | books  | false
            NotIn        | books       | -      | true
            Exists       | -           | books  | true
            Exists       | -           | -      | false
            DoesNotExist | -           | books  | false
            DoesNotExist | -           | -      | true
            """)
    void selectsByLabelsAsTheApiServerDoes(Operator operator, String values, String label, boolean taken) {
        var requirement =
                new LabelRequirement("team", operator, values == null ? List.of() : List.of(values.split(",")));

        assertThat(new Selector(Map.of(), List.of(requirement))
                        .takes(label == null ? Map.of("other", "books") : Map.of("team", label)))
                .isEqualTo(taken);
    }

    @Test
    void aSelectorAsksForAllOfItsLabels() {
        var selector = new Selector(Map.of("a", "1", "b", "2"), List.of());

        assertThat(selector.takes(Map.of("a", "1", "b", "2", "c", "3"))).isTrue();
        assertThat(selector.takes(Map.of("a", "1"))).isFalse();
        assertThat(selector.takes(Map.of("a", "1", "b", "3"))).isFalse();
        assertThat(Selector.of(null).takes(Map.of())).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            hooks.example.com      | https://hooks.example.com/a       | true
            hooks.example.com      | https://HOOKS.example.com.:8443/  | true
            Hooks.Example.com      | http://hooks.example.com/         | true
            hooks.example.com      | https://a.hooks.example.com/      | false
            hooks.example.com      | https://hooks.example.com.evil/   | false
            hooks.example.com      | https://evilhooks.example.com/    | false
            *.example.com          | https://hooks.example.com/        | true
            *.example.com          | https://a.b.example.com/          | true
            *.example.com          | https://example.com/              | false
            *.example.com          | https://badexample.com/           | false
            hooks.example.com:443  | https://hooks.example.com/        | true
            hooks.example.com:443  | http://hooks.example.com/         | false
            hooks.example.com:80   | http://hooks.example.com/         | true
            hooks.example.com:8443 | https://hooks.example.com:8443/   | true
            hooks.example.com:8443 | https://hooks.example.com:9443/   | false
            *.example.com:8443     | https://a.example.com:8443/       | true
            10.0.0.1               | http://10.0.0.1:8080/             | true
            10.0.0.1               | http://10.0.0.10/                 | false
            [2001:db8::1]          | http://[2001:DB8::1]:80/          | true
            [2001:db8::1]:443      | https://[2001:db8::1]/            | true
            [2001:db8::1]          | http://[2001:db8::2]/             | false
            """)
    void allowsHostsOfWebhooks(String allowed, String url, boolean kept) {
        var limit = new WebhookHosts(List.of(WebhookHosts.Host.parse(allowed)));

        assertThat(broken(limit, Subjects.asking(url)).isEmpty()).isEqualTo(kept);
    }

    @Test
    void anEmptyListOfHostsAllowsNoWebhookAndNothingElseIsConcerned() {
        var none = new WebhookHosts(List.of());

        assertThat(broken(none, Subjects.asking("https://hooks.example.com:8443/?token=secret")))
                .contains(
                        "failure condition hook asks hooks.example.com:8443, which is not among the hosts that are allowed");
        assertThat(broken(none, Subjects.of(abort(500, 1)))).isEmpty();
    }

    private static Optional<String> broken(Limit limit, Subject subject) {
        return limit.brokenBy(Case.starting(subject, AROUND, NOON));
    }

    private static Subject hitting(String service, String namespace) {
        return Subjects.of(fault(service, namespace, new PlannedAbort.Http(500, 1), null));
    }

    private static io.glooshot.experiment.PlannedFault grpc(int status) {
        return fault("ratings", "bookinfo", new PlannedAbort.Grpc(status, 1), null);
    }

    private static io.glooshot.experiment.PlannedFault delay(Duration duration, double percent) {
        return fault("ratings", "bookinfo", null, new PlannedDelay(duration, percent));
    }
}
