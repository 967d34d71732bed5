package io.glooshot.metric;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where signals are read and how long an answer may take. */
@ConfigMapping(prefix = "glooshot")
public interface MetricConfig {

    /** After this long a poll has failed, whatever its source does. */
    @WithDefault("5s")
    Duration pollTimeout();

    Prometheus prometheus();

    Webhook webhook();

    Secrets secrets();

    /** Any server with the Prometheus HTTP API. */
    interface Prometheus {

        /** The part before {@code /api/v1}; a user and password in it are sent as basic authentication. */
        @WithDefault("http://127.0.0.1:9090")
        URI url();

        /** How long an answer may take, evaluation included. */
        @WithDefault("5s")
        Duration timeout();

        /**
         * How old a sample may be to count, for servers that honour {@code lookback_delta}. Below twice the scrape
         * interval, living series would look dead.
         */
        @WithDefault("2m")
        Duration lookbackDelta();

        /** Polls of one server that are under way at a time; the rest wait for their turn. */
        @WithDefault("64")
        int maxInFlight();

        /** Polls of one server that begin within a second. */
        @WithDefault("2000")
        int maxPerSecond();
    }

    /** The URLs that experiments name. */
    interface Webhook {

        /** How long an answer may take, to its last byte. */
        @WithDefault("5s")
        Duration timeout();

        /**
         * Hosts, addresses and blocks of addresses that may be asked although they are loopback, link-local, metadata
         * or the like.
         */
        Optional<List<String>> allowed();

        /** Polls of one host that are under way at a time; the rest wait for their turn. */
        @WithDefault("16")
        int maxInFlight();

        /** Polls of one host that begin within a second. */
        @WithDefault("100")
        int maxPerSecond();
    }

    /** What experiments and Meshes may have read from Secrets. */
    interface Secrets {

        /** The only namespaces whose Secrets are read; the controller's own when left out. */
        Optional<List<String>> namespaces();

        /** How old what was read may be, and so how long a rotation takes to be noticed. */
        @WithDefault("10s")
        Duration refresh();
    }
}
