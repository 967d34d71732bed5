package io.glooshot.mesh.envoy;

import static io.glooshot.mesh.envoy.Plans.RATINGS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.JsonFormat;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.PlannedAbort;
import io.glooshot.experiment.PlannedDelay;
import io.glooshot.experiment.PlannedFault;
import io.glooshot.experiment.ServiceId;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayerTest {

    private static final String KEY = "glooshot.bookinfo.ratings.9080.";

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(Plans.fault(RATINGS, 418, null, 100), """
                        {"%1$sabort_percent": {"numerator": 1000000.0, "denominator": "MILLION"},
                         "%1$sabort_status": 418.0}"""),
                Arguments.of(Plans.fault(RATINGS, null, Duration.ofMillis(250), 2.5), """
                        {"%1$sdelay_percent": {"numerator": 25000.0, "denominator": "MILLION"},
                         "%1$sdelay_ms": 250.0}"""),
                Arguments.of(Plans.fault(RATINGS, 503, Duration.ofHours(1), 0.0001), """
                        {"%1$sabort_percent": {"numerator": 1.0, "denominator": "MILLION"},
                         "%1$sabort_status": 503.0,
                         "%1$sdelay_percent": {"numerator": 1.0, "denominator": "MILLION"},
                         "%1$sdelay_ms": 3600000.0}"""),
                Arguments.of(Plans.fault(RATINGS, 500, null, 0), """
                        {"%1$sabort_percent": {"numerator": 0.0, "denominator": "MILLION"},
                         "%1$sabort_status": 500.0}"""),
                Arguments.of(Plans.fault(RATINGS, new PlannedAbort.Grpc(14, 100), null), """
                        {"%1$sabort_grpc_percent": {"numerator": 1000000.0, "denominator": "MILLION"},
                         "%1$sabort_grpc_status": 14.0}"""),
                Arguments.of(
                        Plans.fault(
                                RATINGS, new PlannedAbort.Grpc(1, 2.5), new PlannedDelay(Duration.ofMillis(250), 60)),
                        """
                        {"%1$sabort_grpc_percent": {"numerator": 25000.0, "denominator": "MILLION"},
                         "%1$sabort_grpc_status": 1.0,
                         "%1$sdelay_percent": {"numerator": 600000.0, "denominator": "MILLION"},
                         "%1$sdelay_ms": 250.0}"""),
                // Of the conditions in MatchFilterTest.
                Arguments.of(Plans.when(MatchFilterTest.MATCH, Plans.fault(RATINGS, 418, null, 100)), """
                        {"%1$s3dbe4f0c964cc40cb1928e30b2a0c0dc.abort_percent": {"numerator": 1000000.0, "denominator": "MILLION"},
                         "%1$s3dbe4f0c964cc40cb1928e30b2a0c0dc.abort_status": 418.0}"""),
                // 33.3333 * 10000 is not a whole number in binary
                Arguments.of(Plans.fault(RATINGS, 500, null, 33.3333), """
                        {"%1$sabort_percent": {"numerator": 333333.0, "denominator": "MILLION"},
                         "%1$sabort_status": 500.0}"""));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void holdsJustTheKeysThatTheFaultUses(PlannedFault fault, String expected) throws Exception {
        Layer layer = new Layer(RATINGS, "uid", Optional.of(fault), Duration.ofMillis(29_500));

        Resource resource = layer.toResource("7").unpack(Resource.class);

        assertThat(resource.getName()).isEqualTo("glooshot/bookinfo/ratings/9080");
        assertThat(resource.getVersion()).isEqualTo("7");
        assertThat(resource.getTtl().getSeconds()).isEqualTo(29);
        assertThat(resource.getTtl().getNanos()).isEqualTo(500_000_000);
        assertThat(TestProxy.runtime(resource).getName()).isEqualTo(resource.getName());
        assertThat(json(resource)).isEqualTo(normalised(expected.formatted(KEY)));
    }

    @Test
    void isEmptyAndWithoutTtlWhenThereIsNoFault() throws Exception {
        Resource resource = Layer.empty(RATINGS).toResource("1").unpack(Resource.class);

        assertThat(resource.hasTtl()).isFalse();
        assertThat(TestProxy.runtime(resource).getLayer().getFieldsMap()).isEmpty();
    }

    @Test
    void isNamedAfterItsDestination() {
        Destination destination = new Destination(new ServiceId("a-b", "c-1"), 65535);

        assertThat(LayerName.of(destination)).isEqualTo("glooshot/a-b/c-1/65535");
        assertThat(LayerName.destination("glooshot/a-b/c-1/65535")).contains(destination);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "glooshot", "glooshot/a/b", "glooshot/a/b/x", "glooshot/a/b/1/2", "other/a/b/1"})
    void hasNoOtherName(String name) {
        assertThat(LayerName.destination(name)).isEmpty();
    }

    private static String json(Resource resource) throws Exception {
        return JsonFormat.printer()
                .sortingMapKeys()
                .print(TestProxy.runtime(resource).getLayer());
    }

    private static String normalised(String json) throws Exception {
        var struct = com.google.protobuf.Struct.newBuilder();
        JsonFormat.parser().merge(json, struct);
        return JsonFormat.printer().sortingMapKeys().print(struct);
    }
}
