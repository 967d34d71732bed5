package io.glooshot.playground.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A process and all that came from it, whatever session or parent they have by now: they have inherited a mark in their
 * environment.
 */
record MarkedProcesses(String mark) {
    private static final Path PROC = Path.of("/proc");
    private static final String LISTENING = "0A";

    /** Their process ids and command lines. The dead whom nobody has collected have no environment and do not count. */
    List<String> running() {
        return directories()
                .map(process -> process.getFileName() + " " + text(process.resolve("cmdline"), ' '))
                .toList();
    }

    /** The kernel's numbers of the sockets that they listen on: unlike a port, nobody else gets the same again. */
    Set<String> listening() {
        Set<String> all = listeningOnThisMachine();
        return directories()
                .flatMap(process -> list(process.resolve("fd")))
                .map(MarkedProcesses::socket)
                .filter(all::contains)
                .collect(Collectors.toSet());
    }

    static Set<String> listeningOnThisMachine() {
        return Stream.of("tcp", "tcp6")
                .flatMap(table ->
                        text(PROC.resolve("net").resolve(table), ' ').lines().skip(1))
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns[3].equals(LISTENING))
                .map(columns -> columns[9])
                .collect(Collectors.toSet());
    }

    private Stream<Path> directories() {
        return list(PROC)
                .filter(process -> process.getFileName().toString().matches("\\d+"))
                .filter(process -> Arrays.asList(
                                text(process.resolve("environ"), '\n').split("\n"))
                        .contains(mark));
    }

    private static String socket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().replaceAll("socket:\\[(\\d+)]", "$1");
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    private static Stream<Path> list(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList().stream();
        } catch (IOException | UncheckedIOException endedMeanwhile) {
            return Stream.empty();
        }
    }

    private static String text(Path file, char separator) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).replace('\0', separator);
        } catch (IOException endedMeanwhileOrNotOurs) {
            return "";
        }
    }
}
