package io.glooshot.mesh.envoy;

import com.google.protobuf.Any;
import com.google.protobuf.MessageLite;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.extensions.filters.common.fault.v3.FaultDelay;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.FaultAbort;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.HTTPFault;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.envoyproxy.envoy.type.v3.FractionalPercent;
import io.envoyproxy.envoy.type.v3.FractionalPercent.DenominatorType;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.CallMatch;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.PlannedFault;
import io.glooshot.experiment.TextMatch;
import io.glooshot.mesh.HeaderCondition;
import java.util.List;

/**
 * The configuration of a match filter: touches just the calls that match, and does to them what a layer says, which is
 * nothing while no layer has the runtime keys of this very match.
 *
 * @see <a href="https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/filters/http/fault/v3/fault.proto">fault.proto</a>
 */
record MatchFilter(FilterName name, CallMatch match) implements Discovered<MatchFilter> {

    /** Type URL of a filter's configuration, in its envelope. */
    static final String TYPE = "type.googleapis.com/envoy.config.core.v3.TypedExtensionConfig";

    private static final String FAULT_TYPE = "type.googleapis.com/envoy.extensions.filters.http.fault.v3.HTTPFault";

    private static final FractionalPercent NEVER = FractionalPercent.newBuilder()
            .setDenominator(DenominatorType.MILLION)
            .build();

    /** @throws AbortException when the calls that a fault is for cannot be told by a filter */
    static void requirePossible(Plan plan) {
        for (PlannedFault fault : plan.faults()) {
            if (!HeaderCondition.canTell(fault.match())) {
                throw new AbortException(
                        "NotSupported",
                        ("Mesh %s cannot tell the path from the query behind it by the regular expression in"
                                        + " spec.faults[%d].match.path.regex. Keep to what cannot match a question mark,"
                                        + " or use exact or prefix.")
                                .formatted(plan.mesh().name(), fault.index()));
            }
        }
    }

    @Override
    public boolean saysTheSameAs(MatchFilter other) {
        return equals(other);
    }

    /** It may stay: it breaks nothing by itself. */
    @Override
    public boolean expires() {
        return false;
    }

    @Override
    public Any toResource(String version) {
        return any(
                TYPE,
                TypedExtensionConfig.newBuilder()
                        .setName(name.toString())
                        .setTypedConfig(any(FAULT_TYPE, configuration()))
                        .build());
    }

    /** The abort's and the delay's own values never count; without them the runtime keys would not be looked up. */
    private HTTPFault configuration() {
        if (match.hitsAll()) {
            return HTTPFault.getDefaultInstance();
        }
        HTTPFault.Builder filter = HTTPFault.newBuilder().addAllHeaders(headers(HeaderCondition.of(match)));
        if (name.grpc()) {
            return filter.addHeaders(header(HeaderCondition.GRPC))
                    .setAbort(FaultAbort.newBuilder().setGrpcStatus(14).setPercentage(NEVER))
                    .setAbortPercentRuntime(key(RuntimeKey.ABORT_GRPC_PERCENT))
                    .setAbortGrpcStatusRuntime(key(RuntimeKey.ABORT_GRPC_STATUS))
                    .build();
        }
        return filter.setAbort(FaultAbort.newBuilder().setHttpStatus(503).setPercentage(NEVER))
                .setDelay(FaultDelay.newBuilder()
                        .setFixedDelay(com.google.protobuf.Duration.newBuilder().setSeconds(1))
                        .setPercentage(NEVER))
                .setAbortPercentRuntime(key(RuntimeKey.ABORT_PERCENT))
                .setAbortHttpStatusRuntime(key(RuntimeKey.ABORT_STATUS))
                .setDelayPercentRuntime(key(RuntimeKey.DELAY_PERCENT))
                .setDelayDurationRuntime(key(RuntimeKey.DELAY_MS))
                .build();
    }

    private String key(RuntimeKey key) {
        return LayerName.key(name.destination(), match, key);
    }

    /** The conditions of a match as the proxy gets them: equal bytes, equal calls. */
    static byte[] bytes(CallMatch match) {
        return HTTPFault.newBuilder()
                .addAllHeaders(headers(HeaderCondition.of(match)))
                .build()
                .toByteArray();
    }

    private static List<HeaderMatcher> headers(List<HeaderCondition> conditions) {
        return conditions.stream().map(MatchFilter::header).toList();
    }

    private static HeaderMatcher header(HeaderCondition condition) {
        HeaderMatcher.Builder header = HeaderMatcher.newBuilder().setName(condition.name());
        TextMatch value = condition.value();
        if (value instanceof TextMatch.Present) {
            return header.setPresentMatch(true).build();
        }
        StringMatcher.Builder text = StringMatcher.newBuilder();
        if (value instanceof TextMatch.Exact exact) {
            text.setExact(exact.value());
        } else if (value instanceof TextMatch.Prefix prefix) {
            text.setPrefix(prefix.value());
        } else if (value instanceof TextMatch.Regex regex) {
            text.setSafeRegex(RegexMatcher.newBuilder().setRegex(regex.value()));
        }
        return header.setStringMatch(text).build();
    }

    /** As in {@link Layer}: packing would load the descriptors of most of the xDS API. */
    private static Any any(String type, MessageLite message) {
        return Any.newBuilder()
                .setTypeUrl(type)
                .setValue(message.toByteString())
                .build();
    }
}
