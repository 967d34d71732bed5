package io.glooshot.mesh.envoy;

import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.Injected;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.PlannedFault;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Waits until every proxy that a plan's faults are for has acknowledged them, and which calls they are to hit. */
final class Injection implements Confirmation {

    private final Plan plan;
    private final Moment began;
    private final Proxies proxies;
    private final UniEmitter<? super Injected> result;

    Injection(Plan plan, Moment began, Proxies proxies, UniEmitter<? super Injected> result) {
        this.plan = plan;
        this.began = began;
        this.proxies = proxies;
        this.result = result;
    }

    @Override
    public boolean settle(Moment now) {
        if (!proxies.snapshot().holds(plan.uid())) {
            return proxies.snapshot().wasRemoved(plan.uid())
                    ? fail("Stopped", "The faults were taken off before every proxy had acknowledged them.")
                    : fail("DeadlinePassed", "The deadline passed before every proxy had acknowledged the faults.");
        }
        Optional<Moment> serving = proxies.servingSince();
        if (serving.isEmpty()) {
            return isLate(now, began) && fail("NotServing", "This controller does not serve proxies.");
        }
        for (PlannedFault fault : plan.faults()) {
            List<ProxyStream<Destination, Layer>> matching = proxies.matching(fault);
            if (matching.isEmpty()) {
                // After a restart of the controller the proxies are on their way back.
                return now.since(serving.get()).compareTo(proxies.settings().reconnectGrace()) >= 0
                        && fail("NoProxy", describeMissing(fault));
            }
        }
        MatchFilters filters = new MatchFilters(plan, proxies);
        Optional<ProxyStream<?, ?>> refused = refused(filters).findFirst();
        if (refused.isPresent()) {
            return fail(
                    "Rejected",
                    "Proxy %s refused the fault: %s"
                            .formatted(
                                    refused.get().nodeId(),
                                    refused.get().rejection().get()));
        }
        Optional<AbortException> missing = filters.refusal();
        TreeSet<String> silent = nodes(false);
        silent.addAll(filters.silent());
        if (silent.isEmpty() && missing.isEmpty()) {
            result.complete(new Injected(List.copyOf(nodes(true))));
            return true;
        }
        Moment start = began.isAfter(serving.get()) ? began : serving.get();
        return isLate(now, start)
                && fail(missing.orElseGet(() -> new AbortException(
                        "NotAcknowledged",
                        "Not acknowledged within %s by: %s."
                                .formatted(proxies.settings().ackTimeout(), String.join(", ", silent)))));
    }

    private Stream<ProxyStream<?, ?>> refused(MatchFilters filters) {
        return Stream.concat(
                plan.faults().stream()
                        .flatMap(fault -> proxies.matching(fault).stream())
                        .filter(stream -> stream.rejection().isPresent()),
                filters.refused());
    }

    /** The proxies that the faults are for and that have, or have not, acknowledged them. */
    private TreeSet<String> nodes(boolean acknowledged) {
        return plan.faults().stream()
                .flatMap(fault -> proxies.matching(fault).stream()
                        .filter(stream -> acknowledged
                                == stream.acknowledged(fault.destination())
                                        .filter(layer -> layer.isOf(plan.uid()))
                                        .isPresent()))
                .map(ProxyStream::nodeId)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private boolean isLate(Moment now, Moment start) {
        return now.since(start).compareTo(proxies.settings().ackTimeout()) >= 0;
    }

    private boolean fail(String reason, String message) {
        return fail(new AbortException(reason, message));
    }

    private boolean fail(AbortException abort) {
        result.fail(abort);
        return true;
    }

    private static String describeMissing(PlannedFault fault) {
        String origins = fault.origins().isEmpty()
                ? "any service"
                : fault.originServices().stream().sorted().map(Object::toString).collect(Collectors.joining(", "));
        return "No connected proxy of %s has a layer for %s (%s)."
                .formatted(origins, fault.destination(), LayerName.of(fault.destination()));
    }
}
