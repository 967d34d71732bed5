package io.glooshot.playground;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that are told beforehand where to listen. Each is kept by a file lock while this JVM lives, so that
 * parallel runs do not take the same one between choosing and listening, nor while a server is down for a while.
 */
public final class LoopbackPorts {
    /** Below the range from which systems take the near end of outgoing connections. */
    private static final int FIRST = 20_000;

    private static final int LAST = 32_000;

    private static final Set<FileChannel> KEPT = new HashSet<>();

    private LoopbackPorts() {}

    public static synchronized int take() {
        for (int attempt = 0; attempt < LAST - FIRST; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (isFree(port) && keep(Integer.toString(port))) {
                return port;
            }
        }
        throw new IllegalStateException("no free port between " + FIRST + " and " + LAST);
    }

    private static boolean isFree(int port) {
        try (ServerSocket ignored = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** @return whether it is now this JVM's */
    static synchronized boolean keep(String name) {
        try {
            Path locks =
                    Path.of(System.getProperty("java.io.tmpdir"), "glooshot-ports-" + System.getProperty("user.name"));
            Files.createDirectories(locks);
            FileChannel channel =
                    FileChannel.open(locks.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                return false;
            }
            KEPT.add(channel);
            return true;
        } catch (OverlappingFileLockException takenByUs) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
