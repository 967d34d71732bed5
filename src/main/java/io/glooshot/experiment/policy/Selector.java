package io.glooshot.experiment.policy;

import io.glooshot.api.LabelRequirement;
import io.glooshot.api.ObjectSelector;
import java.util.List;
import java.util.Map;

/** A label selector, which takes objects as the API server does. One without requirements takes all. */
public record Selector(Map<String, String> labels, List<LabelRequirement> requirements) {

    public static final Selector ALL = new Selector(Map.of(), List.of());

    public Selector {
        labels = Map.copyOf(labels);
        requirements = List.copyOf(requirements);
    }

    /** @param selector all when null */
    public static Selector of(ObjectSelector selector) {
        return selector == null ? ALL : new Selector(selector.matchLabels(), selector.matchExpressions());
    }

    public boolean takes(Map<String, String> object) {
        return object.entrySet().containsAll(labels.entrySet())
                && requirements.stream().allMatch(requirement -> meets(requirement, object));
    }

    private static boolean meets(LabelRequirement requirement, Map<String, String> object) {
        String value = object.get(requirement.key());
        return switch (requirement.operator()) {
            case In -> value != null && requirement.values().contains(value);
            case NotIn -> value == null || !requirement.values().contains(value);
            case Exists -> value != null;
            case DoesNotExist -> value == null;
        };
    }
}
