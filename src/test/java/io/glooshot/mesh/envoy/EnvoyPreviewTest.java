package io.glooshot.mesh.envoy;

import static io.glooshot.mesh.envoy.Plans.RATINGS;
import static io.glooshot.mesh.envoy.Plans.REVIEWS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.protobuf.util.JsonFormat;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.envoyproxy.envoy.service.runtime.v3.Runtime;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.CallMatch;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.PlannedFault;
import io.glooshot.experiment.TextMatch;
import io.glooshot.mesh.PlannedChange;
import io.glooshot.mesh.Preview;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnvoyPreviewTest {

    private static final CallMatch POSTS =
            new CallMatch(Map.of("x-user", new TextMatch.Exact("test")), Optional.empty(), Optional.of("POST"));

    private final EnvoyProvider provider = EnvoyProvider.unserved(
            new SmallRyeConfigBuilder()
                    .addDiscoveredConverters()
                    .withMapping(EnvoySettings.class)
                    .build()
                    .getConfigMapping(EnvoySettings.class),
            new SimpleMeterRegistry());

    @Test
    void showsTheLayerThatProxiesAreSent() throws IOException {
        PlannedFault fault = Plans.fault(RATINGS, 503, Duration.ofMillis(250), 2.5, REVIEWS);
        Plan plan = Plans.of(fault);

        Preview preview = preview(plan);

        assertThat(preview.changes()).hasSize(1);
        PlannedChange change = preview.changes().get(0);
        assertThat(change.object())
                .isEqualTo("runtime layer glooshot/bookinfo/ratings/9080 in the proxies of reviews.bookinfo");
        assertThat(change.before()).contains("");
        assertThat(whole(new YAMLMapper().readTree(change.after()))).isEqualTo(sent(plan, fault));
    }

    @Test
    void showsTheFilterThatTellsTheCallsThatMatch() {
        Preview preview = preview(Plans.of(Plans.when(POSTS, Plans.abort(RATINGS))));

        assertThat(preview.changes())
                .extracting(PlannedChange::object)
                .containsExactly(
                        "filter glooshot/bookinfo/ratings/9080 in the proxies of all callers",
                        "runtime layer glooshot/bookinfo/ratings/9080 in the proxies of all callers");
        assertThat(preview.changes().get(0).after()).isEqualTo("""
                headers:
                - name: "x-user"
                  exact: "test"
                - name: ":method"
                  exact: "POST"
                """);
    }

    @Test
    void findsTheCallsByTheCallersThatAreHit() {
        assertThat(preview(Plans.of(Plans.abort(RATINGS, REVIEWS))).calls())
                .singleElement()
                .satisfies(calls -> {
                    assertThat(calls.query())
                            .isEqualTo(
                                    "sum by (source) (rate(envoy_glooshot_requests_total{destination_service=\"ratings\","
                                            + "destination_namespace=\"bookinfo\",destination_port=\"9080\","
                                            + "source=~\"reviews\\\\.bookinfo\"}[120000ms])) > 0");
                    assertThat(calls.caller(Map.of("source", "reviews.bookinfo")))
                            .isEqualTo("reviews.bookinfo");
                    assertThat(calls.callersAreKnown()).isTrue();
                });
        assertThat(preview(Plans.of(Plans.fault(RATINGS, 500, null, 0))).calls())
                .isEmpty();
    }

    @Test
    void refusesWhatTheProxiesCouldNotTell() {
        CallMatch match = new CallMatch(Map.of(), Optional.of(new TextMatch.Regex("(?s:/a)")), Optional.empty());

        assertThatThrownBy(() -> preview(Plans.of(Plans.when(match, Plans.abort(RATINGS)))))
                .hasMessageContaining("spec.faults[0].match.path.regex");
    }

    @Test
    void injectsNothing() {
        Plan plan = Plans.of(Plans.abort(RATINGS));
        Instant over = Instant.now().minusSeconds(1);

        assertThatThrownBy(() -> provider.inject(plan, over).await().atMost(Duration.ofSeconds(5)))
                .isInstanceOf(AbortException.class);
    }

    private Preview preview(Plan plan) {
        return provider.preview(plan).await().atMost(Duration.ofSeconds(5));
    }

    /** Numbers of a layer are all whole, and of one type in protobuf. */
    private static JsonNode whole(JsonNode settings) throws IOException {
        return new ObjectMapper().readTree(settings.toString().replaceAll("\\.0(?=[,}])", ""));
    }

    private static JsonNode sent(Plan plan, PlannedFault fault) throws IOException {
        Resource resource = new Layer(fault.destination(), plan.uid(), Optional.of(fault), Duration.ofSeconds(30))
                .toResource("1")
                .unpack(Resource.class);
        Runtime runtime = resource.getResource().unpack(Runtime.class);
        return whole(new ObjectMapper().readTree(JsonFormat.printer().print(runtime.getLayer())));
    }
}
