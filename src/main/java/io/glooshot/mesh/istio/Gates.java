package io.glooshot.mesh.istio;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps what puts faults in and what takes them out apart, for each run. A gate that is closed stays closed: a stopped run
 * never comes back.
 */
final class Gates {

    private static final int REMEMBERED = 10_000;

    static final class Gate {
        private final ReentrantLock lock = new ReentrantLock();
        private volatile boolean closed;

        boolean isClosed() {
            return closed;
        }

        /** Closes it at once, then waits for what is under way, which ends before its next write. */
        void close() {
            closed = true;
            lock.lock();
            lock.unlock();
        }

        ReentrantLock lock() {
            return lock;
        }
    }

    /** Bounded: a controller that lives for months must not grow by what it has seen. */
    private final Map<String, Gate> gates = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Gate> eldest) {
            return size() > REMEMBERED;
        }
    };

    synchronized Gate of(String uid) {
        return gates.computeIfAbsent(uid, ignored -> new Gate());
    }

    synchronized boolean isClosed(String uid) {
        Gate gate = gates.get(uid);
        return gate != null && gate.isClosed();
    }
}
