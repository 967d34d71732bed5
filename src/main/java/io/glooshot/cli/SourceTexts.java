package io.glooshot.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.glooshot.conversion.SourceText;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Reads the texts that {@code -f} names: a file, a folder, a URL, or standard input by {@code -}. */
final class SourceTexts {

    /** Of one file or answer; far more than people write. */
    private static final int MOST_BYTES = 8 << 20;

    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(20);
    private static final int OK = 200;
    private static final List<String> EXTENSIONS = List.of(".yaml", ".yml", ".json");

    private final InputStream standardInput;

    /** @param standardInput what {@code -} stands for */
    SourceTexts(InputStream standardInput) {
        this.standardInput = standardInput;
    }

    /**
     * All texts of all sources, in order; those of a folder by the names of its files.
     *
     * @throws CommandFailure when one cannot be read
     */
    List<SourceText> read(List<String> sources) {
        List<SourceText> texts = new ArrayList<>();
        sources.forEach(source -> read(source, texts));
        return texts;
    }

    private void read(String source, List<SourceText> texts) {
        if (source.equals("-")) {
            texts.add(new SourceText("standard input", text(source, standardInput)));
        } else if (source.matches("(?i)https?://.*")) {
            texts.add(new SourceText(source, download(source)));
        } else if (Files.isDirectory(Path.of(source))) {
            filesIn(source).forEach(file -> texts.add(new SourceText(file.toString(), text(file))));
        } else {
            texts.add(new SourceText(source, text(Path.of(source))));
        }
    }

    private static List<Path> filesIn(String folder) {
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            List<Path> found = files.filter(Files::isRegularFile)
                    .filter(file -> EXTENSIONS.stream().anyMatch(file.toString().toLowerCase(Locale.ROOT)::endsWith))
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw unreadable(folder, "the folder has no file that ends with .yaml, .yml or .json", null);
            }
            return found;
        } catch (IOException e) {
            throw unreadable(folder, String.valueOf(e), e);
        }
    }

    private static String text(Path file) {
        if (!Files.exists(file)) {
            throw unreadable(file.toString(), "there is no such file or folder", null);
        }
        try (InputStream in = Files.newInputStream(file)) {
            return text(file.toString(), in);
        } catch (IOException e) {
            throw unreadable(file.toString(), String.valueOf(e), e);
        }
    }

    private static String text(String source, InputStream in) {
        try {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw unreadable(source, "it is larger than %d MiB".formatted(MOST_BYTES >> 20), null);
            }
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw unreadable(source, "it is no UTF-8", e);
        } catch (IOException e) {
            throw unreadable(source, String.valueOf(e), e);
        }
    }

    private static String download(String url) {
        try {
            HttpResponse<InputStream> answer = HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .connectTimeout(LONGEST_ANSWER)
                    .build()
                    .send(
                            HttpRequest.newBuilder(URI.create(url))
                                    .timeout(LONGEST_ANSWER)
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                if (answer.statusCode() != OK) {
                    throw unreadable(url, "the server answered with HTTP " + answer.statusCode(), null);
                }
                return text(url, body);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(url, String.valueOf(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreadable(url, "it was interrupted", e);
        }
    }

    private static CommandFailure unreadable(String source, String why, Exception cause) {
        return new CommandFailure(
                "%s cannot be read".formatted(source),
                why,
                "Give -f a file, a folder, an http or https URL, or - for standard input.",
                cause);
    }
}
