package io.glooshot.experiment;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is asked to learn how the system does. Equal signals can share one poll. */
public sealed interface Signal {

    /** The query or the URL, for people. */
    String text();

    /**
     * An instant query in PromQL.
     *
     * @param server where it is asked; the controller's own setting when empty
     */
    record Promql(String query, Optional<URI> server) implements Signal {

        /** A query to the server of the controller's own setting. */
        public Promql(String query) {
            this(query, Optional.empty());
        }

        @Override
        public String text() {
            return query;
        }
    }

    /**
     * A URL whose HTTP status is the value, or a number in its answer. The text leaves its query out, which may carry a
     * secret.
     *
     * @param timeout how long the answer may take; the controller's own setting when empty
     * @param jsonPath where the number is; the status is the value when empty
     */
    record Webhook(
            URI url,
            io.glooshot.api.Webhook.Method method,
            List<Header> headers,
            Optional<Duration> timeout,
            Optional<String> jsonPath)
            implements Signal {

        public Webhook {
            headers = List.copyOf(headers);
        }

        /** A URL that is asked with GET and answers by its status. */
        public Webhook(URI url) {
            this(url, io.glooshot.api.Webhook.Method.GET, List.of(), Optional.empty(), Optional.empty());
        }

        @Override
        public String text() {
            String shown =
                    url.getRawQuery() == null ? url.toString() : url.toString().replace(url.getRawQuery(), "…");
            String asked = method == io.glooshot.api.Webhook.Method.GET ? shown : method + " " + shown;
            return jsonPath.map(path -> asked + " at " + path).orElse(asked);
        }
    }
}
