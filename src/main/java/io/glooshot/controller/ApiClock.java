package io.glooshot.controller;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * How far this machine's clock is from that of the API server, by the {@code Date} of its answers (RFC 9110, 6.6.1). That
 * names a whole second, so only what goes beyond a second and the time the answer took counts.
 */
@ApplicationScoped
class ApiClock {

    private static final Logger LOG = Logger.getLogger(ApiClock.class);
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(5);
    private static final Duration RESOLUTION = Duration.ofSeconds(1);

    private final KubernetesClient client;
    private final Clock clock;
    private volatile Duration offBy;

    ApiClock(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /** Never less than zero: how far apart the clocks are at the least. Empty until the API server has told its time. */
    Optional<Duration> offBy() {
        return Optional.ofNullable(offBy);
    }

    @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void compare() {
        Instant asked = clock.instant();
        try {
            HttpRequest request = client.getHttpClient()
                    .newHttpRequestBuilder()
                    .uri(URI.create(client.getMasterUrl() + "version"))
                    .build();
            HttpResponse<String> answer = client.getHttpClient()
                    .sendAsync(request, String.class)
                    .orTimeout(LONGEST_ANSWER.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            Instant answered = clock.instant();
            String date = answer.header("date");
            if (date != null) {
                Instant theirs = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
                offBy = apart(asked, answered, theirs);
            }
        } catch (CompletionException | DateTimeParseException e) {
            // That it cannot be asked is not for the clock to tell.
            LOG.debugf("The API server does not tell its time: %s", e.getMessage());
        }
    }

    /** The least by which theirs, which was read between the two moments of ours and cut to the second, is off. */
    static Duration apart(Instant asked, Instant answered, Instant theirs) {
        if (theirs.isAfter(answered)) {
            return Duration.between(answered, theirs);
        }
        Instant latest = theirs.plus(RESOLUTION);
        return latest.isBefore(asked) ? Duration.between(latest, asked) : Duration.ZERO;
    }
}
