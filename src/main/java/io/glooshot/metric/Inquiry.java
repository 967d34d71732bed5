package io.glooshot.metric;

import io.glooshot.metric.Exchange.Answer;
import io.glooshot.metric.Pacing.Question;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.RequestOptions;
import java.util.function.Function;

/**
 * What is asked of a server with the Prometheus HTTP API, whichever it turns out to be.
 *
 * @param limit of bytes that the answer may have
 * @param ifTooLong what to do, or think, about an answer that is longer
 */
record Inquiry(
        Function<Connection, RequestOptions> request,
        Function<Connection, Buffer> content,
        int limit,
        String ifTooLong) {

    Question of(Connection connection) {
        return new Question(connection.key(), request.apply(connection).getURI() + " " + content.apply(connection));
    }

    Uni<Answer> send(Connection connection) {
        return Exchange.send(
                connection.client(),
                connection.prepared(request.apply(connection)),
                content.apply(connection),
                limit,
                connection.timeout());
    }
}
