package io.glooshot.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * What a process has taken so far, from Linux' /proc.
 *
 * @param ownKib what is resident but no part of a file, which the kernel could give to others at any time
 */
record ProcessUse(Duration processor, long residentKib, long ownKib, long threads) {

    static ProcessUse of(long pid) {
        Duration processor = ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(() -> new IllegalStateException("process " + pid + " has ended"));
        return new ProcessUse(processor, status(pid, "VmRSS:"), status(pid, "RssAnon:"), status(pid, "Threads:"));
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
