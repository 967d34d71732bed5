package io.glooshot.metric;

import io.glooshot.experiment.Reading.Failed;
import io.glooshot.metric.Exchange.Answer;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** What a server with the Prometheus HTTP API said: the whole JSON of a good answer, or why there is none. */
record Said(String body, Failed failure) {

    private static final int BAD_REQUEST = 400;
    private static final int UNPROCESSABLE = 422;

    static Said failed(String message) {
        return new Said(null, new Failed(message));
    }

    /**
     * @param limit of bytes that the answer could have
     * @param ifTooLong what to do, or think, about an answer that is longer
     */
    static Said of(Connection connection, Answer answer, int limit, String ifTooLong) {
        PrometheusServer server = connection.server();
        if (!answer.isWhole()) {
            return failed("Prometheus sent an answer of more than %d MiB; %s.".formatted(limit >> 20, ifTooLong));
        }
        String body = connection.concealed(answer.body().toString());
        if (answer.status() != 200) {
            return failed(refusal(answer.status(), PromqlAnswer.error(body)));
        }
        String type = answer.contentType();
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            return failed("%s sent no JSON; is %s right?".formatted(server, server.setting()));
        }
        return new Said(body, null);
    }

    <T> T map(Function<String, T> good, Function<Failed, T> bad) {
        return failure == null ? good.apply(body) : bad.apply(failure);
    }

    /** What to do comes first, as the server's own words can be cut. */
    private static String refusal(int status, Optional<String> error) {
        boolean isTheQuerys = status == BAD_REQUEST || status == UNPROCESSABLE;
        return error.map(message -> isTheQuerys
                        ? "Prometheus refused the query, which has to be corrected (HTTP %d): %s"
                                .formatted(status, message)
                        : "Prometheus answered with HTTP %d: %s".formatted(status, message))
                .orElseGet(() -> "Prometheus answered with HTTP %d.".formatted(status));
    }
}
