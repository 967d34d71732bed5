package io.glooshot.playground;

import io.glooshot.experiment.Destination;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;

/** How one service calls others: through its own sidecar, by their in-cluster names. */
final class SidecarCalls {
    private static final int BAD_GATEWAY = 502;
    /** A delay fault makes calls pile up; waiting for a free connection would look like a longer delay. */
    private static final int MOST_AT_A_TIME = 1_000;

    /** What came back; a connection that fails is a 502, as a proxy would answer. */
    record Reply(int status, String body) {
        boolean ok() {
            return status == 200;
        }
    }

    private final HttpClient client;
    private final String outboundAddress;
    private final int outboundPort;
    private final Duration limit;

    SidecarCalls(Vertx vertx, int outboundPort, Duration limit) {
        this(vertx, "127.0.0.1", outboundPort, limit);
    }

    SidecarCalls(Vertx vertx, String outboundAddress, int outboundPort, Duration limit) {
        this.client = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(MOST_AT_A_TIME));
        this.outboundAddress = outboundAddress;
        this.outboundPort = outboundPort;
        this.limit = limit;
    }

    Future<Reply> get(Destination destination, String path) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(outboundAddress)
                .setPort(outboundPort)
                .setURI(path)
                .setTimeout(limit.toMillis())
                .putHeader("Host", destination.toString());
        return client.request(options)
                .compose(request -> request.send())
                .compose(response -> response.body().map(body -> new Reply(response.statusCode(), body.toString())))
                .otherwise(failure -> new Reply(BAD_GATEWAY, ""));
    }
}
