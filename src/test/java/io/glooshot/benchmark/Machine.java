package io.glooshot.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The machine that the figures are from. */
final class Machine {

    private static final double KIB_PER_GIB = 1 << 20;

    private Machine() {}

    static Page describe() {
        Table table = new Table("The machine", List.of("What", "Value"))
                .row(List.of("Processor", Runtime.getRuntime().availableProcessors() + " × " + processor()))
                .row(List.of("Memory", memory()))
                .row(List.of(
                        "Kernel",
                        System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                                + System.getProperty("os.arch")))
                .row(List.of(
                        "JDK", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version")))
                .row(List.of("Load before the start", load()));
        return new Page("Benchmark", List.of(table), List.of("Everything runs on this one machine."), List.of());
    }

    /** Processes that ran or waited for a processor in the last minute: more than zero is noise from elsewhere. */
    private static String load() {
        return String.format(
                Locale.ROOT,
                "%.1f",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static String processor() {
        return field("/proc/cpuinfo", "model name").orElse("unknown processor");
    }

    private static String memory() {
        return field("/proc/meminfo", "MemTotal")
                .map(text -> String.format(Locale.ROOT, "%.1f GiB", Long.parseLong(text.split(" ")[0]) / KIB_PER_GIB))
                .orElse("unknown");
    }

    private static Optional<String> field(String file, String name) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException notLinux) {
            return Optional.empty();
        }
    }
}
