package io.glooshot.experiment.policy;

import io.glooshot.api.ExperimentPolicySpec.FaultKind;
import io.glooshot.api.StatusRange;
import io.glooshot.experiment.Numbers;
import io.glooshot.experiment.PlannedAbort;
import io.glooshot.experiment.PlannedDelay;
import io.glooshot.experiment.PlannedFault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A limit that every fault has to keep, so that a control run cannot break it. */
public interface FaultLimit extends Limit {

    /** How a fault breaks it, from the name of its field on. */
    Optional<String> brokenBy(PlannedFault fault);

    @Override
    default Optional<String> brokenBy(Case experiment) {
        return experiment.subject().plan().faults().stream()
                .flatMap(fault ->
                        brokenBy(fault).map(how -> "spec.faults[%d]%s".formatted(fault.index(), how)).stream())
                .findFirst();
    }

    /** On the share of calls that are hit in one way or the other. */
    record HighestPercentage(double most) implements FaultLimit {

        /** Far below the finest step of a percentage. */
        private static final double ROUNDING = 1e-7;

        @Override
        public String field() {
            return "spec.maxPercentage";
        }

        @Override
        public Optional<String> brokenBy(PlannedFault fault) {
            double hit = hit(fault);
            return hit > most + ROUNDING
                    ? Optional.of(".fault hits %s %% of the calls to %s, and at most %s %% are allowed"
                            .formatted(rounded(hit), fault.destination(), Numbers.text(most)))
                    : Optional.empty();
        }

        /** Abort and delay hit calls independently of each other. */
        static double hit(PlannedFault fault) {
            double aborted = fault.abort().map(PlannedAbort::percent).orElse(0.0);
            double delayed = fault.delay().map(PlannedDelay::percent).orElse(0.0);
            return aborted + delayed - aborted * delayed / 100;
        }

        private static String rounded(double percent) {
            return Numbers.text(Math.round(percent * 10_000) / 10_000.0);
        }
    }

    /** On how long calls are held up. */
    record LongestDelay(Duration most) implements FaultLimit {
        @Override
        public String field() {
            return "spec.maxDelay";
        }

        @Override
        public Optional<String> brokenBy(PlannedFault fault) {
            return fault.delay()
                    .map(PlannedDelay::duration)
                    .filter(delay -> delay.compareTo(most) > 0)
                    .map(delay -> ".fault.delay.duration is %s, and at most %s is allowed"
                            .formatted(Numbers.text(delay), Numbers.text(most)));
        }
    }

    /** On what is done to calls. */
    record Kinds(Set<FaultKind> allowed) implements FaultLimit {

        public Kinds {
            allowed = Set.copyOf(allowed);
        }

        @Override
        public String field() {
            return "spec.allowedFaults";
        }

        @Override
        public Optional<String> brokenBy(PlannedFault fault) {
            if (fault.abort().isPresent() && !allowed.contains(FaultKind.Abort)) {
                return Optional.of(".fault.abort is not allowed");
            }
            return fault.delay().isPresent() && !allowed.contains(FaultKind.Delay)
                    ? Optional.of(".fault.delay is not allowed")
                    : Optional.empty();
        }
    }

    /** On the HTTP status of aborted calls. */
    record HttpStatuses(List<StatusRange> allowed) implements FaultLimit {

        public HttpStatuses {
            allowed = List.copyOf(allowed);
        }

        @Override
        public String field() {
            return "spec.allowedHttpStatuses";
        }

        @Override
        public Optional<String> brokenBy(PlannedFault fault) {
            return fault.abort()
                    .filter(PlannedAbort.Http.class::isInstance)
                    .map(abort -> ((PlannedAbort.Http) abort).status())
                    .filter(status -> allowed.stream().noneMatch(range -> contains(range, status)))
                    .map(status -> ".fault.abort.httpStatus is %d, and allowed are: %s".formatted(status, text()));
        }

        private static boolean contains(StatusRange range, int status) {
            return range.from() <= status && status <= last(range);
        }

        private static int last(StatusRange range) {
            return range.to() == null ? range.from() : range.to();
        }

        private String text() {
            return listed(allowed.stream()
                    .map(range -> last(range) == range.from() ? "" + range.from() : range.from() + "-" + last(range))
                    .toList());
        }
    }

    /** On the gRPC status of aborted calls. */
    record GrpcStatuses(List<Integer> allowed) implements FaultLimit {

        public GrpcStatuses {
            allowed = List.copyOf(allowed);
        }

        @Override
        public String field() {
            return "spec.allowedGrpcStatuses";
        }

        @Override
        public Optional<String> brokenBy(PlannedFault fault) {
            return fault.abort()
                    .filter(PlannedAbort.Grpc.class::isInstance)
                    .map(abort -> ((PlannedAbort.Grpc) abort).status())
                    .filter(status -> !allowed.contains(status))
                    .map(status -> ".fault.abort.grpcStatus is %d, and allowed are: %s"
                            .formatted(
                                    status,
                                    listed(allowed.stream().map(String::valueOf).toList())));
        }
    }

    private static String listed(List<String> allowed) {
        return allowed.isEmpty() ? "none" : allowed.stream().collect(Collectors.joining(", "));
    }
}
