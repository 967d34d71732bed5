package io.glooshot.experiment.policy;

import java.time.Instant;
import java.util.Comparator;

/**
 * An experiment that runs.
 *
 * @param since when it started; {@link Instant#MAX} while it has not
 * @param ending whether its faults come off already
 */
public record Standing(Subject subject, Instant since, boolean ending) {

    static final Comparator<Standing> OLDEST_FIRST = Comparator.comparing(Standing::since)
            .thenComparing(each -> each.subject().namespace())
            .thenComparing(each -> each.subject().plan().name())
            .thenComparing(each -> each.subject().uid());
}
