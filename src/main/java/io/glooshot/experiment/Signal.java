package io.glooshot.experiment;

import java.net.URI;
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

    /** A URL whose HTTP status is the value. The text leaves its query out, which may carry a secret. */
    record Webhook(URI url) implements Signal {
        @Override
        public String text() {
            return url.getRawQuery() == null ? url.toString() : url.toString().replace(url.getRawQuery(), "…");
        }
    }
}
