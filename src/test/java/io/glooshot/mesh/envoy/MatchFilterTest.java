package io.glooshot.mesh.envoy;

import static io.glooshot.mesh.envoy.Plans.DETAILS;
import static io.glooshot.mesh.envoy.Plans.RATINGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.util.JsonFormat;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.HTTPFault;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.CallMatch;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.PlannedAbort;
import io.glooshot.experiment.PlannedDelay;
import io.glooshot.experiment.PlannedFault;
import io.glooshot.experiment.TextMatch;
import io.glooshot.experiment.TextMatch.Exact;
import io.glooshot.experiment.TextMatch.Prefix;
import io.glooshot.experiment.TextMatch.Present;
import io.glooshot.experiment.TextMatch.Regex;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatchFilterTest {

    static final CallMatch MATCH = header(new Exact("blue"));

    private static final PlannedDelay DELAY = new PlannedDelay(Duration.ofSeconds(1), 100);
    private static final PlannedAbort GRPC = new PlannedAbort.Grpc(14, 100);

    static Stream<Arguments> matches() {
        return Stream.of(
                Arguments.of(MATCH, """
                        [{"name": "x-user", "stringMatch": {"exact": "blue"}}]"""),
                Arguments.of(header(new Prefix("bl")), """
                        [{"name": "x-user", "stringMatch": {"prefix": "bl"}}]"""),
                Arguments.of(header(new Regex("b.*e")), """
                        [{"name": "x-user", "stringMatch": {"safeRegex": {"regex": "b.*e"}}}]"""),
                Arguments.of(header(new Present()), """
                        [{"name": "x-user", "presentMatch": true}]"""),
                Arguments.of(new CallMatch(Map.of(), Optional.empty(), Optional.of("POST")), """
                        [{"name": ":method", "stringMatch": {"exact": "POST"}}]"""),
                Arguments.of(path(new Exact("/a.b")), """
                        [{"name": ":path", "stringMatch": {"safeRegex": {"regex": "/a\\\\.b(\\\\?.*)?"}}}]"""),
                Arguments.of(path(new Prefix("/a.b")), """
                        [{"name": ":path", "stringMatch": {"prefix": "/a.b"}}]"""),
                Arguments.of(path(new Regex("/a.b")), """
                        [{"name": ":path", "stringMatch": {"safeRegex": {"regex": "(?:/a[^?]b)(\\\\?.*)?"}}}]"""),
                Arguments.of(
                        new CallMatch(
                                Map.of("b", new Present(), "a", new Exact("1")),
                                Optional.of(new Prefix("/")),
                                Optional.of("GET")),
                        """
                        [{"name": "a", "stringMatch": {"exact": "1"}},
                         {"name": "b", "presentMatch": true},
                         {"name": ":method", "stringMatch": {"exact": "GET"}},
                         {"name": ":path", "stringMatch": {"prefix": "/"}}]"""));
    }

    @ParameterizedTest
    @MethodSource("matches")
    void looksAtJustTheCallsThatMatch(CallMatch match, String headers) throws Exception {
        assertThat(filter(new FilterName(RATINGS, false), match))
                .isEqualTo(expected("""
                {"headers": %1$s,
                 "abort": {"httpStatus": 503, "percentage": {"denominator": "MILLION"}},
                 "delay": {"fixedDelay": "1s", "percentage": {"denominator": "MILLION"}},
                 "abortPercentRuntime": "%2$sabort_percent",
                 "abortHttpStatusRuntime": "%2$sabort_status",
                 "delayPercentRuntime": "%2$sdelay_percent",
                 "delayDurationRuntime": "%2$sdelay_ms"}""".formatted(headers, keys(RATINGS, match))));
    }

    @Test
    void looksAtGrpcCallsOnlyWhereItAbortsThose() throws Exception {
        assertThat(filter(new FilterName(RATINGS, true), MATCH))
                .isEqualTo(expected("""
                {"headers": [
                   {"name": "x-user", "stringMatch": {"exact": "blue"}},
                   {"name": "content-type",
                    "stringMatch": {"safeRegex": {"regex": "application/grpc(\\\\+.*)?"}}}],
                 "abort": {"grpcStatus": 14, "percentage": {"denominator": "MILLION"}},
                 "abortPercentRuntime": "%1$sabort_grpc_percent",
                 "abortGrpcStatusRuntime": "%1$sabort_grpc_status"}""".formatted(keys(RATINGS, MATCH))));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void doesNothingWhenThereIsNoMatch(boolean grpc) throws Exception {
        assertThat(filter(new FilterName(RATINGS, grpc), CallMatch.ALL)).isEqualTo(HTTPFault.getDefaultInstance());
    }

    @Test
    void hasKeysThatNoOtherMatchHas() {
        List<CallMatch> matches = List.of(
                MATCH,
                header(new Exact("red")),
                header(new Prefix("blue")),
                header(new Regex("blue")),
                path(new Exact("/blue")),
                new CallMatch(Map.of("x-other", new Exact("blue")), Optional.empty(), Optional.empty()));

        assertThat(matches.stream().map(match -> keys(RATINGS, match))).doesNotHaveDuplicates();
        assertThat(keys(RATINGS, header(new Exact("blue")))).isEqualTo(keys(RATINGS, MATCH));
        assertThat(keys(DETAILS, MATCH)).isNotEqualTo(keys(RATINGS, MATCH));
        assertThat(keys(RATINGS, CallMatch.ALL)).isEqualTo("glooshot.bookinfo.ratings.9080.");
    }

    static Stream<Arguments> needs() {
        String plain = "glooshot/bookinfo/ratings/9080";
        String grpc = plain + "/grpc";
        return Stream.of(
                Arguments.of(new PlannedAbort.Http(500, 100), null, List.of(plain)),
                Arguments.of(null, DELAY, List.of(plain)),
                Arguments.of(new PlannedAbort.Http(500, 100), DELAY, List.of(plain)),
                Arguments.of(GRPC, null, List.of(grpc)),
                Arguments.of(GRPC, DELAY, List.of(plain, grpc)));
    }

    @ParameterizedTest
    @MethodSource("needs")
    void isNeededForWhatItDoes(PlannedAbort abort, PlannedDelay delay, List<String> names) {
        PlannedFault fault = Plans.fault(RATINGS, abort, delay);

        assertThat(FilterName.neededBy(Plans.when(MATCH, fault)))
                .extracting(FilterName::toString)
                .isEqualTo(names);
        assertThat(FilterName.neededBy(fault)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"glooshot/bookinfo/ratings/9080", "glooshot/bookinfo/ratings/9080/grpc"})
    void isNamedAfterItsDestination(String name) {
        assertThat(FilterName.parse(name)).contains(new FilterName(RATINGS, name.endsWith("grpc")));
        assertThat(FilterName.parse(name).map(FilterName::toString)).contains(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/grpc", "glooshot/a/b/1/grpc/grpc", "glooshot/a/b/1/http", "glooshot/a/b"})
    void hasNoOtherName(String name) {
        assertThat(FilterName.parse(name)).isEmpty();
    }

    @Test
    void refusesARegularExpressionThatCouldTakeAQueryForAPath() {
        assertThatThrownBy(() -> MatchFilter.requirePossible(
                        Plans.of(Plans.when(path(new Regex("/a[?]b")), Plans.abort(RATINGS)))))
                .isInstanceOfSatisfying(
                        AbortException.class,
                        refused -> assertThat(refused.verdict().reason()).isEqualTo("NotSupported"))
                .hasMessage("Mesh envoy cannot tell the path from the query behind it by the regular expression in"
                        + " spec.faults[0].match.path.regex. Keep to what cannot match a question mark, or use exact"
                        + " or prefix.");
    }

    private static CallMatch header(TextMatch value) {
        return new CallMatch(Map.of("x-user", value), Optional.empty(), Optional.empty());
    }

    private static CallMatch path(TextMatch value) {
        return new CallMatch(Map.of(), Optional.of(value), Optional.empty());
    }

    private static String keys(Destination destination, CallMatch match) {
        String key = LayerName.key(destination, match, RuntimeKey.DELAY_MS);
        return key.substring(0, key.length() - RuntimeKey.DELAY_MS.suffix().length());
    }

    private static HTTPFault filter(FilterName name, CallMatch match) throws Exception {
        TypedExtensionConfig envelope =
                new MatchFilter(name, match).toResource("1").unpack(TypedExtensionConfig.class);
        assertThat(envelope.getName()).isEqualTo(name.toString());
        return envelope.getTypedConfig().unpack(HTTPFault.class);
    }

    private static HTTPFault expected(String json) throws Exception {
        HTTPFault.Builder filter = HTTPFault.newBuilder();
        JsonFormat.parser().merge(json, filter);
        return filter.build();
    }
}
