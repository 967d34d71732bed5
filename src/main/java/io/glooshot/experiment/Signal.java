package io.glooshot.experiment;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is asked to learn how the system does. Equal signals can share one poll. */
public sealed interface Signal {

    /** The query or the URL, for people. */
    String text();

    /**
     * An instant query in PromQL.
     *
     * @param server where it is asked; the controller's own setting when empty
     * @param freshness of the data; of no concern when empty
     */
    record Promql(String query, Optional<DataSource> server, Optional<Freshness> freshness) implements Signal {

        public Promql(String query, Optional<DataSource> server) {
            this(query, server, Optional.empty());
        }

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
     * An alert of an existing alerting rule: 1 while it fires, 0 while it does not and the rule is evaluated.
     *
     * @param maxAge how long ago the rule may have been evaluated last
     * @param server where it is asked; the controller's own setting when empty
     */
    record Alert(String name, Map<String, String> labels, Duration maxAge, Optional<DataSource> server)
            implements Signal {

        public Alert {
            labels = Map.copyOf(labels);
        }

        /** The series that are there while it fires. */
        @Override
        public String text() {
            StringBuilder selector =
                    new StringBuilder("ALERTS{alertname=%s,alertstate=\"firing\"".formatted(PromqlString.quoted(name)));
            new TreeMap<>(labels)
                    .forEach((label, value) -> selector.append(",%s=%s".formatted(label, PromqlString.quoted(value))));
            return selector.append('}').toString();
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
