package io.glooshot.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.glooshot.experiment.policy.FaultLimit;
import io.glooshot.experiment.policy.Limit;
import io.glooshot.experiment.policy.Policy;
import io.glooshot.experiment.policy.Selector;
import io.glooshot.experiment.policy.Window;
import io.glooshot.experiment.policy.Windows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a stored policy means. */
class PolicyReaderTest {

    @Test
    void readsEveryFieldOfTheExample() throws IOException {
        Policy policy = PolicyReader.read(Serialization.unmarshal(
                Files.readString(Path.of("kubernetes/examples/policy-working-hours.yaml")),
                GenericKubernetesResource.class));

        assertThat(policy.name()).isEqualTo("working-hours");
        assertThat(policy.maxExperiments()).hasValue(3);
        assertThat(policy.namespaces().takes(Map.of("chaos-policy", "exempt"))).isFalse();
        assertThat(policy.namespaces().takes(Map.of())).isTrue();
        assertThat(policy.limits())
                .extracting(Limit::field)
                .containsExactly(
                        "spec.maxDuration",
                        "spec.maxBlind",
                        "spec.allowedFaults",
                        "spec.maxPercentage",
                        "spec.maxDelay",
                        "spec.allowedHttpStatuses",
                        "spec.allowedGrpcStatuses",
                        "spec.protectedNamespaces.names",
                        "spec.protectedNamespaces.selector",
                        "spec.protectedServices.names",
                        "spec.protectedServices.selector",
                        "spec.requiredConditions[0]",
                        "spec.allowedWebhookHosts",
                        "spec.allowedWindows");
        assertThat(policy.limits())
                .contains(
                        new Limit.LongestDuration(Duration.ofMinutes(15)),
                        new FaultLimit.HighestPercentage(25),
                        new FaultLimit.GrpcStatuses(List.of(8, 14)));
    }

    @Test
    void aFieldThatIsLeftOutLimitsNothing() {
        Policy policy = read("{}");

        assertThat(policy.limits()).isEmpty();
        assertThat(policy.maxExperiments()).isEmpty();
        assertThat(policy.namespaces()).isEqualTo(Selector.ALL);
    }

    @Test
    void aListThatIsEmptyAllowsNothing() {
        assertThat(read("{allowedFaults: [], allowedWindows: [], allowedWebhookHosts: []}")
                        .limits())
                .extracting(Limit::field)
                .containsExactly("spec.allowedFaults", "spec.allowedWebhookHosts", "spec.allowedWindows");
    }

    @Test
    void aDayEndsAtTwentyFour() {
        assertThat(read("{allowedWindows: [{days: [Saturday], from: '00:00', to: '24:00', timeZone: Asia/Tokyo},"
                                + " {from: '22:00', to: '06:30'}]}")
                        .limits())
                .containsExactly(new Windows(List.of(
                        new Window(
                                Set.of(DayOfWeek.SATURDAY),
                                LocalTime.MIDNIGHT,
                                LocalTime.MIDNIGHT,
                                ZoneId.of("Asia/Tokyo")),
                        new Window(
                                EnumSet.allOf(DayOfWeek.class),
                                LocalTime.of(22, 0),
                                LocalTime.of(6, 30),
                                ZoneId.of("UTC")))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {allowedWindows: [{from: '09:00', to: '17:00'}, {from: '09:00', to: '17:00', timeZone: Mars/Olympus}]} | spec.allowedWindows[1].timeZone | 'Mars/Olympus' is not a time zone
            {allowedFaults: [Abort, Partition]}                                                     | spec | Partition
            {maxPercentage: 10, maxSurprise: 3}                                                     | spec | maxSurprise
            {maxDuration: soon}                                                                     | spec | not a duration
            """)
    void whatItDoesNotUnderstandForbidsEverything(String spec, String field, String why) {
        assertThat(read(spec).limits())
                .filteredOn(limit -> limit instanceof Limit.NotUnderstood)
                .singleElement()
                .satisfies(limit -> {
                    assertThat(limit.field()).isEqualTo(field);
                    assertThat(((Limit.NotUnderstood) limit).why()).contains(why);
                });
    }

    @Test
    void whatIsNotUnderstoodForbidsNoMoreThanWhatIsSelected() {
        Policy selecting = read("{namespaceSelector: {matchLabels: {team: books}}, maxSurprise: 3}");
        Policy odd = read("{namespaceSelector: {matchSurprises: {team: books}}}");

        assertThat(selecting.namespaces()).isEqualTo(new Selector(Map.of("team", "books"), List.of()));
        assertThat(odd.namespaces()).isEqualTo(Selector.ALL);
        assertThat(odd.limits()).singleElement().isInstanceOf(Limit.NotUnderstood.class);
    }

    private static Policy read(String spec) {
        return PolicyReader.read(Serialization.unmarshal(
                "apiVersion: glooshot.solo.io/v1\nkind: ExperimentPolicy\nmetadata: {name: odd}\nspec: " + spec,
                GenericKubernetesResource.class));
    }
}
