package io.glooshot.report.rendering;

import io.glooshot.api.Abort;
import io.glooshot.api.Fault;
import io.glooshot.api.FaultRule;
import io.glooshot.api.HeaderMatch;
import io.glooshot.api.ReportSpec;
import io.glooshot.api.RequestMatch;
import io.glooshot.api.ServiceSelector;
import io.glooshot.api.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A fault in words.
 *
 * @param effects what was done to how many of the calls, such as {@code every call answered with HTTP 500}
 * @param from the callers; empty when the calls of all were hit
 * @param to the service ports that were called
 * @param matches what else a request had to have
 * @param sides where it was injected; empty when the report does not say
 */
record FaultWords(List<String> effects, List<String> from, List<String> to, List<String> matches, List<String> sides) {

    private static final int MOST_NAMES = 8;
    private static final double ALL = 100;
    private static final List<String> GRPC = List.of(
            "OK",
            "CANCELLED",
            "UNKNOWN",
            "INVALID_ARGUMENT",
            "DEADLINE_EXCEEDED",
            "NOT_FOUND",
            "ALREADY_EXISTS",
            "PERMISSION_DENIED",
            "RESOURCE_EXHAUSTED",
            "FAILED_PRECONDITION",
            "ABORTED",
            "OUT_OF_RANGE",
            "UNIMPLEMENTED",
            "INTERNAL",
            "UNAVAILABLE",
            "DATA_LOSS",
            "UNAUTHENTICATED");

    /** @param home names in this namespace go without it */
    static List<FaultWords> of(ReportSpec spec, String home) {
        return IntStream.range(0, spec.faults().size())
                .mapToObj(index -> of(spec, index, home))
                .toList();
    }

    private static FaultWords of(ReportSpec spec, int index, String home) {
        FaultRule rule = spec.faults().get(index);
        List<String> from = spec.origins().stream()
                .filter(origin -> origin.fault() == index)
                .map(origin -> service(origin.name(), origin.namespace(), null, origin.workloadLabels(), home))
                .distinct()
                .toList();
        List<String> to = spec.targets().stream()
                .filter(target -> target.fault() == index)
                .map(target -> service(target.name(), target.namespace(), target.port(), target.workloadLabels(), home))
                .distinct()
                .toList();
        List<String> sides = spec.targets().stream()
                .filter(target -> target.fault() == index)
                .map(target -> side(target.side()))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return new FaultWords(
                effects(rule.fault()),
                from.isEmpty() ? askedFrom(rule, home) : from,
                to.isEmpty() ? askedTo(rule, home) : to,
                matches(rule.match()),
                sides.isEmpty() ? Stream.ofNullable(side(rule.side())).toList() : sides);
    }

    private static List<String> askedFrom(FaultRule rule, String home) {
        return Stream.concat(
                        rule.originServices().stream()
                                .map(origin -> service(
                                        origin.name(), origin.namespace(), null, origin.workloadLabels(), home)),
                        Stream.ofNullable(rule.originSelector()).map(FaultWords::selected))
                .toList();
    }

    private static List<String> askedTo(FaultRule rule, String home) {
        return Stream.concat(
                        rule.destinationServices().stream()
                                .map(to -> service(to.name(), to.namespace(), to.port(), to.workloadLabels(), home)),
                        Stream.ofNullable(rule.destinationSelector()).map(FaultWords::selected))
                .toList();
    }

    private static String service(
            String name, String namespace, Integer port, Map<String, String> labels, String home) {
        String qualified = namespace == null || namespace.equals(home) ? name : name + "." + namespace;
        return Visible.line(qualified + (port == null ? "" : ":" + port) + (labels.isEmpty() ? "" : labels(labels)));
    }

    private static String selected(ServiceSelector selector) {
        String labels = selector.matchLabels().isEmpty() ? "" : labels(selector.matchLabels());
        return Visible.line("the services selected by labels" + labels);
    }

    private static String labels(Map<String, String> labels) {
        return new TreeMap<>(labels)
                .entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .collect(Collectors.joining(", ", " (", ")"));
    }

    private static List<String> effects(Fault fault) {
        List<String> effects = new ArrayList<>();
        if (fault != null && fault.delay() != null) {
            effects.add("%s held up for %s"
                    .formatted(
                            share(fault.delayPercent()),
                            Visible.line(fault.delay().duration())));
        }
        if (fault != null && fault.abort() != null) {
            effects.add("%s answered with %s".formatted(share(fault.abortPercent()), answer(fault.abort())));
        }
        return effects;
    }

    private static String share(double percent) {
        return percent == ALL ? "every call" : Figures.brief(String.valueOf(percent)) + " % of the calls";
    }

    private static String answer(Abort abort) {
        if (abort.grpcStatus() == null) {
            return "HTTP " + abort.httpStatus();
        }
        int status = abort.grpcStatus();
        return "gRPC status " + status + (status >= 0 && status < GRPC.size() ? " " + GRPC.get(status) : "");
    }

    private static List<String> matches(RequestMatch match) {
        List<String> matches = new ArrayList<>();
        if (match == null) {
            return matches;
        }
        if (match.method() != null) {
            matches.add(Visible.line("method " + match.method()));
        }
        if (match.path() != null) {
            matches.add("path "
                    + text(
                            match.path().exact(),
                            match.path().prefix(),
                            match.path().regex()));
        }
        for (HeaderMatch header : match.headers()) {
            matches.add("header %s %s"
                    .formatted(Visible.line(header.name()), text(header.exact(), header.prefix(), header.regex())));
        }
        return matches;
    }

    private static String text(String exact, String prefix, String regex) {
        if (exact != null) {
            return Visible.line(exact);
        }
        if (prefix != null) {
            return "beginning with " + Visible.line(prefix);
        }
        return regex == null ? "present" : "matching " + Visible.line(regex);
    }

    private static String side(Side side) {
        if (side == null) {
            return null;
        }
        return side == Side.Client ? "in the caller's proxy" : "in the proxy of the service";
    }

    /** {@code every call answered with HTTP 500, from reviews to ratings:9080}. */
    String sentence() {
        return "%s, from %s to %s%s%s"
                .formatted(
                        String.join(", and ", effects),
                        from.isEmpty() ? "everywhere" : names(from),
                        to.isEmpty() ? "no service" : names(to),
                        matches.isEmpty() ? "" : ", only with " + String.join(" and ", matches),
                        sides.isEmpty() ? "" : ", " + String.join(" and ", sides));
    }

    /** As many as can be read in one go. */
    static String names(List<String> names) {
        if (names.size() > MOST_NAMES) {
            return String.join(", ", names.subList(0, MOST_NAMES)) + " and " + (names.size() - MOST_NAMES) + " more";
        }
        int last = names.size() - 1;
        return last < 1
                ? String.join("", names)
                : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }
}
