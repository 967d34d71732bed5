package io.glooshot.experiment.policy;

import static io.glooshot.experiment.policy.Subjects.AROUND;
import static io.glooshot.experiment.policy.Subjects.NOON;
import static io.glooshot.experiment.policy.Subjects.abort;
import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.api.ExperimentPolicySpec.FaultKind;
import io.glooshot.api.StatusRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What several policies come to. */
class RulebookTest {

    private static final Selector BOOKS = new Selector(Map.of("team", "books"), List.of());
    private static final Selector FILMS = new Selector(Map.of("team", "films"), List.of());

    @Test
    void namesThePolicyAndTheField() {
        var rules = rules(policy("calm", Selector.ALL, new FaultLimit.HighestPercentage(10)));

        assertThat(rules.againstStart(Subjects.of(abort(500, 50)), NOON)).hasValueSatisfying(violation -> {
            assertThat(violation.verdict().reason()).isEqualTo("PolicyViolation");
            assertThat(violation.verdict().message())
                    .isEqualTo(
                            "ExperimentPolicy calm, spec.maxPercentage: spec.faults[0].fault hits 50 % of the calls to ratings.bookinfo:9080, and at most 10 % are allowed.");
        });
    }

    @Test
    void concernsOnlyTheNamespacesThatItSelects() {
        var strict = new FaultLimit.HighestPercentage(0);
        Subject subject = Subjects.of(abort(500, 50));

        assertThat(rules(policy("a", FILMS, strict)).againstStart(subject, NOON))
                .isEmpty();
        assertThat(rules(policy("a", BOOKS, strict)).againstStart(subject, NOON))
                .isPresent();
        assertThat(rules(policy("a", FILMS, strict), policy("b", BOOKS, strict)).againstStart(subject, NOON))
                .hasValueSatisfying(violation -> assertThat(violation.policy()).isEqualTo("b"));
        assertThat(new Rulebook(List.of(policy("a", FILMS, strict)), Surroundings.UNKNOWN).againstStart(subject, NOON))
                .as("a namespace whose labels nobody knows")
                .isPresent();
    }

    @Test
    void whatCannotBeUnderstoodForbidsAllThatIsSelected() {
        var closed = Policy.closed("odd", BOOKS, "spec.allowedWindows[0].timeZone", "'Mars' is no time zone");

        assertThat(rules(closed).againstStart(Subjects.of(), NOON)).hasValueSatisfying(violation -> {
            assertThat(violation.verdict().reason()).isEqualTo("PolicyNotUnderstood");
            assertThat(violation.verdict().message())
                    .isEqualTo("ExperimentPolicy odd, spec.allowedWindows[0].timeZone: 'Mars' is no time zone."
                            + " No experiment that the policy selects can run until that is put right.");
        });
        assertThat(rules(closed).againstRunning(List.of(standing("a", 0, false)), NOON))
                .containsKey("a");
        assertThat(rules(Policy.closed("odd", FILMS, "spec", "?")).againstStart(Subjects.of(), NOON))
                .isEmpty();
    }

    @Test
    void endsThoseThatStartedLastWhenTooManyRun() {
        var rules = rules(atMost(2));

        assertThat(rules.againstRunning(
                        List.of(standing("c", 3, false), standing("a", 1, false), standing("b", 2, false)), NOON))
                .containsOnlyKeys("c")
                .allSatisfy((uid, violation) -> {
                    assertThat(violation.field()).isEqualTo("spec.maxExperiments");
                    assertThat(violation.verdict().reason()).isEqualTo("PolicyViolation");
                });
        assertThat(rules.againstRunning(List.of(standing("a", 1, false), standing("b", 2, false)), NOON))
                .isEmpty();
    }

    @Test
    void thoseThatEndAnywayMakeRoomForOthers() {
        var rules = rules(policy("short", Selector.ALL, new Limit.LongestDuration(Duration.ofHours(1))), atMost(1));
        var tooLong = new Standing(Subjects.lasting(Duration.ofHours(2)), NOON, false);

        assertThat(rules.againstRunning(List.of(standing("a", 1, true), standing("b", 2, false)), NOON))
                .isEmpty();
        assertThat(rules.againstRunning(List.of(tooLong, standing("b", 2, false)), NOON))
                .containsOnlyKeys("uid");
    }

    @Test
    void countsAtOnceOnlyWhatIsSelected() {
        assertThat(rules(new Policy("films", FILMS, List.of(), OptionalInt.of(1)), atMost(5))
                        .quotas("bookinfo"))
                .extracting(Quota::policy)
                .containsExactly("at-once");
        Quota quota = rules(new Policy("books", BOOKS, List.of(), OptionalInt.of(1)))
                .quotas("bookinfo")
                .get(0);
        assertThat(quota.counts("bookinfo")).isTrue();
        assertThat(quota.counts("payments")).isFalse();
        assertThat(quota.counts("never-heard-of")).isTrue();
    }

    @Property
    void whatIsAllowedByMorePoliciesIsAllowedByFewer(
            @ForAll("limits") List<Limit> limits,
            @ForAll("limits") List<Limit> more,
            @ForAll("subjects") Subject subject) {
        var few = rules(policy("few", Selector.ALL, limits.toArray(Limit[]::new)));
        var many = rules(few.policies().get(0), policy("more", BOOKS, more.toArray(Limit[]::new)));

        if (many.againstStart(subject, NOON).isEmpty()) {
            assertThat(few.againstStart(subject, NOON)).isEmpty();
        } else {
            assertThat(few.againstStart(subject, NOON).isPresent()
                            || more.stream()
                                    .anyMatch(limit -> limit.brokenBy(Case.starting(subject, AROUND, NOON))
                                            .isPresent()))
                    .as("broken means that some limit is")
                    .isTrue();
        }
    }

    @Property
    void aTighterLimitAllowsNothingThatALaxerOneDoesNot(
            @ForAll @IntRange(min = 0, max = 100) int one,
            @ForAll @IntRange(min = 0, max = 100) int other,
            @ForAll("subjects") Subject subject) {
        int tight = Math.min(one, other);
        int lax = Math.max(one, other);
        List<List<Limit>> pairs = List.of(
                List.of(new FaultLimit.HighestPercentage(tight), new FaultLimit.HighestPercentage(lax)),
                List.of(
                        new Limit.LongestDuration(Duration.ofMinutes(tight)),
                        new Limit.LongestDuration(Duration.ofMinutes(lax))),
                List.of(
                        new FaultLimit.HttpStatuses(List.of(new StatusRange(500, 500 + tight / 2))),
                        new FaultLimit.HttpStatuses(List.of(new StatusRange(500, 500 + lax / 2)))),
                List.of(new FaultLimit.Kinds(Set.of()), new FaultLimit.Kinds(Set.of(FaultKind.Abort))),
                List.of(required(lax), required(tight)));

        for (List<Limit> pair : pairs) {
            if (rules(policy("tight", Selector.ALL, pair.get(0)))
                    .againstStart(subject, NOON)
                    .isEmpty()) {
                assertThat(rules(policy("lax", Selector.ALL, pair.get(1))).againstStart(subject, NOON))
                        .isEmpty();
            }
        }
    }

    @Property
    void leavesAsManyAsAreAllowedAndNeverEndsAnOlderOneBeforeAYounger(
            @ForAll @IntRange(min = 0, max = 12) int running, @ForAll @IntRange(min = 1, max = 12) int most) {
        List<Standing> all = Stream.iterate(0, i -> i + 1)
                .limit(running)
                .map(i -> standing("run-" + i, i, false))
                .toList();

        Set<String> ended = rules(atMost(most)).againstRunning(all, NOON).keySet();

        assertThat(running - ended.size()).isEqualTo(Math.min(running, most));
        assertThat(all.stream().limit(most).map(each -> each.subject().uid())).noneMatch(ended::contains);
    }

    @Provide
    Arbitrary<Subject> subjects() {
        return Combinators.combine(
                        Arbitraries.integers().between(200, 599),
                        Arbitraries.integers().between(0, 100),
                        Arbitraries.integers().between(1, 120),
                        Arbitraries.of(true, false))
                .as((status, percent, minutes, control) -> {
                    Subject faulting = Subjects.of(abort(status, percent));
                    Subject lasting = Subjects.lasting(Duration.ofMinutes(minutes));
                    return control ? lasting : faulting;
                });
    }

    @Provide
    Arbitrary<List<Limit>> limits() {
        Arbitrary<Limit> limit = Arbitraries.integers()
                .between(0, 100)
                .flatMap(n -> Arbitraries.of(
                        new FaultLimit.HighestPercentage(n),
                        new Limit.LongestDuration(Duration.ofMinutes(n)),
                        new FaultLimit.HttpStatuses(List.of(new StatusRange(400 + n, 550))),
                        new Protection.NamespaceNames(Set.of(n < 10 ? "bookinfo" : "payments")),
                        new WebhookHosts(List.of())));
        return limit.list().ofMaxSize(4);
    }

    private static Limit required(int atLeast) {
        return new Required(0, atLeast, java.util.Optional.empty());
    }

    private static Policy atMost(int most) {
        return new Policy("at-once", Selector.ALL, List.of(), OptionalInt.of(most));
    }

    private static Policy policy(String name, Selector selector, Limit... limits) {
        return new Policy(name, selector, List.of(limits), OptionalInt.empty());
    }

    private static Rulebook rules(Policy... policies) {
        return new Rulebook(List.of(policies), AROUND);
    }

    private static Standing standing(String uid, int since, boolean ending) {
        return new Standing(Subjects.named(uid), Instant.EPOCH.plusSeconds(since), ending);
    }
}
