package io.glooshot.mesh.istio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glooshot.playground.EnvoyProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Iterator;

/** What istiod has told a proxy, as far as it can still make a difference. */
record ProxyConfiguration(String text) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static ProxyConfiguration of(EnvoyProxy proxy) {
        try {
            JsonNode dump =
                    JSON.readTree(URI.create(proxy.adminUrl() + "/config_dump").toURL());
            // A listener that drains takes no connection any more, but keeps its filters' names to the end.
            dump.findParents("draining_state").forEach(listener -> ((ObjectNode) listener).remove("draining_state"));
            dump.findValues("ecds_filters").forEach(ProxyConfiguration::dropThoseThatDoNothing);
            return new ProxyConfiguration(dump.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void dropThoseThatDoNothing(JsonNode filters) {
        for (Iterator<JsonNode> each = filters.iterator(); each.hasNext(); ) {
            JsonNode configuration = each.next().at("/ecds_filter/typed_config");
            if (!configuration.has("abort") && !configuration.has("delay")) {
                each.remove();
            }
        }
    }

    boolean mentions(String name) {
        return text.contains(name);
    }
}
