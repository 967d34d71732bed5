package io.glooshot.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The files of {@code kubernetes/monitoring}. */
public final class Monitoring {

    private static final Path FILES = Path.of("kubernetes/monitoring");
    private static final YAMLMapper YAML = new YAMLMapper();

    /** Every metric that is asked for has a selector with its job. */
    private static final Pattern METRIC = Pattern.compile("\\b([a-z]\\w+)\\{");

    private Monitoring() {}

    static JsonNode yaml(String file) {
        return read(YAML, FILES.resolve(file));
    }

    static JsonNode dashboard() {
        return read(new ObjectMapper(), FILES.resolve("dashboard.json"));
    }

    static List<JsonNode> alerts() {
        List<JsonNode> alerts = new ArrayList<>();
        yaml("prometheusrule.yaml")
                .at("/spec/groups")
                .forEach(group -> group.path("rules").forEach(alerts::add));
        return alerts;
    }

    /** As Prometheus itself reads them. */
    static String rules() throws IOException {
        return YAML.writeValueAsString(yaml("prometheusrule.yaml").path("spec"));
    }

    /** The queries of the dashboard, with a range in place of the one that Grafana chooses. */
    static List<String> dashboardQueries() {
        return dashboard().findValuesAsText("expr").stream()
                .map(query -> query.replace("$__rate_interval", "5m"))
                .toList();
    }

    /** These as rules, so that what reads rules can judge them. */
    static String asRules(List<String> queries) throws IOException {
        ObjectNode file = YAML.createObjectNode();
        ArrayNode rules =
                file.putArray("groups").addObject().put("name", "queries").putArray("rules");
        for (int i = 0; i < queries.size(); i++) {
            rules.addObject().put("record", "query:" + i).put("expr", queries.get(i));
        }
        return YAML.writeValueAsString(file);
    }

    /** The names of all metrics that alerts and dashboard ask for, as they stand in them. */
    public static Set<String> metrics() {
        List<String> queries = new ArrayList<>(dashboardQueries());
        alerts().forEach(alert -> queries.add(alert.path("expr").asText()));
        Set<String> names = new TreeSet<>();
        queries.forEach(query -> METRIC.matcher(query)
                .results()
                .map((MatchResult name) -> name.group(1))
                .forEach(names::add));
        return names;
    }

    private static JsonNode read(ObjectMapper mapper, Path file) {
        try {
            return mapper.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
