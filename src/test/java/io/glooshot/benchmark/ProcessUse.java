package io.glooshot.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** What a process has taken so far, from Linux' /proc. */
record ProcessUse(Duration processor, long residentKib, long threads) {

    static ProcessUse of(long pid) {
        Duration processor = ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(() -> new IllegalStateException("process " + pid + " has ended"));
        return new ProcessUse(processor, status(pid, "VmRSS:"), status(pid, "Threads:"));
    }

    /** Processors kept busy since an earlier moment; 1 stands for one of them all the time. */
    double load(ProcessUse before, Duration between) {
        return (double) processor.minus(before.processor).toNanos() / between.toNanos();
    }

    private static long status(long pid, String field) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith(field))
                    .map(line -> line.substring(field.length()).strip().split(" ")[0])
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
