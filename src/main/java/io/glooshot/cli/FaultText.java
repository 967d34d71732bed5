package io.glooshot.cli;

import io.glooshot.api.DestinationRef;
import io.glooshot.api.Fault;
import io.glooshot.api.FaultRule;
import io.glooshot.api.OriginRef;
import io.glooshot.api.RequestMatch;
import io.glooshot.api.ServiceSelector;
import io.glooshot.experiment.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A fault in a sentence: {@code abort 50 % with HTTP 500, calls from reviews to ratings:9080}. */
final class FaultText {

    private FaultText() {}

    static String of(FaultRule rule) {
        String side = rule.side() == null ? "" : ", injected at the %s's side".formatted(lower(rule.side()));
        return "%s, calls from %s to %s%s%s"
                .formatted(effect(rule.fault()), origins(rule), destinations(rule), match(rule.match()), side);
    }

    /** {@code v1} of {@code version=v1}, for people: nothing when there are no labels. */
    static String labels(Map<String, String> labels) {
        return new TreeMap<>(labels)
                .entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .collect(Collectors.joining(","));
    }

    private static String effect(Fault fault) {
        List<String> effects = new ArrayList<>();
        if (fault.abort() != null) {
            effects.add("abort %s %% with %s"
                    .formatted(
                            Numbers.text(fault.abortPercent()),
                            fault.abort().httpStatus() == null
                                    ? "gRPC status " + fault.abort().grpcStatus()
                                    : "HTTP " + fault.abort().httpStatus()));
        }
        if (fault.delay() != null) {
            effects.add("delay %s %% by %s"
                    .formatted(Numbers.text(fault.delayPercent()), fault.delay().duration()));
        }
        return String.join(" and ", effects);
    }

    private static String origins(FaultRule rule) {
        if (!rule.hasOrigins()) {
            return "everywhere";
        }
        return joined(rule.originServices().stream().map(FaultText::origin), rule.originSelector());
    }

    private static String destinations(FaultRule rule) {
        return joined(rule.destinationServices().stream().map(FaultText::destination), rule.destinationSelector());
    }

    private static String joined(Stream<String> named, ServiceSelector selector) {
        Stream<String> selected = selector == null ? Stream.empty() : Stream.of(selected(selector));
        return Stream.concat(named, selected).collect(Collectors.joining(", "));
    }

    private static String origin(OriginRef ref) {
        return service(ref.name(), ref.namespace(), null, ref.workloadLabels());
    }

    private static String destination(DestinationRef ref) {
        return service(ref.name(), ref.namespace(), ref.port(), ref.workloadLabels());
    }

    static String service(String name, String namespace, Integer port, Map<String, String> workloadLabels) {
        return name
                + (namespace == null ? "" : "." + namespace)
                + (port == null ? "" : ":" + port)
                + (workloadLabels.isEmpty() ? "" : "[" + labels(workloadLabels) + "]");
    }

    private static String selected(ServiceSelector selector) {
        List<String> terms = new ArrayList<>();
        if (!selector.matchLabels().isEmpty()) {
            terms.add(labels(selector.matchLabels()));
        }
        selector.matchExpressions()
                .forEach(each -> terms.add(each.key() + " " + each.operator()
                        + (each.values() == null ? "" : " " + String.join(",", each.values()))));
        String where = selector.namespaces().isEmpty() ? "" : " in " + String.join(", ", selector.namespaces());
        String port = selector.port() == null ? "" : " at port " + selector.port();
        return "services with " + String.join(" and ", terms) + where + port;
    }

    private static String match(RequestMatch match) {
        if (match == null) {
            return "";
        }
        List<String> terms = new ArrayList<>();
        if (match.method() != null) {
            terms.add("method " + match.method());
        }
        if (match.path() != null) {
            terms.add("path "
                    + how(
                            match.path().exact(),
                            match.path().prefix(),
                            match.path().regex()));
        }
        match.headers()
                .forEach(header -> terms.add("header " + header.name()
                        + (header.present() != null
                                ? ""
                                : " " + how(header.exact(), header.prefix(), header.regex()))));
        return ", only with " + String.join(" and ", terms);
    }

    private static String how(String exact, String prefix, String regex) {
        return exact != null ? exact : prefix != null ? prefix + "…" : "~ " + regex;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
