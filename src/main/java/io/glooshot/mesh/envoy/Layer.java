package io.glooshot.mesh.envoy;

import com.google.protobuf.Any;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.envoyproxy.envoy.service.runtime.v3.Runtime;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.PlannedAbort;
import io.glooshot.experiment.PlannedFault;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The runtime layer of one destination, as one proxy is to hold it.
 *
 * @param owner UID of the experiment that the fault belongs to; empty when there is no fault
 * @param ttl how long the proxy keeps the fault unless it is sent again
 */
record Layer(Destination destination, String owner, Optional<PlannedFault> fault, Duration ttl)
        implements Discovered<Layer> {

    /** Type URL of a runtime layer. */
    static final String TYPE = "type.googleapis.com/envoy.service.runtime.v3.Runtime";

    private static final String RESOURCE_TYPE = "type.googleapis.com/envoy.service.discovery.v3.Resource";

    static Layer empty(Destination destination) {
        return new Layer(destination, "", Optional.empty(), Duration.ZERO);
    }

    boolean isOf(String uid) {
        return fault.isPresent() && owner.equals(uid);
    }

    @Override
    public boolean saysTheSameAs(Layer other) {
        return owner.equals(other.owner) && fault.equals(other.fault);
    }

    @Override
    public boolean expires() {
        return fault.isPresent();
    }

    /** Without a fault it has no TTL: nothing is to happen when it lapses. */
    @Override
    public Any toResource(String version) {
        Runtime runtime = Runtime.newBuilder()
                .setName(LayerName.of(destination))
                .setLayer(settings())
                .build();
        Resource.Builder resource = Resource.newBuilder()
                .setName(runtime.getName())
                .setVersion(version)
                .setResource(Any.pack(runtime));
        if (expires()) {
            resource.setTtl(com.google.protobuf.Duration.newBuilder()
                    .setSeconds(ttl.toSeconds())
                    .setNanos(ttl.toNanosPart()));
        }
        return any(RESOURCE_TYPE, resource.build());
    }

    /** Not {@code Any.pack}: to find the type's name it would load the descriptors of most of the xDS API. */
    private static Any any(String type, MessageLite message) {
        return Any.newBuilder()
                .setTypeUrl(type)
                .setValue(message.toByteString())
                .build();
    }

    /** Its runtime keys as YAML, in the order of their names. */
    String yaml() {
        Map<String, Object> keys = new TreeMap<>();
        settings().getFieldsMap().forEach((key, value) -> keys.put(key, plain(value)));
        return EnvoySnippet.yaml(keys);
    }

    private static Object plain(Value value) {
        return switch (value.getKindCase()) {
            case NUMBER_VALUE -> (long) value.getNumberValue();
            case STRUCT_VALUE -> {
                Map<String, Object> fields = new TreeMap<>();
                value.getStructValue().getFieldsMap().forEach((key, field) -> fields.put(key, plain(field)));
                yield fields;
            }
            default -> value.getStringValue();
        };
    }

    /** Keys that are left out fall back to the 0 % of the proxy's own configuration. */
    private Struct settings() {
        Struct.Builder settings = Struct.newBuilder();
        fault.ifPresent(on -> values(on)
                .forEach((key, value) -> settings.putFields(LayerName.key(destination, on.match(), key), value)));
        return settings.build();
    }

    private static Map<RuntimeKey, Value> values(PlannedFault fault) {
        Map<RuntimeKey, Value> values = new EnumMap<>(RuntimeKey.class);
        fault.abort().ifPresent(abort -> {
            if (abort instanceof PlannedAbort.Http http) {
                values.put(RuntimeKey.ABORT_PERCENT, percentage(http.percent()));
                values.put(RuntimeKey.ABORT_STATUS, number(http.status()));
            } else if (abort instanceof PlannedAbort.Grpc grpc) {
                values.put(RuntimeKey.ABORT_GRPC_PERCENT, percentage(grpc.percent()));
                values.put(RuntimeKey.ABORT_GRPC_STATUS, number(grpc.status()));
            }
        });
        fault.delay().ifPresent(delay -> {
            values.put(RuntimeKey.DELAY_PERCENT, percentage(delay.percent()));
            values.put(RuntimeKey.DELAY_MS, number(delay.duration().toMillis()));
        });
        return values;
    }

    private static Value number(double value) {
        return Value.newBuilder().setNumberValue(value).build();
    }

    /** Envoy ignores a denominator that is a number, and takes a bare decimal for 0: it must be this form. */
    private static Value percentage(double percent) {
        return Value.newBuilder()
                .setStructValue(Struct.newBuilder()
                        .putFields("numerator", number(Math.round(percent * 10_000)))
                        .putFields(
                                "denominator",
                                Value.newBuilder().setStringValue("MILLION").build()))
                .build();
    }
}
