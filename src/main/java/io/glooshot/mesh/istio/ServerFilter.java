package io.glooshot.mesh.istio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glooshot.api.GlooShot;
import io.glooshot.experiment.Plan;
import io.glooshot.mesh.istio.route.ObjectName;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The EnvoyFilter that holds a fault at the side of the service that is called. It puts a fault filter into the listeners
 * whose configuration comes by extension config discovery, and a second patch gives that configuration. A fault filter with
 * its configuration in the listener would stay on for open connections after its removal, until the old listener has
 * drained; this one is off for them too as soon as its configuration says 0 %.
 */
final class ServerFilter {

    private static final String HTTP_FILTER = "HTTP_FILTER";
    private static final String EXTENSION_CONFIG = "EXTENSION_CONFIG";
    private static final String CONNECTION_MANAGER = "envoy.filters.network.http_connection_manager";
    private static final String ROUTER = "envoy.filters.http.router";

    private ServerFilter() {}

    /** The object for one fault of a plan, with the fault on. */
    static ObjectNode of(Plan plan, ServerFault fault, int number) {
        String name = prefix(plan.uid()) + number;
        ObjectNode object = JsonNodeFactory.instance
                .objectNode()
                .put("apiVersion", IstioKind.ENVOY_FILTER.apiVersion())
                .put("kind", IstioKind.ENVOY_FILTER.kind());
        object.set("metadata", metadata(plan, fault, name));
        ObjectNode spec = object.putObject("spec");
        ObjectNode labels = spec.putObject("workloadSelector").putObject("labels");
        new TreeMap<>(fault.workload()).forEach(labels::put);
        ArrayNode patches = spec.putArray("configPatches");
        List<ObjectNode> filters = HttpFault.of(fault.fault());
        for (int i = 0; i < filters.size(); i++) {
            String filter = name + "-" + i;
            new TreeSet<>(fault.ports()).forEach(port -> patches.add(insertion(filter, port)));
            patches.add(configuration(filter, filters.get(i)));
        }
        return object;
    }

    /** The same object with every fault at 0 %. */
    static ObjectNode atZero(ObjectNode filter) {
        ObjectNode next = filter.deepCopy();
        for (JsonNode patch : next.at("/spec/configPatches")) {
            if (isConfiguration(patch)) {
                ((ObjectNode) patch.at("/patch/value")).set("typed_config", HttpFault.none());
            }
        }
        return next;
    }

    static boolean isAtZero(ObjectNode filter) {
        return atZero(filter).equals(filter);
    }

    /** Whether it holds a fault of the experiment; by its name, which nobody can take from it as they can a label. */
    static boolean isOf(ObjectNode filter, String uid) {
        return ObjectName.of(filter).name().startsWith(prefix(uid));
    }

    private static String prefix(String uid) {
        return "glooshot-" + uid + "-";
    }

    private static boolean isConfiguration(JsonNode patch) {
        return patch.path("applyTo").asText().equals(EXTENSION_CONFIG);
    }

    private static ObjectNode metadata(Plan plan, ServerFault fault, String name) {
        ObjectNode metadata = JsonNodeFactory.instance
                .objectNode()
                .put("name", name)
                .put("namespace", fault.fault().destination().service().namespace());
        ObjectNode labels = metadata.putObject("labels")
                .put("app.kubernetes.io/managed-by", "glooshot")
                .put(GlooShot.FAULT_LABEL, "true")
                .put(GlooShot.UID_LABEL, plan.uid());
        plan.mesh().revision().ifPresent(revision -> labels.put("istio.io/rev", revision));
        metadata.putObject("annotations").put("glooshot.solo.io/experiment", plan.namespace() + "/" + plan.name());
        return metadata;
    }

    private static ObjectNode insertion(String filter, int port) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode().put("applyTo", HTTP_FILTER);
        ObjectNode listener = inbound(patch).putObject("listener").put("portNumber", port);
        ObjectNode manager =
                listener.putObject("filterChain").putObject("filter").put("name", CONNECTION_MANAGER);
        manager.putObject("subFilter").put("name", ROUTER);
        ObjectNode value = patch.putObject("patch")
                .put("operation", "INSERT_BEFORE")
                .putObject("value")
                .put("name", filter);
        ObjectNode discovery = value.putObject("config_discovery");
        discovery.putObject("config_source").put("resource_api_version", "V3").putObject("ads");
        discovery.set("default_config", HttpFault.none());
        discovery.put("apply_default_config_without_warming", true);
        discovery.putArray("type_urls").add(HttpFault.TYPE);
        return patch;
    }

    private static ObjectNode configuration(String filter, ObjectNode fault) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode().put("applyTo", EXTENSION_CONFIG);
        inbound(patch);
        ObjectNode value = patch.putObject("patch")
                .put("operation", "ADD")
                .putObject("value")
                .put("name", filter);
        value.set("typed_config", fault);
        return patch;
    }

    private static ObjectNode inbound(ObjectNode patch) {
        return patch.putObject("match").put("context", "SIDECAR_INBOUND");
    }
}
