package io.glooshot.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.glooshot.api.ExperimentPolicySpec;
import io.glooshot.api.ObjectSelector;
import io.glooshot.api.RequiredConditions;
import io.glooshot.api.TimeWindow;
import io.glooshot.api.TimeWindow.Day;
import io.glooshot.experiment.policy.FaultLimit;
import io.glooshot.experiment.policy.Limit;
import io.glooshot.experiment.policy.Policy;
import io.glooshot.experiment.policy.Protection;
import io.glooshot.experiment.policy.Required;
import io.glooshot.experiment.policy.Selector;
import io.glooshot.experiment.policy.WebhookHosts;
import io.glooshot.experiment.policy.Window;
import io.glooshot.experiment.policy.Windows;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Turns a stored ExperimentPolicy into its limits. One that cannot be understood, such as one of a newer version with a
 * field that is not known here, forbids everything: whatever it was to forbid is among that.
 */
final class PolicyReader {

    /** Refuses fields and values that it does not know. */
    private static final ObjectMapper STRICT = new ObjectMapper();

    private static final Set<String> TIME_ZONES = ZoneId.getAvailableZoneIds();

    private PolicyReader() {}

    static Policy read(GenericKubernetesResource stored) {
        String name = stored.getMetadata().getName();
        Selector namespaces = Selector.ALL;
        try {
            namespaces =
                    Selector.of(STRICT.convertValue(stored.get("spec", "namespaceSelector"), ObjectSelector.class));
            return read(name, namespaces, STRICT.convertValue(stored.get("spec"), ExperimentPolicySpec.class));
        } catch (IllegalArgumentException e) {
            return Policy.closed(name, namespaces, "spec", firstLine(e));
        }
    }

    private static Policy read(String name, Selector namespaces, ExperimentPolicySpec spec) {
        if (spec == null) {
            throw new IllegalArgumentException("It is missing");
        }
        List<Limit> limits = new ArrayList<>();
        ifSet(spec.maxDuration(), most -> limits.add(new Limit.LongestDuration(Durations.parse(most))));
        ifSet(spec.maxBlind(), most -> limits.add(new Limit.LongestBlindness(Durations.parse(most))));
        ifSet(spec.allowedFaults(), kinds -> limits.add(new FaultLimit.Kinds(Set.copyOf(kinds))));
        ifSet(spec.maxPercentage(), most -> limits.add(new FaultLimit.HighestPercentage(most)));
        ifSet(spec.maxDelay(), most -> limits.add(new FaultLimit.LongestDelay(Durations.parse(most))));
        ifSet(spec.allowedHttpStatuses(), allowed -> limits.add(new FaultLimit.HttpStatuses(allowed)));
        ifSet(spec.allowedGrpcStatuses(), allowed -> limits.add(new FaultLimit.GrpcStatuses(allowed)));
        addProtection(spec, limits);
        addRequired(spec.requiredConditions(), limits);
        ifSet(
                spec.allowedWebhookHosts(),
                hosts -> limits.add(new WebhookHosts(
                        hosts.stream().map(WebhookHosts.Host::parse).toList())));
        ifSet(spec.allowedWindows(), windows -> limits.add(windows(windows)));
        return new Policy(
                name,
                namespaces,
                limits,
                spec.maxExperiments() == null ? OptionalInt.empty() : OptionalInt.of(spec.maxExperiments()));
    }

    private static void addProtection(ExperimentPolicySpec spec, List<Limit> limits) {
        ifSet(spec.protectedNamespaces(), namespaces -> {
            limits.add(new Protection.NamespaceNames(Set.copyOf(namespaces.names())));
            ifSet(namespaces.selector(), selector -> limits.add(new Protection.NamespaceLabels(Selector.of(selector))));
        });
        ifSet(spec.protectedServices(), services -> {
            limits.add(new Protection.ServiceNames(services.names()));
            ifSet(services.selector(), selector -> limits.add(new Protection.ServiceLabels(Selector.of(selector))));
        });
    }

    private static void addRequired(List<RequiredConditions> required, List<Limit> limits) {
        for (int i = 0; i < required.size(); i++) {
            limits.add(Required.of(i, required.get(i)));
        }
    }

    private static Limit windows(List<TimeWindow> windows) {
        for (int i = 0; i < windows.size(); i++) {
            String zone = windows.get(i).timeZone();
            if (!TIME_ZONES.contains(zone)) {
                return new Limit.NotUnderstood(
                        "spec.allowedWindows[%d].timeZone".formatted(i),
                        "'%s' is not a time zone that this controller knows".formatted(zone));
            }
        }
        return new Windows(windows.stream().map(PolicyReader::window).toList());
    }

    private static Window window(TimeWindow window) {
        Set<DayOfWeek> days = window.days() == null
                ? EnumSet.allOf(DayOfWeek.class)
                : window.days().stream().map(Day::dayOfWeek).collect(Collectors.toSet());
        // The end of a day is the beginning of the next, which a time that is not after from stands for.
        LocalTime to = window.to().equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(window.to());
        return new Window(days, LocalTime.parse(window.from()), to, ZoneId.of(window.timeZone()));
    }

    private static <T> void ifSet(T value, Consumer<T> then) {
        if (value != null) {
            then.accept(value);
        }
    }

    private static String firstLine(IllegalArgumentException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("").replaceAll(" \\(class .*", "");
    }
}
