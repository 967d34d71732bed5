package io.glooshot.mesh.envoy;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The one thread that serves proxies. It survives whatever goes wrong in a task: faults are taken off by it. */
final class ServingThread {

    private static final Logger LOG = Logger.getLogger(ServingThread.class);

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "glooshot-rtds");
        thread.setDaemon(true);
        return thread;
    });

    void run(Runnable task) {
        try {
            executor.execute(guarded(task));
        } catch (RejectedExecutionException stopped) {
            LOG.debug("No longer serving proxies", stopped);
        }
    }

    void repeat(Runnable task, Duration delay) {
        executor.scheduleWithFixedDelay(guarded(task), delay.toMillis(), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Lets the tasks that wait finish. */
    void stop() {
        executor.shutdown();
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException failure) {
                LOG.error("Serving the proxies failed", failure);
            }
        };
    }
}
