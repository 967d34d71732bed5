package io.glooshot.playground;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One real Envoy beside one workload. */
public final class EnvoyProxy implements AutoCloseable {
    /** Where the controller cannot be reached, each start waits one second for the runtime layers. */
    private static final Duration READY_LIMIT = Duration.ofSeconds(30);

    private final Parts parts;
    private final Path directory;
    private final ProxyBootstrap bootstrap;
    private ChildProcess process;

    private EnvoyProxy(Parts parts, Path directory, ProxyBootstrap bootstrap) {
        this.parts = parts;
        this.directory = directory;
        this.bootstrap = bootstrap;
    }

    public static EnvoyProxy start(Parts parts, Path directory, ProxyBootstrap bootstrap) {
        EnvoyProxy proxy = new EnvoyProxy(parts, directory, bootstrap);
        proxy.start();
        return proxy;
    }

    /** On the same ports as before. */
    public void start() {
        Path configuration = directory.resolve(bootstrap.workload() + ".json");
        try {
            Files.writeString(configuration, bootstrap.json());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Path log = directory.resolve(bootstrap.workload() + ".log");
        List<String> words = new ArrayList<>(List.of(
                parts.get(Part.ENVOY).toString(),
                "--config-path",
                configuration.toString(),
                "--concurrency",
                "1",
                // Hot restart would share memory and sockets with any other Envoy on this machine.
                "--disable-hot-restart",
                "--log-level",
                "warning"));
        words.addAll(bootstrap.options());
        process = ChildProcess.start("envoy of " + bootstrap.workload(), log, bootstrap.environment(), words);
        try {
            process.awaitReady(READY_LIMIT, () -> LoopbackHttp.answersOk(adminUrl() + "/ready"));
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
    }

    public void stop() {
        process.stop();
    }

    /** A proxy that is gone acknowledges nothing any more. */
    public void kill() {
        process.kill();
    }

    /** Connected, and silent. */
    public void freeze() {
        process.freeze();
    }

    public void thaw() {
        process.thaw();
    }

    public String workload() {
        return bootstrap.workload();
    }

    public int adminPort() {
        return bootstrap.adminPort();
    }

    public int outboundPort() {
        return bootstrap.outboundPort();
    }

    public String adminUrl() {
        return "http://127.0.0.1:" + adminPort();
    }

    /** Whether new connections pass a filter of that name, and no listener is about to change. */
    boolean hasFilter(String name) {
        String listeners = LoopbackHttp.get(adminUrl() + "/config_dump?resource=dynamic_listeners");
        return listeners.contains("\"" + name + "\"") && !listeners.contains("\"warming_state\"");
    }

    /** All statistics, as Prometheus scrapes them. */
    public String statistics() {
        return LoopbackHttp.get(adminUrl() + "/stats/prometheus");
    }

    /** The value in force of a runtime key; empty where no layer has it. */
    public String runtime(String key) {
        JsonNode entries = LoopbackHttp.getJson(adminUrl() + "/runtime").path("entries");
        return entries.path(key).path("final_value").asText();
    }

    /** All keys in force that begin with this. */
    public List<String> runtimeKeys(String prefix) {
        List<String> keys = new ArrayList<>();
        LoopbackHttp.getJson(adminUrl() + "/runtime")
                .path("entries")
                .fieldNames()
                .forEachRemaining(keys::add);
        return keys.stream().filter(key -> key.startsWith(prefix)).toList();
    }

    /** The filters that the controller has given conditions to, by their names. */
    public List<String> filtersWithConditions() {
        JsonNode dump = LoopbackHttp.getJson(adminUrl() + "/config_dump?resource=ecds_filters");
        List<String> filters = new ArrayList<>();
        for (JsonNode each : dump.path("configs")) {
            JsonNode filter = each.path("ecds_filter");
            if (!filter.at("/typed_config/headers").isEmpty()) {
                filters.add(filter.path("name").asText());
            }
        }
        return filters;
    }

    /** Overrules the controller, until set again to the empty string. */
    public void overrideRuntime(String key, String value) {
        LoopbackHttp.post(
                adminUrl() + "/runtime_modify?" + key + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        process.kill();
    }
}
