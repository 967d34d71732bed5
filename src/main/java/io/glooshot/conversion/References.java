package io.glooshot.conversion;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glooshot.conversion.Upstreams.Reading;
import io.glooshot.conversion.Upstreams.Service;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Converts references to Upstreams into Services. */
final class References {

    private static final int MOST = 16;
    private static final int MOST_LABELS = 4;

    private final Fields fields;
    private final Ledger ledger;
    private final Upstreams upstreams;
    private final String own;

    /** @param own the namespace of the experiment; may be empty */
    References(Fields fields, Ledger ledger, Upstreams upstreams, String own) {
        this.fields = fields;
        this.ledger = ledger;
        this.upstreams = upstreams;
        this.own = own;
    }

    ArrayNode origins(List<Value> references) {
        return all(references, this::origin);
    }

    ArrayNode destinations(List<Value> references) {
        return all(references, this::destination);
    }

    private interface Each {
        Optional<ObjectNode> of(Value reference);
    }

    private ArrayNode all(List<Value> references, Each conversion) {
        ArrayNode converted = JsonNodeFactory.instance.arrayNode();
        for (Value reference : references) {
            if (converted.size() == MOST) {
                ledger.lose(
                        reference,
                        "is one too many: a fault names at most %d. Add a fault for the rest.".formatted(MOST));
            } else {
                conversion.of(reference).ifPresent(converted::add);
            }
        }
        return converted;
    }

    private Optional<ObjectNode> origin(Value reference) {
        return read(reference, "Calls from it are hit whatever port it is called on.")
                .filter(service -> mayHaveLabels(reference, service))
                .map(service -> {
                    ObjectNode origin = service(service);
                    if (!service.labels().isEmpty()) {
                        ObjectNode labels = origin.putObject("workloadLabels");
                        Upstreams.sorted(service.labels()).forEach(labels::put);
                    }
                    return origin;
                });
    }

    private Optional<ObjectNode> destination(Value reference) {
        return read(reference, "").map(service -> {
            ObjectNode destination = service(service);
            if (service.port() != null) {
                destination.put("port", service.port());
            }
            if (!own.isEmpty() && !own.equals(service.namespace())) {
                ledger.warn(
                        reference,
                        "is in another namespace than the experiment: %s has to opt in with the annotation glooshot.solo.io/allow-experiments-from."
                                .formatted(service.namespace()));
            }
            return destination;
        });
    }

    /** A reference to a Kubernetes Service, as {@code successRate} has it. */
    Optional<ObjectNode> plainService(Value reference) {
        Optional<String> name = text(reference, "name");
        if (name.isEmpty()) {
            ledger.lose(reference, "names nothing.");
            return Optional.empty();
        }
        String namespace = text(reference, "namespace").orElse(own);
        if (!Upstreams.isService(name.get()) || !(namespace.isEmpty() || Upstreams.isNamespace(namespace))) {
            ledger.lose(reference, "is no Service of Kubernetes.");
            return Optional.empty();
        }
        Reading reading = upstreams.isUpstream(namespace, name.get())
                ? upstreams.read(namespace, name.get(), own)
                : Reading.none("");
        if (reading.service().isPresent()) {
            Service service = reading.service().get();
            ledger.warn(
                    reference,
                    "is now the Service %s: here 0.0.x wanted a Service, and this is named like an Upstream.%s"
                            .formatted(service, reading.certain() ? "" : " " + reading.why()));
            ObjectNode converted = service(service);
            return Optional.of(service.port() == null ? converted : converted.put("port", service.port()));
        }
        return Optional.of(service(new Service(namespace, name.get(), null, Map.of())));
    }

    private Optional<Service> read(Value reference, String more) {
        Optional<String> name = text(reference, "name");
        String namespace = text(reference, "namespace").orElse("");
        if (name.isEmpty()) {
            ledger.lose(reference, "names nothing.");
            return Optional.empty();
        }
        Reading reading = upstreams.read(namespace, name.get(), own);
        if (reading.service().isEmpty()) {
            ledger.lose(reference, "which Service is meant cannot be told: " + reading.why());
            return Optional.empty();
        }
        String is = "is now the Service %s".formatted(reading.service().get());
        String tail = more.isEmpty() || reading.service().get().port() == null ? "" : " " + more;
        if (reading.certain()) {
            ledger.info(reference, is + "." + tail);
        } else {
            ledger.warn(reference, is + ": " + reading.why() + tail);
        }
        return reading.service();
    }

    private Optional<String> text(Value reference, String name) {
        return fields.text(reference, name).flatMap(Value::text).filter(text -> !text.isEmpty());
    }

    private boolean mayHaveLabels(Value reference, Service service) {
        if (service.labels().size() <= MOST_LABELS) {
            return true;
        }
        ledger.lose(
                reference,
                "its Upstream has %d labels, and at most %d can narrow a Service down. Choose by hand."
                        .formatted(service.labels().size(), MOST_LABELS));
        return false;
    }

    private static ObjectNode service(Service service) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("name", service.name());
        return service.namespace().isEmpty() ? node : node.put("namespace", service.namespace());
    }
}
