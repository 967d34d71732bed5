package io.glooshot.campaign;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** One time that a disturbance is done. */
public final class Blow {

    /** Makes an experiment one of the round's. */
    interface Creation {
        Run create(Ground ground, String name, String service, Duration duration);
    }

    /** So long a busy machine may keep this process waiting. */
    private static final Duration LATE = Duration.ofSeconds(60);

    private final Scene scene;
    private final Random random;
    private final int number;
    private final boolean isSystematic;
    private final BooleanSupplier allOver;
    private final Creation creation;
    private Instant began = Instant.MAX;
    private Instant ended = Instant.MAX;
    private Instant due = Instant.MAX;
    private Instant lifted = Instant.MAX;
    private boolean hasLanded;

    Blow(Scene scene, Random random, int number, boolean isSystematic, BooleanSupplier allOver, Creation creation) {
        this.scene = scene;
        this.random = random;
        this.number = number;
        this.isSystematic = isSystematic;
        this.allOver = allOver;
        this.creation = creation;
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

    /** Whether all rounds are played, so that each can take what is its turn; otherwise chance has to choose. */
    boolean isSystematic() {
        return isSystematic;
    }

    /** Whether every experiment of the round is over. */
    boolean isAllOver() {
        return allOver.getAsBoolean();
    }

    /** Lets what has been done do its work for so long. */
    public void goOn(Duration length) {
        long end = System.nanoTime() + length.toNanos();
        await(length.plus(LATE), () -> System.nanoTime() - end >= 0);
    }

    /** @throws ConditionTimeoutException when it does not come to that */
    public void await(Duration limit, Callable<Boolean> condition) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .atMost(limit)
                .until(condition);
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

    /** There was nothing to hit. */
    public synchronized void missed() {
        began = Instant.MAX;
        ended = Instant.MIN;
        hasLanded = true;
    }

    /** From now on no fault is to stay, whatever its deadline. */
    public synchronized void allIsDue() {
        due = Instant.now();
    }

    /** What is put in from now on may stay again. */
    public synchronized void allMayBegin() {
        lifted = Instant.now();
    }

    synchronized void began() {
        began = Instant.now();
    }

    synchronized void ended() {
        if (!hasLanded) {
            ended = Instant.now();
        }
    }

    /** @param first when the mesh was first seen with the fault; empty means never */
    synchronized Instant due(Optional<Instant> first) {
        return first.filter(lifted::isBefore).isPresent() ? Instant.MAX : due;
    }

    /** One more experiment of this round, for what needs more of them, or others, than are launched. */
    public Run create(Ground ground, String name, String service, Duration duration) {
        return creation.create(ground, name, service, duration);
    }

    /** Whether something that was there from one moment to another was there while it was being done. */
    synchronized boolean hit(Instant from, Instant to) {
        return !from.isAfter(ended) && !to.isBefore(began);
    }
}
