package io.glooshot.playground;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds each real part: named by the environment, on PATH, cached from before, or fetched now. */
public final class Parts {
    /** What cannot be had, with all that was tried and what the user can do about it. */
    public static final class MissingPartException extends RuntimeException {
        MissingPartException(String message) {
            super(message);
        }
    }

    private final Map<String, String> environment;
    private final PartCache cache;
    private final Progress progress;
    private final Map<Part, Path> found = new EnumMap<>(Part.class);

    Parts(Map<String, String> environment, Progress progress) {
        this.environment = environment;
        this.cache = PartCache.in(environment);
        this.progress = progress;
    }

    public static Parts onThisMachine(Progress progress) {
        return new Parts(System.getenv(), progress);
    }

    /** The program's path; the first call may take minutes where the program has to be fetched. */
    public synchronized Path get(Part part) {
        return found.computeIfAbsent(part, this::find);
    }

    private Path find(Part part) {
        Optional<Path> named = named(part).or(() -> onPath(part));
        if (named.isPresent()) {
            return named.get();
        }
        List<PartSource> sources = PartSources.of(part);
        return sources.stream()
                .flatMap(source -> cache.find(source, part).stream())
                .findFirst()
                .orElseGet(() -> fetch(part, sources));
    }

    /** Whoever names a program wants that one, so it is never replaced by another in silence. */
    private Optional<Path> named(Part part) {
        String value = environment.getOrDefault(part.variable(), "");
        if (value.isBlank()) {
            return Optional.empty();
        }
        Path program = Path.of(value).toAbsolutePath();
        if (!runs(program, part)) {
            throw new MissingPartException(
                    part.variable() + "=" + value + " is not a " + part.command() + " that runs on this machine");
        }
        return Optional.of(program);
    }

    private Optional<Path> onPath(Part part) {
        return Stream.of(environment.getOrDefault("PATH", "").split(":"))
                .filter(directory -> !directory.isBlank())
                .map(directory -> Path.of(directory, part.command()))
                .filter(program -> runs(program, part))
                .findFirst();
    }

    private Path fetch(Part part, List<PartSource> sources) {
        List<String> failures = new ArrayList<>();
        for (PartSource source : sources) {
            try {
                Path program = cache.install(source, part, progress);
                if (runs(program, part)) {
                    progress.step("%s: from %s", part.command(), source.description());
                    return program;
                }
                // Left in the cache it would be found, and believed, by the next run.
                cache.discard(source);
                failures.add(source.description() + ": what it gave does not run on this machine");
            } catch (IOException e) {
                failures.add(source.description() + ": " + (e.getMessage() == null ? e : e.getMessage()));
            }
        }
        throw new MissingPartException(String.format(
                "%s is needed and could not be had. Install it so that it is on PATH, or set %s to its path."
                        + " Tried:%n - %s",
                part.command(), part.variable(), String.join(String.format("%n - "), failures)));
    }

    /** A file can be there and be for another processor or C library, or be a shim of something not installed. */
    private static boolean runs(Path program, Part part) {
        if (!Files.isRegularFile(program) || !Files.isExecutable(program)) {
            return false;
        }
        if (part.isLibrary()) {
            return true;
        }
        try {
            return Command.of(program, part.harmlessArguments().toArray(String[]::new))
                    .run(Duration.ofSeconds(30))
                    .ok();
        } catch (IOException e) {
            return false;
        }
    }
}
