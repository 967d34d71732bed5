package io.glooshot.experiment.policy;

import io.glooshot.api.FailureCondition;
import io.glooshot.api.RequiredConditions;
import io.glooshot.api.RequiredConditions.TriggerKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Asks for failure conditions that can end the experiment.
 *
 * @param index of the requirement in the policy
 * @param triggers that count; any when empty
 */
public record Required(int index, int atLeast, Optional<List<TriggerKind>> triggers) implements Limit {

    public static Required of(int index, RequiredConditions required) {
        return new Required(index, required.atLeast(), Optional.ofNullable(required.triggers()));
    }

    @Override
    public String field() {
        return "spec.requiredConditions[%d]".formatted(index);
    }

    @Override
    public Optional<String> brokenBy(Case experiment) {
        long count =
                experiment.subject().conditions().stream().filter(this::counts).count();
        return count < atLeast
                ? Optional.of(
                        "spec.failureConditions has %d%s that can end the experiment, and at least %d must be there"
                                .formatted(
                                        count,
                                        triggers.map(kinds -> " with trigger "
                                                        + kinds.stream()
                                                                .map(TriggerKind::name)
                                                                .collect(Collectors.joining(" or ")))
                                                .orElse(""),
                                        atLeast))
                : Optional.empty();
    }

    private boolean counts(FailureCondition condition) {
        return !condition.dryRun()
                && triggers.map(kinds -> kinds.contains(TriggerKind.of(condition.trigger())))
                        .orElse(true);
    }
}
