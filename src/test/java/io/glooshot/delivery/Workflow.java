package io.glooshot.delivery;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A workflow of GitHub Actions, as far as it can be looked at without running it. */
record Workflow(Path file, JsonNode content) {

    private static final Path FOLDER = Path.of(".github/workflows");
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    static Workflow named(String name) {
        try {
            Path file = FOLDER.resolve(name);
            return new Workflow(file, YAML.readTree(Files.readString(file)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<Workflow> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted()
                    .map(file -> named(file.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    Map<String, JsonNode> jobs() {
        Map<String, JsonNode> jobs = new LinkedHashMap<>();
        content.path("jobs").properties().forEach(job -> jobs.put(job.getKey(), job.getValue()));
        return jobs;
    }

    /** All jobs that have succeeded before this one starts. */
    Set<String> before(String job) {
        Set<String> found = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(needs(job));
        while (!open.isEmpty()) {
            String next = open.poll();
            if (found.add(next)) {
                open.addAll(needs(next));
            }
        }
        return found;
    }

    List<String> needs(String job) {
        JsonNode needs = content.path("jobs").path(job).path("needs");
        return needs.isTextual() ? List.of(needs.asText()) : texts(needs);
    }

    List<JsonNode> steps() {
        return jobs().keySet().stream().flatMap(job -> steps(job).stream()).toList();
    }

    List<JsonNode> steps(String job) {
        return StreamSupport.stream(content.path("jobs").path(job).path("steps").spliterator(), false)
                .toList();
    }

    /** Scripts, with lines that were broken put together. */
    List<String> scripts() {
        return steps().stream()
                .filter(step -> step.has("run"))
                .map(step -> step.path("run").asText())
                .toList();
    }

    /** The words of each call of Maven. */
    List<List<String>> builds() {
        List<List<String>> builds = new ArrayList<>();
        for (String script : scripts()) {
            for (String line : script.split("\n|&&|;")) {
                List<String> words = List.of(line.strip().split("\\s+"));
                if (words.get(0).equals("./mvnw")) {
                    builds.add(words.subList(1, words.size()));
                }
            }
        }
        return builds;
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
