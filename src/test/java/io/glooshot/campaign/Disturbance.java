package io.glooshot.campaign;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/** One thing that is done to us while experiments run, again and again at random moments. */
public interface Disturbance {

    /** By which {@code -Dcampaign.only} chooses it. */
    String name();

    /** For the table. */
    String what();

    /** How often it is done in a full campaign. */
    default int rounds() {
        return 4;
    }

    /** How often in the short form, which every build goes through; 0 leaves it to the full form. */
    default int shortRounds() {
        return 0;
    }

    /** Before its first round, with no experiment there. */
    default void prepare(Scene scene) {}

    /** After its last round, so that the next disturbance finds everything as usual. */
    default void tidyUp(Scene scene) {}

    /** Whether what controllers say of the time is to be believed. */
    default boolean keepsTime() {
        return true;
    }

    /** How many experiments it hits at a time, and how long they are. */
    default Launch launch() {
        return Launch.USUAL;
    }

    /** Whether there is what it is done to. */
    default boolean isPossible(Scene scene) {
        return true;
    }

    /** Where it is done: on the campaign's own grounds, or on some that are made for a round and closed after it. */
    default List<Ground> grounds(Scene scene) {
        return scene.grounds();
    }

    /**
     * Does it, and undoes what would not mend by itself. Called once a round in a thread of its own, at the moment that
     * {@link #begins} says. An experiment that is alive at any time while this goes on is one run, unless the blow is told
     * when exactly it {@link Blow#landed landed}.
     */
    void strike(Blow blow) throws Exception;

    /** When to strike, counted from the moment at which the first experiment is created. */
    default Duration begins(Blow blow) {
        return blow.between(Duration.ofMillis(500), Duration.ofSeconds(8));
    }

    /**
     * Reasons of an end that are true after it, besides the deadline: see {@link Truth}. One that is not here, and not one
     * of those that are always possible, is a wrong final state.
     */
    default Set<String> reasons() {
        return Set.of();
    }

    /** How long a mesh may hold a fault beyond its deadline or stop, or beyond the moment the last controller died. */
    Duration longestOverrun(Ground ground);

    /** Whether a guard runs meanwhile, as one does in every installation. */
    default boolean isGuarded() {
        return false;
    }

    /** How long everything may take to come to an end after the blow. */
    default Duration patience() {
        return Duration.ofMinutes(3);
    }
}
