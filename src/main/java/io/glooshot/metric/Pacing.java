package io.glooshot.metric;

import static java.time.temporal.ChronoUnit.MILLIS;

import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Numbers;
import io.glooshot.metric.Exchange.Answer;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * Paces what is asked of servers. A server that says it is asked too much, or when it wants to be asked again, is spared as a
 * whole. One that merely fails at a question in time (503, 504, no answer) is spared that question only: it may be the
 * question, and whoever asks it must not blind all others.
 */
final class Pacing {

    /** What is asked of a server. */
    record Question(String server, Object what) {}

    private static final Duration LONG = Duration.ofSeconds(1);
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;
    private static final int GATEWAY_TIMEOUT = 504;

    private final Gates gates;
    private final Moment.Source clock;
    private final BackOff<String> servers;
    private final BackOff<Question> questions;

    Pacing(int mostInFlight, int mostPerSecond, Moment.Source clock) {
        this.clock = clock;
        gates = new Gates(mostInFlight, mostPerSecond, () -> clock.now().nanos());
        servers = new BackOff<>(clock, () -> ThreadLocalRandom.current().nextDouble());
        questions = new BackOff<>(clock, () -> ThreadLocalRandom.current().nextDouble());
    }

    /**
     * The answer, when it is its turn. Fails with a {@link SparedException} where it is not asked at all.
     *
     * @param isOneOfMany whether it will be asked again anyway; the only time and the last are not spared for want of speed
     */
    Uni<Answer> ask(Question question, boolean isOneOfMany, Supplier<Uni<Answer>> exchange) {
        Moment begun = clock.now();
        return Uni.createFrom()
                .deferred(() -> {
                    refuse(servers.remaining(question.server()), "is being spared, as it asked for");
                    refuse(
                            questions.remaining(question).filter(left -> isOneOfMany),
                            "did not manage this in time before and is being spared");
                    return gates.pass(question.server(), exchange);
                })
                .invoke(answer -> took(question, answer))
                .onFailure(TimeoutException.class)
                .invoke(late -> questions.struggled(question, Optional.empty()))
                .onCancellation()
                .invoke(() -> {
                    // Whoever asked has lost patience first.
                    if (clock.now().since(begun).compareTo(LONG) >= 0) {
                        questions.struggled(question, Optional.empty());
                    }
                });
    }

    private static void refuse(Optional<Duration> remaining, String why) {
        remaining.ifPresent(left -> {
            throw new SparedException("%s, for another %s"
                    .formatted(why, Numbers.text(left.truncatedTo(MILLIS).plusMillis(1))));
        });
    }

    private void took(Question question, Answer answer) {
        Optional<Duration> asked =
                RetryAfter.parse(answer.retryAfter(), clock.now().time());
        boolean isBusy = answer.status() == UNAVAILABLE || answer.status() == GATEWAY_TIMEOUT;
        if (answer.status() == TOO_MANY || isBusy && asked.isPresent()) {
            servers.struggled(question.server(), asked);
        } else if (isBusy) {
            questions.struggled(question, Optional.empty());
        } else {
            servers.recovered(question.server());
            questions.recovered(question);
        }
    }

    /** Why nothing was asked. */
    static final class SparedException extends RuntimeException {
        SparedException(String message) {
            super(message);
        }
    }
}
