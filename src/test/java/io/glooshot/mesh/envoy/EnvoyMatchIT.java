package io.glooshot.mesh.envoy;

import static io.glooshot.mesh.envoy.Plans.DETAILS;
import static io.glooshot.mesh.envoy.Plans.PRODUCTPAGE;
import static io.glooshot.mesh.envoy.Plans.RATINGS;
import static io.glooshot.mesh.envoy.Plans.REVIEWS;
import static io.glooshot.mesh.envoy.Traffic.Request.GRPC;
import static io.glooshot.mesh.envoy.Traffic.Request.PLAIN;
import static io.glooshot.mesh.envoy.Traffic.Request.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.experiment.CallMatch;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.PlannedAbort;
import io.glooshot.experiment.PlannedDelay;
import io.glooshot.experiment.TextMatch.Exact;
import io.glooshot.experiment.TextMatch.Prefix;
import io.glooshot.experiment.TextMatch.Present;
import io.glooshot.experiment.TextMatch.Regex;
import io.glooshot.mesh.envoy.Traffic.Answer;
import io.glooshot.mesh.envoy.Traffic.Request;
import io.glooshot.playground.EnvoyProxy;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Counts what calls that match, and calls that do not, meet in real proxies. */
class EnvoyMatchIT extends EnvoyMatches {

    static Stream<Arguments> matches() {
        return Stream.of(
                Arguments.of(
                        "header exact",
                        OF_BLUE,
                        List.of(BLUE, BLUE.by(HttpMethod.POST), get("/x?y").with("x-user", "blue")),
                        List.of(PLAIN, RED, PLAIN.with("x-user", "bluest"), PLAIN.with("x-other", "blue"))),
                Arguments.of(
                        "header prefix",
                        header(new Prefix("blue")),
                        List.of(BLUE, PLAIN.with("x-user", "bluest")),
                        List.of(PLAIN, RED, PLAIN.with("x-user", "sky-blue"))),
                Arguments.of(
                        "header regex",
                        header(new Regex("b.*e|red")),
                        List.of(BLUE, RED),
                        List.of(PLAIN, PLAIN.with("x-user", "bluest"), PLAIN.with("x-user", "a blue"))),
                Arguments.of("header present", header(new Present()), List.of(BLUE, RED), List.of(PLAIN)),
                Arguments.of(
                        "path exact",
                        path(new Exact("/a.b")),
                        List.of(get("/a.b"), get("/a.b?q=/c"), get("/a.b?")),
                        List.of(PLAIN, get("/axb"), get("/a.b/c"), get("/c?/a.b"), get("/c/a.b"))),
                Arguments.of(
                        "path prefix",
                        path(new Prefix("/a")),
                        List.of(get("/a"), get("/ab/c"), get("/a?q=1")),
                        List.of(PLAIN, get("/b/a"), get("/b?q=/a"))),
                Arguments.of(
                        "path regex",
                        path(new Regex("^/api/.*/v[0-9]+$|/b")),
                        List.of(get("/api/x/v1"), get("/api/x/y/v12?q=1"), get("/b"), get("/b?c")),
                        List.of(PLAIN, get("/api/x/w?q=/v1"), get("/api/x/v"), get("/b/c"))),
                Arguments.of(
                        "method",
                        new CallMatch(Map.of(), Optional.empty(), Optional.of("POST")),
                        List.of(PLAIN.by(HttpMethod.POST), get("/x").by(HttpMethod.POST)),
                        List.of(PLAIN, PLAIN.by(HttpMethod.PUT))),
                Arguments.of(
                        "all together",
                        new CallMatch(
                                Map.of("x-user", new Exact("blue"), "x-test", new Present()),
                                Optional.of(new Prefix("/a")),
                                Optional.of("POST")),
                        List.of(get("/a")
                                .with("x-user", "blue")
                                .with("x-test", "1")
                                .by(HttpMethod.POST)),
                        List.of(
                                get("/a").with("x-user", "blue").with("x-test", "1"),
                                get("/a").with("x-user", "blue").by(HttpMethod.POST),
                                get("/b")
                                        .with("x-user", "blue")
                                        .with("x-test", "1")
                                        .by(HttpMethod.POST))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("matches")
    void breaksJustTheCallsThatMatch(String name, CallMatch match, List<Request> hit, List<Request> spared) {
        assertThat(inject(Plans.of(Plans.when(match, Plans.abort(RATINGS)))))
                .containsExactly("productpage-1", "reviews-1");

        for (EnvoyProxy proxy : List.of(reviews, productpage)) {
            hit.forEach(request -> assertAll(proxy, RATINGS, request, answer -> answer.status() == 418));
            spared.forEach(request -> assertAll(proxy, RATINGS, request, EnvoyMatches::isWell));
        }
        hit.forEach(request -> assertAll(reviews, DETAILS, request, EnvoyMatches::isWell));
    }

    @Test
    void breaksEachDestinationByItsOwnMatchAndInItsOwnWay() {
        Plan aborted = Plans.of(Plans.when(OF_BLUE, Plans.abort(RATINGS)));
        Plan delayed = Plans.of(Plans.when(path(new Exact("/a")), Plans.fault(DETAILS, null, LONG, 100)));
        inject(aborted);
        inject(delayed);

        assertAll(reviews, RATINGS, BLUE, answer -> answer.status() == 418 && !isLate(answer));
        assertAll(reviews, RATINGS, get("/a"), EnvoyMatches::isWell);
        assertAll(reviews, DETAILS, get("/a"), answer -> answer.status() == 200 && isLate(answer));
        assertAll(reviews, DETAILS, BLUE, EnvoyMatches::isWell);

        remove(aborted);
        assertAll(reviews, RATINGS, BLUE, EnvoyMatches::isWell);
        assertAll(reviews, DETAILS, get("/a"), EnvoyMatches::isLate);
        remove(delayed);
        assertAll(reviews, DETAILS, get("/a"), EnvoyMatches::isWell);
    }

    @Test
    void delaysAndAbortsTheSameCallAndItsShareOfThem() {
        inject(Plans.of(Plans.when(
                OF_BLUE,
                Plans.fault(RATINGS, new PlannedAbort.Http(503, 50), new PlannedDelay(Duration.ofMillis(50), 100)))));

        List<Answer> answers = traffic.calls(400, reviews, RATINGS, BLUE);

        assertThat(answers).allMatch(answer -> answer.millis() >= 45);
        // 200 on average; six standard deviations to either side.
        assertThat(answers.stream().filter(answer -> answer.status() == 503)).hasSizeBetween(140, 260);
        assertAll(reviews, RATINGS, RED, EnvoyMatches::isWell);
    }

    @Test
    void abortsGrpcCallsThatMatchWithAGrpcStatus() {
        inject(Plans.of(Plans.when(OF_BLUE, Plans.fault(RATINGS, new PlannedAbort.Grpc(14, 100), null))));

        assertAll(reviews, RATINGS, GRPC.with("x-user", "blue"), answer -> "14".equals(answer.grpcStatus()));
        assertAll(reviews, RATINGS, GRPC, EnvoyMatches::isWell);
        assertAll(reviews, RATINGS, BLUE, EnvoyMatches::isWell);
    }

    @Test
    void delaysCallsThatMatchOfWhichItAbortsGrpcCalls() {
        inject(Plans.of(
                Plans.when(OF_BLUE, Plans.fault(RATINGS, new PlannedAbort.Grpc(4, 100), new PlannedDelay(LONG, 100)))));

        assertAll(
                reviews,
                RATINGS,
                GRPC.with("x-user", "blue"),
                answer -> "4".equals(answer.grpcStatus()) && isLate(answer));
        assertAll(reviews, RATINGS, BLUE, answer -> answer.status() == 200 && isLate(answer));
        assertAll(reviews, RATINGS, GRPC, EnvoyMatches::isWell);
        assertAll(reviews, RATINGS, RED, EnvoyMatches::isWell);
    }

    @Test
    void breaksJustTheCallsThatMatchOfTheOriginsThatWereNamed() {
        Plan plan = Plans.of(
                Plans.when(OF_BLUE, Plans.abort(RATINGS, REVIEWS)), Plans.fault(RATINGS, 503, null, 100, PRODUCTPAGE));

        assertThat(inject(plan)).containsExactly("productpage-1", "reviews-1");

        assertAll(reviews, RATINGS, BLUE, answer -> answer.status() == 418);
        assertAll(reviews, RATINGS, RED, EnvoyMatches::isWell);
        assertAll(productpage, RATINGS, RED, answer -> answer.status() == 503);
        remove(plan);

        assertThat(inject(Plans.of(Plans.when(OF_BLUE, Plans.abort(RATINGS, REVIEWS)))))
                .containsExactly("reviews-1");
        assertAll(reviews, RATINGS, BLUE, answer -> answer.status() == 418);
        assertAll(productpage, RATINGS, BLUE, EnvoyMatches::isWell);
    }

    @Test
    void changesFromOneMatchToAnotherWithoutBreakingAnythingElse() {
        Plan first = Plans.of(Plans.when(OF_BLUE, Plans.abort(RATINGS)));
        inject(first);
        remove(first);
        inject(Plans.of(Plans.when(header(new Exact("red")), Plans.abort(RATINGS))));

        assertAll(reviews, RATINGS, RED, answer -> answer.status() == 418);
        assertAll(reviews, RATINGS, BLUE, EnvoyMatches::isWell);
    }

    @Test
    void matchesALongPath() {
        String path = "/" + "a-long.path/".repeat(85);
        inject(Plans.of(Plans.when(path(new Exact(path)), Plans.abort(RATINGS, REVIEWS))));

        assertAll(reviews, RATINGS, get(path + "?q=1"), answer -> answer.status() == 418);
        assertAll(reviews, RATINGS, get(path + "b"), EnvoyMatches::isWell);
    }
}
