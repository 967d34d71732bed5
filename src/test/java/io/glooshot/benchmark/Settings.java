package io.glooshot.benchmark;

import java.time.Duration;
import java.util.Set;

/**
 * What is measured, and how long.
 *
 * @param runs how often each thing that has a latency is repeated
 * @param window how long rates and processor time are observed
 * @param starts how often the controller is started
 * @param only the names of the parts to run; empty means all
 * @param jvm further options of the controller's JVM, such as those that make a recording
 */
record Settings(int runs, Duration window, int starts, Set<String> only, String jvm) {

    static Settings ofSystem() {
        String only = System.getProperty("benchmark.only", "").strip();
        return new Settings(
                Integer.getInteger("benchmark.runs", 30),
                Duration.ofSeconds(Integer.getInteger("benchmark.seconds", 60)),
                Integer.getInteger("benchmark.starts", 7),
                only.isEmpty() ? Set.of() : Set.of(only.split("\\s*,\\s*")),
                System.getProperty("benchmark.jvm", "").strip());
    }

    boolean wants(String part) {
        return only.isEmpty() || only.contains(part);
    }
}
