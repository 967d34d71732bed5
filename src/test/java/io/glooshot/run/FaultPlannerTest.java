package io.glooshot.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.glooshot.api.ExperimentSpec;
import io.glooshot.api.ExperimentStatus.Source;
import io.glooshot.api.ExperimentStatus.Target;
import io.glooshot.api.FaultRule;
import io.glooshot.api.Side;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.CallMatch;
import io.glooshot.experiment.Origin;
import io.glooshot.experiment.PlannedFault;
import io.glooshot.experiment.ServiceId;
import io.glooshot.experiment.TextMatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FaultPlannerTest {

    private static final String RULES = """
            - destinationServices: [{name: ratings}]
              fault: {abort: {httpStatus: 503}}
            - originSelector: {matchLabels: {team: books}}
              destinationServices: [{name: details}]
              fault: {abort: {httpStatus: 504}}
            """;

    @Test
    void givesEachTargetTheFaultThatItIsOf() {
        List<PlannedFault> faults = FaultPlanner.plan(
                rules(RULES),
                List.of(target(1, "details", Map.of()), target(0, "ratings", Map.of()), target(0, "stars", Map.of())),
                List.of(source(1, "reviews", Map.of("version", "v1")), source(1, "pages", Map.of())));

        assertThat(faults)
                .extracting(fault ->
                        fault.index() + " " + fault.destination().service().name())
                .containsExactly("0 ratings", "0 stars", "1 details");
        assertThat(faults.get(1).origins()).isEmpty();
        assertThat(faults.get(2).origins())
                .containsExactlyInAnyOrder(
                        new Origin(new ServiceId("books", "reviews"), Map.of("version", "v1")),
                        Origin.of(new ServiceId("books", "pages")));
    }

    @Test
    void takesWorkloadsAndSideFromTheTarget() {
        PlannedFault fault = FaultPlanner.plan(
                        rules("[{destinationServices: [{name: ratings}], fault: {abort: {httpStatus: 503}}}]"),
                        List.of(new Target(0, "books", "ratings", 9080, Map.of("version", "v1"), Side.Server)),
                        List.of())
                .get(0);

        assertThat(fault.workloadLabels()).isEqualTo(Map.of("version", "v1"));
        assertThat(fault.side()).isEqualTo(Side.Server);
    }

    @Test
    void neverTakesUnknownCallersForAll() {
        assertThatThrownBy(() -> FaultPlanner.plan(rules(RULES), List.of(target(1, "details", Map.of())), List.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("spec.faults[1]");
    }

    @Test
    void takesOffWhateverIsNotKnownOfTheCallers() {
        List<PlannedFault> faults =
                FaultPlanner.toBeRemoved(rules(RULES), List.of(target(1, "details", Map.of())), List.of());

        assertThat(faults)
                .extracting(fault -> fault.destination().service().name())
                .containsExactly("details");
    }

    @Test
    void matchesEveryCallWhenNothingIsSaid() {
        assertThat(match("{}")).isEqualTo(CallMatch.ALL);
    }

    @Test
    void matchesHeadersPathAndMethodAsWritten() {
        CallMatch match = match("""
                {match: {
                  headers: [{name: a, exact: x}, {name: b, prefix: y}, {name: c, regex: z+}, {name: d, present: true}],
                  path: {prefix: /api}, method: GET}}""");

        assertThat(match)
                .isEqualTo(new CallMatch(
                        Map.of(
                                "a", new TextMatch.Exact("x"),
                                "b", new TextMatch.Prefix("y"),
                                "c", new TextMatch.Regex("z+"),
                                "d", new TextMatch.Present()),
                        Optional.of(new TextMatch.Prefix("/api")),
                        Optional.of("GET")));
        assertThat(match("{match: {path: {exact: /a}}}").path()).contains(new TextMatch.Exact("/a"));
        assertThat(match("{match: {path: {regex: /a+}}}").path()).contains(new TextMatch.Regex("/a+"));
    }

    @Test
    void refusesTwoFaultsOnTheSameCalls() {
        List<Target> both = List.of(target(0, "ratings", Map.of()), target(1, "ratings", Map.of()));

        assertThatThrownBy(() -> FaultPlanner.refuseOverlaps(
                        FaultPlanner.plan(rules(RULES), both, List.of(source(1, "reviews", Map.of())))))
                .isInstanceOf(AbortException.class)
                .hasMessage("spec.faults[0] and [1] hit the same calls to ratings.books:9080;"
                        + " write one fault with both abort and delay.");
    }

    @Test
    void letsTwoFaultsHitTheCallsOfDifferentCallers() {
        String origins = "[{originServices: [{name: a}], fault: {}}, {originServices: [{name: b}], fault: {}}]";
        List<Target> both = List.of(target(0, "ratings", Map.of()), target(1, "ratings", Map.of()));
        List<Source> callers = List.of(source(0, "a", Map.of()), source(1, "b", Map.of()));

        assertThatCode(() -> FaultPlanner.refuseOverlaps(FaultPlanner.plan(rules(origins), both, callers)))
                .doesNotThrowAnyException();
    }

    private static CallMatch match(String rest) {
        String rule = "{destinationServices: [{name: ratings}], fault: {abort: {httpStatus: 503}}"
                + (rest.equals("{}") ? "}" : ", " + rest.substring(1));
        return FaultPlanner.plan(rules("[" + rule + "]"), List.of(target(0, "ratings", Map.of())), List.of())
                .get(0)
                .match();
    }

    private static List<FaultRule> rules(String yaml) {
        return Serialization.unmarshal("faults:\n" + yaml.indent(2), ExperimentSpec.class)
                .faults();
    }

    private static Target target(int fault, String name, Map<String, String> labels) {
        return new Target(fault, "books", name, 9080, labels, Side.Client);
    }

    private static Source source(int fault, String name, Map<String, String> labels) {
        return new Source(fault, "books", name, labels);
    }
}
