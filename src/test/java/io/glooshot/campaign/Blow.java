package io.glooshot.campaign;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/** One time that a disturbance is done. */
public final class Blow {

    private final Scene scene;
    private final Random random;
    private final int number;
    private Instant began = Instant.MAX;
    private Instant ended = Instant.MAX;
    private Instant due = Instant.MAX;
    private boolean hasLanded;

    Blow(Scene scene, Random random, int number) {
        this.scene = scene;
        this.random = random;
        this.number = number;
    }

    public Scene scene() {
        return scene;
    }

    public Random random() {
        return random;
    }

    /** Of its round, from 0. */
    public int number() {
        return number;
    }

    /** A random length of time. */
    public Duration between(Duration least, Duration most) {
        return least.plusMillis(random.nextLong(most.minus(least).toMillis() + 1));
    }

    /** Who is alive now is hit, and nobody else. */
    public synchronized void landed() {
        began = Instant.now();
        ended = began;
        hasLanded = true;
    }

    /** From now on no fault is to stay, whatever its deadline. */
    public synchronized void allIsDue() {
        due = Instant.now();
    }

    synchronized void began() {
        began = Instant.now();
    }

    synchronized void ended() {
        if (!hasLanded) {
            ended = Instant.now();
        }
    }

    synchronized Instant due() {
        return due;
    }

    /** Whether something that was there from one moment to another was there while it was being done. */
    synchronized boolean hit(Instant from, Instant to) {
        return !from.isAfter(ended) && !to.isBefore(began);
    }
}
