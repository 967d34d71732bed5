package io.glooshot.playground;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;

/**
 * Programs kept between runs, one directory for each source's key. A directory appears complete or not at all, so that
 * reading needs no lock; writing is done under one, by one process at a time.
 */
final class PartCache {
    /** File locks belong to the whole JVM: threads of one JVM need a lock of their own. */
    private static final Object WITHIN_THIS_JVM = new Object();

    private final Path root;

    private PartCache(Path root) {
        this.root = root;
    }

    static PartCache in(Map<String, String> environment) {
        String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
        String caches = environment.getOrDefault("XDG_CACHE_HOME", home + "/.cache");
        return new PartCache(Path.of(environment.getOrDefault("GLOOSHOT_CACHE", caches + "/glooshot"))
                .toAbsolutePath());
    }

    Optional<Path> find(PartSource source, Part part) {
        return Optional.of(root.resolve(source.key()).resolve(part.command())).filter(Files::isExecutable);
    }

    Path install(PartSource source, Part part, Progress progress) throws IOException {
        Files.createDirectories(root);
        synchronized (WITHIN_THIS_JVM) {
            try (FileChannel channel = openLock(source);
                    FileLock ignored = lock(channel, source, progress)) {
                Optional<Path> byAnotherRun = find(source, part);
                if (byAnotherRun.isPresent()) {
                    return byAnotherRun.get();
                }
                return installLocked(source, part, progress);
            }
        }
    }

    private Path installLocked(PartSource source, Part part, Progress progress) throws IOException {
        // What a killed run left half done: nobody else can be writing it while the lock is ours.
        Path stage = root.resolve("." + source.key() + ".partial");
        Directories.delete(stage);
        Directories.delete(root.resolve(source.key()));
        Files.createDirectories(stage);
        try {
            source.install(stage, progress);
            Path program = stage.resolve(part.command());
            if (!Files.isExecutable(program)) {
                throw new IOException("no " + part.command() + " in it");
            }
            Files.move(stage, root.resolve(source.key()), StandardCopyOption.ATOMIC_MOVE);
            return root.resolve(source.key()).resolve(part.command());
        } finally {
            Directories.delete(stage);
        }
    }

    void discard(PartSource source) {
        synchronized (WITHIN_THIS_JVM) {
            try (FileChannel channel = openLock(source);
                    FileLock ignored = channel.lock()) {
                Directories.delete(root.resolve(source.key()));
            } catch (IOException e) {
                throw new IllegalStateException("cannot clear " + root.resolve(source.key()), e);
            }
        }
    }

    private FileChannel openLock(PartSource source) throws IOException {
        return FileChannel.open(
                root.resolve(source.key() + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private FileLock lock(FileChannel channel, PartSource source, Progress progress) throws IOException {
        FileLock free = channel.tryLock();
        if (free != null) {
            return free;
        }
        progress.step("waiting for another run that is getting %s", source.key());
        return channel.lock();
    }
}
