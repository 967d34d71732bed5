package io.glooshot.playground;

import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * Requests at a steady rate, sent whether or not earlier ones are answered, as independent users would. All that came
 * back is kept, so that a test can count before, during and after a fault.
 */
public final class Traffic implements AutoCloseable {
    /** Stands for no answer at all: a refused or broken connection. */
    public static final int NO_ANSWER = 0;

    static final String VERSION_HEADER = "x-version";

    /** Far more than a long delay can hold up at once, so that no request waits for a connection. */
    private static final int MOST_AT_A_TIME = 2_000;

    /** @param host the Host header, by which a sidecar chooses the destination */
    public record Target(String address, int port, String path, String host, Map<String, String> headers) {
        public Target(int port, String path, String host) {
            this("127.0.0.1", port, path, host, Map.of());
        }
    }

    /** @param version of whoever answered, and empty where none is given */
    public record Answer(Instant sent, Instant received, int status, String version) {
        public Duration latency() {
            return Duration.between(sent, received);
        }
    }

    private final Vertx vertx;
    private final HttpClient client;
    private final RequestOptions options;
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final AtomicLong sent = new AtomicLong();
    private final long timer;

    private Traffic(Vertx vertx, Target target, int perSecond) {
        this.vertx = vertx;
        this.client = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(MOST_AT_A_TIME));
        this.options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(target.address())
                .setPort(target.port())
                .setURI(target.path())
                .putHeader("Host", target.host());
        target.headers().forEach(options::putHeader);
        this.timer = vertx.setPeriodic(1000L / perSecond, ignored -> send());
    }

    /** @param perSecond at most 1000; rounded to whole milliseconds between requests */
    public static Traffic start(Vertx vertx, Target target, int perSecond) {
        return new Traffic(vertx, target, perSecond);
    }

    private void send() {
        Instant start = Instant.now();
        sent.incrementAndGet();
        client.request(new RequestOptions(options))
                .compose(request -> request.send())
                .compose(response -> response.body().map(response))
                .onComplete(result -> answers.add(answer(start, result)));
    }

    private static Answer answer(Instant start, AsyncResult<HttpClientResponse> result) {
        if (result.failed()) {
            return new Answer(start, Instant.now(), NO_ANSWER, "");
        }
        String version = result.result().getHeader(VERSION_HEADER);
        return new Answer(start, Instant.now(), result.result().statusCode(), version == null ? "" : version);
    }

    public long sent() {
        return sent.get();
    }

    public List<Answer> answers() {
        return List.copyOf(answers);
    }

    /** What came back before then, for traffic that goes on for as long as somebody looks. */
    public void forgetBefore(Instant moment) {
        answers.removeIf(answer -> answer.received().isBefore(moment));
    }

    /** To requests sent from then on. */
    public List<Answer> since(Instant start) {
        return where(answer -> !answer.sent().isBefore(start));
    }

    /** To requests sent from one moment up to another. */
    public List<Answer> between(Instant start, Instant end) {
        return where(answer -> !answer.sent().isBefore(start) && answer.sent().isBefore(end));
    }

    public long count(Instant since, int status) {
        return since(since).stream().filter(answer -> answer.status() == status).count();
    }

    public long slowerThan(Instant since, Duration latency) {
        return since(since).stream()
                .filter(answer -> answer.latency().compareTo(latency) >= 0)
                .count();
    }

    /** The last one received that a fault had touched, by the caller's own idea of that. */
    public Optional<Answer> last(Predicate<Answer> faulted) {
        return answers.stream().filter(faulted).max(Comparator.comparing(Answer::received));
    }

    /** @return the latency that the given share of answers does not exceed */
    public static Duration percentile(List<Answer> answers, double share) {
        List<Duration> sorted = answers.stream().map(Answer::latency).sorted().toList();
        int rank = (int) Math.ceil(sorted.size() * share);
        return sorted.isEmpty() ? Duration.ZERO : sorted.get(Math.max(0, rank - 1));
    }

    private List<Answer> where(Predicate<Answer> predicate) {
        return answers.stream().filter(predicate).toList();
    }

    @Override
    public void close() {
        vertx.cancelTimer(timer);
        LoopbackServer.join(client.close());
    }
}
