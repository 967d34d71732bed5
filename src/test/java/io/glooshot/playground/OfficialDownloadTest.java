package io.glooshot.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfficialDownloadTest {
    @TempDir
    Path stage;

    private final Progress progress = new Progress(System.out, false);
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private Vertx vertx;
    private LoopbackServer publisher;

    @BeforeEach
    void startPublisher() {
        vertx = Vertx.vertx();
        publisher = LoopbackServer.start(vertx, request -> {
            byte[] file = files.get(request.path());
            request.response().setStatusCode(file == null ? 404 : 200);
            request.response().end(Buffer.buffer(file == null ? new byte[0] : file));
        });
    }

    @AfterEach
    void stopPublisher() {
        publisher.close();
        vertx.close();
    }

    private OfficialDownload download(String file, String member) {
        return new OfficialDownload(
                "etcd-1",
                Part.ETCD,
                URI.create(publisher.url() + file),
                URI.create(publisher.url() + "/SHA256SUMS"),
                member);
    }

    private void publish(String file, byte[] content) throws GeneralSecurityException {
        files.put(file, content);
        String checksum =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        files.put("/SHA256SUMS", (checksum + "  " + file.substring(1) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void leavesAnExecutableProgram() throws IOException, GeneralSecurityException {
        publish("/etcd", "the program".getBytes(StandardCharsets.UTF_8));

        download("/etcd", "").install(stage, progress);

        assertThat(stage.resolve("etcd")).isExecutable().hasContent("the program");
    }

    @Test
    void takesTheProgramAloneOutOfAnArchive() throws IOException, GeneralSecurityException {
        Path release = Files.createDirectories(stage.resolve("elsewhere/etcd-1"));
        Files.writeString(release.resolve("etcd"), "the program");
        Files.writeString(release.resolve("README"), "more");
        Path archive = stage.resolve("elsewhere/etcd.tar.gz");
        Command.of(
                        "tar",
                        "-czf",
                        archive.toString(),
                        "-C",
                        stage.resolve("elsewhere").toString(),
                        "etcd-1")
                .run(Duration.ofSeconds(10));
        publish("/etcd.tar.gz", Files.readAllBytes(archive));
        Directories.delete(stage.resolve("elsewhere"));

        download("/etcd.tar.gz", "etcd-1/etcd").install(stage, progress);

        assertThat(stage).isDirectoryContaining("glob:**etcd").isDirectoryNotContaining("glob:**{README,download}");
        assertThat(stage.resolve("etcd")).isExecutable();
    }

    @Test
    void refusesWhatDoesNotMatchItsChecksum() throws GeneralSecurityException {
        publish("/etcd", "the program".getBytes(StandardCharsets.UTF_8));
        files.put("/etcd", "another program".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> download("/etcd", "").install(stage, progress)).hasMessageContaining("checksum");
        assertThat(stage.resolve("etcd")).doesNotExist();
    }

    @Test
    void takesNothingThatHasNoChecksum() {
        files.put("/etcd", "the program".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> download("/etcd", "").install(stage, progress)).hasMessageContaining("HTTP 404");
    }
}
