package io.glooshot.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartCacheTest {
    @TempDir
    Path root;

    private final AtomicInteger installs = new AtomicInteger();
    private final Progress progress = new Progress(System.out, false);
    private PartCache cache;

    private interface Installation {
        void into(Path stage) throws IOException;
    }

    private PartSource source(Installation installation) {
        return new PartSource() {
            @Override
            public String key() {
                return "etcd-1";
            }

            @Override
            public String description() {
                return "a source of this test";
            }

            @Override
            public void install(Path stage, Progress ignored) throws IOException {
                installs.incrementAndGet();
                installation.into(stage);
            }
        };
    }

    private static void writeProgram(Path stage) throws IOException {
        Path program = Files.writeString(stage.resolve("etcd"), "#!/bin/sh\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    @BeforeEach
    void openCache() {
        cache = PartCache.in(Map.of("GLOOSHOT_CACHE", root.toString()));
    }

    @Test
    void installsOnceForManyAtATime() {
        PartSource source = source(PartCacheTest::writeProgram);

        List<Path> programs = IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> install(source))
                .distinct()
                .toList();

        assertThat(programs).containsExactly(root.resolve("etcd-1/etcd"));
        assertThat(installs).hasValue(1);
    }

    @Test
    void keepsNothingOfAnInstallationThatFailed() {
        PartSource source = source(stage -> {
            Files.writeString(stage.resolve("half"), "half");
            throw new IOException("the line went dead");
        });

        assertThatThrownBy(() -> cache.install(source, Part.ETCD, progress)).hasMessage("the line went dead");

        assertThat(cache.find(source, Part.ETCD)).isEmpty();
        assertThat(root).isDirectoryNotContaining(path -> Files.isDirectory(path));
    }

    @Test
    void startsOverWhereAKilledRunLeftAHalf() throws IOException {
        Files.createDirectories(root.resolve(".etcd-1.partial"));
        Files.writeString(root.resolve(".etcd-1.partial/stale"), "half a download");

        Path program = cache.install(source(PartCacheTest::writeProgram), Part.ETCD, progress);

        assertThat(program).isExecutable();
        assertThat(program.resolveSibling("stale")).doesNotExist();
    }

    @Test
    void refusesASourceWithoutTheProgram() {
        assertThatThrownBy(() -> cache.install(source(stage -> {}), Part.ETCD, progress))
                .hasMessage("no etcd in it");
    }

    @Test
    void livesInTheUsersCacheDirectoryUnlessToldOtherwise() {
        PartSource source = source(PartCacheTest::writeProgram);
        PartCache usual = PartCache.in(Map.of("HOME", root.toString()));

        assertThat(usual.find(source, Part.ETCD)).isEmpty();
        assertThat(install(usual, source)).isEqualTo(root.resolve(".cache/glooshot/etcd-1/etcd"));
    }

    private Path install(PartSource source) {
        return install(cache, source);
    }

    private Path install(PartCache into, PartSource source) {
        try {
            return into.install(source, Part.ETCD, progress);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
