package io.glooshot.doctor;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;

/**
 * The time by the API server, from the {@code Date} of an answer (RFC 9110, 6.6.1), which names a whole second.
 *
 * @param asked by the clock of this machine, as is {@code answered}
 */
record ServerTime(Instant asked, Instant answered, Instant theirs) {

    private static final Duration RESOLUTION = Duration.ofSeconds(1);
    private static final long LONGEST_ANSWER = 5;

    static ServerTime ask(KubernetesClient client) {
        Instant asked = Instant.now();
        HttpResponse<String> answer = client.getHttpClient()
                .sendAsync(
                        client.getHttpClient()
                                .newHttpRequestBuilder()
                                .uri(URI.create(client.getMasterUrl() + "version"))
                                .build(),
                        String.class)
                .orTimeout(LONGEST_ANSWER, TimeUnit.SECONDS)
                .join();
        Instant theirs = ZonedDateTime.parse(answer.header("date"), DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant();
        return new ServerTime(asked, Instant.now(), theirs);
    }

    /** How far this machine's clock is off at the least: ahead when positive. */
    Duration localIsAheadBy() {
        Instant latest = theirs.plus(RESOLUTION);
        if (latest.isBefore(asked)) {
            return Duration.between(latest, asked);
        }
        return theirs.isAfter(answered) ? Duration.between(theirs, answered) : Duration.ZERO;
    }

    /** How far a moment of somebody else's clock, that they wrote before they were asked, is ahead of the API server's. */
    Duration isAheadBy(Instant written) {
        Instant latest = theirs.plus(RESOLUTION);
        return written.isAfter(latest) ? Duration.between(latest, written) : Duration.ZERO;
    }
}
