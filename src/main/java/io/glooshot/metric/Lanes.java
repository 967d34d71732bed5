package io.glooshot.metric;

import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A few threads of the worker pool, for the short work of handing a measurement on. One poll can have a thousand
 * listeners: given to the pool directly, each would wake a thread of its own, which costs more than the work. A task that
 * turns out not to be short gets its lane replaced, so that those behind it hardly wait.
 */
final class Lanes implements Executor {

    private static final int WIDTH = 2;
    private static final long PATIENCE_MILLIS = 50;

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicBoolean isWatched = new AtomicBoolean();

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (open.get() < WIDTH) {
            openLane();
        } else if (isWatched.compareAndSet(false, true)) {
            watch();
        }
    }

    private void openLane() {
        open.incrementAndGet();
        Infrastructure.getDefaultWorkerPool().execute(this::work);
    }

    private void work() {
        try {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                taken.incrementAndGet();
                task.run();
            }
        } finally {
            open.decrementAndGet();
        }
        // A task may have come after the last look and before the lane was seen to be closed.
        if (!tasks.isEmpty() && open.get() < WIDTH) {
            openLane();
        }
    }

    private void watch() {
        int before = taken.get();
        Infrastructure.getDefaultWorkerPool()
                .schedule(() -> replaceIfStuck(before), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void replaceIfStuck(int before) {
        if (!tasks.isEmpty() && taken.get() == before) {
            openLane();
        }
        isWatched.set(false);
        if (!tasks.isEmpty() && isWatched.compareAndSet(false, true)) {
            watch();
        }
    }
}
