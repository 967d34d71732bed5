package io.glooshot.conversion;

import io.glooshot.conversion.Upstreams.Service;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads Gloo's Upstreams, as kubectl shows them, for the Services that they stand for. */
final class UpstreamReader {

    private static final String API = "gloo.solo.io/";

    private UpstreamReader() {}

    static boolean isUpstream(Value object) {
        return OldForm.text(object, "apiVersion").startsWith(API)
                && OldForm.text(object, "kind").equals("Upstream");
    }

    /** Whether it stands for a Service of Kubernetes, which is learned then. */
    static boolean learn(Value upstream, Upstreams upstreams) {
        Value metadata = upstream.fields().get("metadata");
        Optional<Value> kube = at(upstream, "spec", "upstreamSpec", "kube").or(() -> at(upstream, "spec", "kube"));
        if (metadata == null || kube.isEmpty()) {
            return false;
        }
        String upstreamName = OldForm.text(metadata, "name");
        String name = OldForm.text(kube.get(), "serviceName");
        String namespace = OldForm.text(kube.get(), "serviceNamespace");
        Optional<Integer> port = at(kube.get(), "servicePort")
                .flatMap(Value::number)
                .map(Number::intValue)
                .filter(number -> number >= 1 && number <= 65535);
        if (!Upstreams.isService(name) || !Upstreams.isNamespace(namespace) || upstreamName.isEmpty()) {
            return false;
        }
        // The Upstream of a whole Service is named after nothing but it; its selector is that of the Service.
        boolean whole = port.isPresent() && upstreamName.equals(namespace + "-" + name + "-" + port.get());
        Map<String, String> labels = new TreeMap<>();
        if (!whole) {
            at(kube.get(), "selector")
                    .ifPresent(selector -> selector.fields()
                            .forEach((key, value) -> value.text().ifPresent(text -> labels.put(key, text))));
        }
        upstreams.learn(
                OldForm.text(metadata, "namespace"),
                upstreamName,
                new Service(namespace, name, port.orElse(null), labels));
        return true;
    }

    private static Optional<Value> at(Value start, String... path) {
        Optional<Value> value = Optional.of(start);
        for (String step : path) {
            value = value.map(parent -> parent.fields().get(step));
        }
        return value;
    }
}
