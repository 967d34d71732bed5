package io.glooshot.experiment.policy;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All policies, and what of the cluster they depend on. All that apply have to be kept. */
public record Rulebook(List<Policy> policies, Surroundings around) {

    public static final Rulebook EMPTY = new Rulebook(List.of(), Surroundings.UNKNOWN);

    public Rulebook {
        policies = List.copyOf(policies);
    }

    /** Why an experiment may not start now; how many run at once is another matter, see {@link #quotas}. */
    public Optional<Violation> againstStart(Subject subject, Instant now) {
        return first(Case.starting(subject, around, now));
    }

    /** Why experiments that run may not go on, by their UIDs. */
    public Map<String, Violation> againstRunning(Collection<Standing> all, Instant now) {
        Map<String, Violation> broken = new HashMap<>();
        all.stream()
                .map(Standing::subject)
                .forEach(subject -> first(Case.running(subject, around, now))
                        .ifPresent(violation -> broken.put(subject.uid(), violation)));
        for (Policy policy : policies) {
            surplus(policy, all, broken).forEach(each -> broken.put(each.uid(), tooMany(policy)));
        }
        return broken;
    }

    /** The limits on how many run at once that an experiment in a namespace has to keep. */
    public List<Quota> quotas(String namespace) {
        return policies.stream()
                .filter(policy -> policy.maxExperiments().isPresent() && policy.selects(namespace, around))
                .map(policy ->
                        new Quota(policy.name(), policy.maxExperiments().getAsInt(), policy.namespaces(), around))
                .toList();
    }

    /** How many of the experiments that run are in the namespaces that a policy selects. */
    public int count(Policy policy, Collection<Standing> all) {
        return (int) all.stream()
                .filter(each -> policy.selects(each.subject().namespace(), around))
                .count();
    }

    private Optional<Violation> first(Case experiment) {
        return policies.stream()
                .flatMap(policy -> policy.violation(experiment).stream())
                .findFirst();
    }

    /** Those that started last, beyond the most that a policy allows, without those that end anyway. */
    private List<Subject> surplus(Policy policy, Collection<Standing> all, Map<String, Violation> broken) {
        if (policy.maxExperiments().isEmpty()) {
            return List.of();
        }
        List<Subject> going = all.stream()
                .filter(each -> !each.ending()
                        && !broken.containsKey(each.subject().uid())
                        && policy.selects(each.subject().namespace(), around))
                .sorted(Standing.OLDEST_FIRST)
                .map(Standing::subject)
                .toList();
        int most = Math.min(policy.maxExperiments().getAsInt(), going.size());
        return going.subList(most, going.size());
    }

    private static Violation tooMany(Policy policy) {
        return new Violation(
                policy.name(),
                "spec.maxExperiments",
                Limit.BROKEN,
                "more than %d ran at once, and those that started last are ended"
                        .formatted(policy.maxExperiments().getAsInt()));
    }
}
