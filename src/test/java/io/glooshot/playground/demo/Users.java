package io.glooshot.playground.demo;

import io.glooshot.playground.Traffic;
import io.glooshot.playground.Traffic.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Those who look at the page with one of the two reviews services behind it. */
record Users(Traffic traffic) {
    /** What a delay of two seconds makes of a page that takes some milliseconds. */
    private static final Duration SLOW = Duration.ofMillis(1900);

    private static final Duration LATELY = Duration.ofSeconds(2);

    /** How users fare over some time. */
    record Mood(long requests, long failed, long slow) {
        static Mood of(List<Answer> answers) {
            return new Mood(
                    answers.size(),
                    answers.stream().filter(Users::failed).count(),
                    answers.stream().filter(Users::slow).count());
        }

        boolean isGood() {
            return failed == 0 && slow == 0;
        }

        @Override
        public String toString() {
            if (requests == 0) {
                return "no answers";
            }
            return String.format(Locale.ROOT, "%d %% of users see errors, %d %% wait", percent(failed), percent(slow));
        }

        /** A single one in a thousand must not look like none. */
        private long percent(long part) {
            return (long) Math.ceil(100.0 * part / requests);
        }
    }

    private static boolean failed(Answer answer) {
        return answer.status() != 200;
    }

    private static boolean slow(Answer answer) {
        return answer.latency().compareTo(SLOW) >= 0;
    }

    Mood now() {
        Instant since = Instant.now().minus(LATELY);
        return Mood.of(traffic.answers().stream()
                .filter(answer -> answer.received().isAfter(since))
                .toList());
    }

    Mood between(Instant start, Instant end) {
        return Mood.of(traffic.between(start, end));
    }

    Mood since(Instant start) {
        return Mood.of(traffic.since(start));
    }
}
