package io.glooshot.playground;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/**
 * A release file from where its makers publish it, checked against the checksum file beside it.
 *
 * @param member the program's path inside a .tar.gz, or empty when the file is the program itself
 */
record OfficialDownload(String key, Part part, URI file, URI checksums, String member) implements PartSource {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration SILENCE_LIMIT = Duration.ofSeconds(20);

    @Override
    public String description() {
        return "official download " + file;
    }

    @Override
    public void install(Path stage, Progress progress) throws IOException {
        String expected = publishedChecksum();
        Path downloaded = stage.resolve("download");
        String actual = download(downloaded, algorithmOf(expected), progress);
        if (!actual.equals(expected)) {
            throw new IOException("checksum of " + file + " is " + actual + ", published is " + expected);
        }
        Path program = stage.resolve(part.command());
        if (member.isEmpty()) {
            Files.move(downloaded, program);
        } else {
            Command.Result tar = Command.of("tar", "-xzf", downloaded.toString(), member)
                    .in(stage)
                    .run(Duration.ofMinutes(2));
            if (!tar.ok()) {
                throw new IOException("tar: " + tar.text());
            }
            Files.move(stage.resolve(member), program);
            Directories.delete(stage.resolve(member.substring(0, member.indexOf('/'))));
            Files.delete(downloaded);
        }
        if (!program.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + program + " executable");
        }
    }

    /** The file lists either `checksum  name` for each release file, or a single checksum alone. */
    private String publishedChecksum() throws IOException {
        HttpURLConnection connection = connect(checksums);
        try (InputStream body = connection.getInputStream()) {
            String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
            return checksumIn(text, Path.of(file.getPath()).getFileName().toString());
        }
    }

    static String checksumIn(String text, String fileName) throws IOException {
        return text.lines()
                .map(line -> line.strip().split("\\s+\\*?"))
                .filter(words -> words[0].matches("[0-9a-f]{64}|[0-9a-f]{128}"))
                .filter(words -> words.length == 1
                        || Path.of(words[1]).getFileName().toString().equals(fileName))
                .map(words -> words[0])
                .findFirst()
                .orElseThrow(() -> new IOException("no checksum of " + fileName + " is published"));
    }

    private static String algorithmOf(String checksum) {
        return checksum.length() == 64 ? "SHA-256" : "SHA-512";
    }

    private String download(Path to, String algorithm, Progress progress) throws IOException {
        HttpURLConnection connection = connect(file);
        MessageDigest digest = digest(algorithm);
        try (InputStream body = connection.getInputStream();
                OutputStream out = new DigestOutputStream(Files.newOutputStream(to), digest);
                Progress.Bar bar = progress.bar(key, "KiB", Math.max(0, connection.getContentLengthLong() / 1024))) {
            byte[] buffer = new byte[1 << 16];
            long total = 0;
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                out.write(buffer, 0, read);
                total += read;
                bar.advanceTo(total / 1024);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpURLConnection connect(URI uri) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout((int) CONNECT_LIMIT.toMillis());
        connection.setReadTimeout((int) SILENCE_LIMIT.toMillis());
        try {
            int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                throw new IOException("HTTP " + status + " for " + uri);
            }
            return connection;
        } catch (UnknownHostException e) {
            throw new IOException("cannot resolve " + uri.getHost(), e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
