package io.glooshot.playground;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** A real Prometheus. Targets may come and go while it runs. */
public final class Prometheus implements AutoCloseable {
    private static final Duration READY_LIMIT = Duration.ofSeconds(60);

    private final Parts parts;
    private final Path directory;
    private final int port = LoopbackPorts.take();
    private final List<Map<String, Object>> targets = new ArrayList<>();
    private ChildProcess process;

    private Prometheus(Parts parts, Path directory, Duration scrapeInterval, String relabeling) {
        this.parts = parts;
        this.directory = directory;
        write("prometheus.yml", configuration(scrapeInterval) + relabeling);
        writeTargets();
    }

    public static Prometheus start(Parts parts, Path directory, Duration scrapeInterval) {
        return start(parts, directory, scrapeInterval, "");
    }

    /** @param relabeling what becomes of the series of all targets, as it stands in a scrape configuration */
    static Prometheus start(Parts parts, Path directory, Duration scrapeInterval, String relabeling) {
        Prometheus prometheus = new Prometheus(parts, directory, scrapeInterval, relabeling);
        prometheus.start();
        return prometheus;
    }

    /** On the same port and the same data as before. */
    public void start() {
        process = ChildProcess.start(
                "prometheus",
                directory.resolve("prometheus.log"),
                Map.of(),
                List.of(
                        parts.get(Part.PROMETHEUS).toString(),
                        "--config.file=" + directory.resolve("prometheus.yml"),
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        // By default a new target waits up to five seconds longer than it must.
                        "--scrape.discovery-reload-interval=100ms",
                        "--web.enable-lifecycle",
                        "--web.listen-address=127.0.0.1:" + port));
        try {
            process.awaitReady(READY_LIMIT, () -> LoopbackHttp.answersOk(url() + "/-/ready"));
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
    }

    /** Connections are refused until it is started again. */
    public void stop() {
        process.stop();
    }

    /** Connections are accepted and nothing is answered until it is thawed. */
    public void freeze() {
        process.freeze();
    }

    public void thaw() {
        process.thaw();
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public long pid() {
        return process.pid();
    }

    /** Scraped from now on. The first sample takes up to one interval. */
    public synchronized void scrape(int targetPort, String metricsPath, Map<String, String> labels) {
        // file_sd has no field for the path, but takes it from this label.
        Map<String, String> all = new TreeMap<>(labels);
        all.put("__metrics_path__", metricsPath);
        targets.add(Map.of("targets", List.of("127.0.0.1:" + targetPort), "labels", all));
        writeTargets();
    }

    public synchronized void forget(int targetPort) {
        targets.removeIf(target -> target.get("targets").equals(List.of("127.0.0.1:" + targetPort)));
        writeTargets();
    }

    /** Evaluates these rules, as often as it scrapes, in place of those before. */
    public void evaluate(String rules) {
        write("rules.yml", rules);
        LoopbackHttp.post(url() + "/-/reload");
    }

    /** The value of a query with one result, and nothing where it has none. */
    public OptionalDouble query(String query) {
        String encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
        JsonNode data =
                LoopbackHttp.getJson(url() + "/api/v1/query?query=" + encoded).path("data");
        JsonNode result = data.path("result");
        if (data.path("resultType").asText().equals("scalar")) {
            return OptionalDouble.of(Double.parseDouble(result.path(1).asText()));
        }
        if (result.size() > 1) {
            throw new IllegalArgumentException(result.size() + " series for " + query);
        }
        return result.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        Double.parseDouble(result.path(0).path("value").path(1).asText()));
    }

    @Override
    public void close() {
        process.kill();
    }

    private String configuration(Duration scrapeInterval) {
        return """
                global: {scrape_interval: %dms, scrape_timeout: %dms, evaluation_interval: %dms}
                rule_files: ['%s']
                scrape_configs:
                - job_name: playground
                  file_sd_configs:
                  - {files: ['%s'], refresh_interval: 5s}
                """.formatted(
                        scrapeInterval.toMillis(),
                        scrapeInterval.toMillis(),
                        scrapeInterval.toMillis(),
                        directory.resolve("rules*.yml"),
                        directory.resolve("targets.json"));
    }

    private void writeTargets() {
        try {
            write("targets.new", LoopbackHttp.JSON.writeValueAsString(targets));
            // It watches the file and must never see half of it.
            Files.move(
                    directory.resolve("targets.new"),
                    directory.resolve("targets.json"),
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String fileName, String content) {
        try {
            Files.writeString(directory.resolve(fileName), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
