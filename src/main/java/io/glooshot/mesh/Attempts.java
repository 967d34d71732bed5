package io.glooshot.mesh;

import io.glooshot.apiserver.ApiFailure;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.Plan;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Makes a step of a run again when the API server could not serve it, for a few seconds. Nothing is read of the run's
 * conditions meanwhile, although some of its faults may be on already: so it goes on for no longer than half of what the
 * run may be blind. Whoever cancels it ends the waiting at once, and no further try is made.
 *
 * @param step what could not be done, in a clause
 * @param limit from the first try on; one that is under way then counts as failed, unless it is the first
 * @param aftermath what becomes of what was done, in a sentence
 */
record Attempts(Plan plan, String step, Duration limit, String aftermath) {

    static final String API_SERVER_UNAVAILABLE = "ApiServerUnavailable";
    static final String WEBHOOK_UNAVAILABLE = "AdmissionWebhookUnavailable";

    private static final Logger LOG = Logger.getLogger(Attempts.class);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    /** Not all at the same moment again. */
    private static final double JITTER = 0.5;

    static Attempts toExamine(Plan plan) {
        return new Attempts(plan, "The faults could not be examined", limit(plan), "Nothing was touched.");
    }

    static Attempts toInject(Plan plan) {
        return new Attempts(
                plan, "The faults could not be put in", limit(plan), "Those that were put in are taken off again.");
    }

    private static Duration limit(Plan plan) {
        return min(LONGEST, plan.maxBlind().dividedBy(2));
    }

    /** Fails with what the last try failed with, unless that may pass: then with an {@code AbortException} that says so. */
    <T> Uni<T> of(Supplier<Uni<? extends T>> work) {
        return Uni.createFrom().deferred(() -> attempt(work, Uni.createFrom().deferred(work), 1, System.nanoTime()));
    }

    private <T> Uni<T> attempt(Supplier<Uni<? extends T>> work, Uni<T> attempt, int number, long start) {
        return attempt.onFailure(ApiFailure::mayPass).recoverWithUni(failure -> again(work, number, start, failure));
    }

    private <T> Uni<T> again(Supplier<Uni<? extends T>> work, int number, long start, Throwable failure) {
        Duration pause = pause(number, failure);
        Duration left = limit.minus(since(start)).minus(pause);
        if (left.isNegative() || left.isZero()) {
            return Uni.createFrom().failure(givenUp(number, start, failure));
        }
        LOG.warnf(
                "%s for %s/%s, which is tried again: %s",
                step, plan.namespace(), plan.name(), ApiFailure.describe(failure));
        Uni<T> next = Uni.createFrom()
                .<T>deferred(work)
                .ifNoItem()
                .after(left)
                .failWith(() -> givenUp(number + 1, start, failure));
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(pause)
                .chain(() -> attempt(work, next, number + 1, start));
    }

    /** Each about twice as long as the one before, or as long as the API server asks for. */
    private static Duration pause(int number, Throwable failure) {
        Duration own = min(FIRST_PAUSE.multipliedBy(1L << Math.min(number - 1, 10)), LONGEST_PAUSE);
        double factor = 1 + JITTER * ThreadLocalRandom.current().nextDouble(-1, 1);
        Duration spread = Duration.ofNanos((long) (own.toNanos() * factor));
        return ApiFailure.retryAfter(failure)
                .filter(asked -> asked.compareTo(spread) > 0)
                .orElse(spread);
    }

    private AbortException givenUp(int tries, long start, Throwable failure) {
        boolean isOfWebhook = ApiFailure.isOfWebhook(failure);
        return new AbortException(
                isOfWebhook ? WEBHOOK_UNAVAILABLE : API_SERVER_UNAVAILABLE,
                String.format(
                        Locale.ROOT,
                        "%s, tried for %.1f s (tries: %d). %s. %s Create the experiment again when %s.",
                        step,
                        since(start).toMillis() / 1e3,
                        tries,
                        ApiFailure.describe(failure),
                        aftermath,
                        isOfWebhook
                                ? "the webhook answers; those of Istio are served by istiod"
                                : "the API server answers"));
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
