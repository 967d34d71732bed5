package io.glooshot.benchmark;

/** One part of the benchmark, with a world of its own. */
interface Measurement {

    /** By which {@code -Dbenchmark.only} chooses it. */
    String name();

    /** Takes minutes. Throws when something went so wrong that figures would mean nothing. */
    Page run();
}
