package io.glooshot.mesh.envoy;

import static io.glooshot.mesh.envoy.Plans.RATINGS;
import static io.glooshot.mesh.envoy.Plans.REVIEWS;
import static io.glooshot.mesh.envoy.Traffic.Request.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.TextMatch.Regex;
import io.glooshot.playground.EnvoyBootstrap;
import io.glooshot.playground.EnvoyProxy;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** When faults on calls that match begin and end in real proxies, and when they never begin. */
class EnvoyMatchLifeIT extends EnvoyMatches {

    @Test
    void breaksAndMendsCallsOnAConnectionThatStaysOpen() {
        HttpClient patient = traffic.patient();
        List<HttpConnection> connections = new ArrayList<>();
        Predicate<Integer> has = status ->
                traffic.call(patient, connections, reviews, RATINGS, BLUE).status() == status;
        assertThat(has.test(200)).isTrue();
        for (int i = 0; i < 3; i++) {
            Plan plan = Plans.of(Plans.when(OF_BLUE, Plans.abort(RATINGS)));
            inject(plan);
            await().atMost(Duration.ofSeconds(1)).until(() -> has.test(418));
            assertThat(traffic.call(patient, connections, reviews, RATINGS, RED).status())
                    .isEqualTo(200);
            remove(plan);
            await().atMost(Duration.ofSeconds(1)).until(() -> has.test(200));
        }
        assertThat(connections).hasSizeGreaterThan(6).containsOnly(connections.get(0));
        patient.close();
    }

    @Test
    void leavesNoFaultBehindWhenTheControllerDies() {
        inject(Plans.of(Plans.when(OF_BLUE, Plans.abort(RATINGS))));

        server.close();

        assertThat(traffic.calls(20, reviews, RATINGS, BLUE)).allMatch(answer -> answer.status() == 418);
        for (EnvoyProxy proxy : List.of(reviews, productpage)) {
            await().pollInterval(Duration.ofMillis(20))
                    .atMost(TTL.plusMillis(500))
                    .until(() ->
                            traffic.calls(20, proxy, RATINGS, BLUE).stream().allMatch(EnvoyMatches::isWell));
        }
        server = serving(Map.of());
    }

    @Test
    void goesOnWithAFaultAfterARestartOfTheController() {
        Plan plan = Plans.of(Plans.when(OF_BLUE, Plans.abort(RATINGS)));
        inject(plan);

        server.close();
        server = serving(Map.of(plan, Instant.now().plus(MINUTE)));

        awaitLayers(3);
        assertThat(inject(plan)).containsExactly("productpage-1", "reviews-1");
        await().during(TTL.plusSeconds(1))
                .atMost(TTL.plusSeconds(3))
                .until(() ->
                        traffic.calls(20, reviews, RATINGS, BLUE).stream().allMatch(answer -> answer.status() == 418));
        assertAll(reviews, RATINGS, RED, EnvoyMatches::isWell);
    }

    @Test
    void breaksTheCallsOfAProxyThatComesLater() {
        productpage.kill();
        awaitLayers(2);
        assertThat(inject(Plans.of(Plans.when(OF_BLUE, Plans.abort(RATINGS))))).containsExactly("reviews-1");

        productpage.start();

        await().atMost(Duration.ofSeconds(5))
                .until(() -> traffic.calls(20, productpage, RATINGS, BLUE).stream()
                        .allMatch(answer -> answer.status() == 418));
        assertAll(productpage, RATINGS, RED, EnvoyMatches::isWell);
    }

    @Test
    void touchesNothingWhenAProxyWasSetUpWithoutMatchFilters() {
        Plan plan = Plans.of(Plans.when(OF_BLUE, Plans.abort(RATINGS)));
        Plan forAll = Plans.of(Plans.abort(RATINGS));
        try (EnvoyProxy older = start(EnvoyBootstrap.sidecarOf("reviews-0", REVIEWS)
                .withoutMatchFilters()
                .route(RATINGS, ratings))) {
            awaitLayers(4);

            assertThat(abortOf(server.provider.examine(plan)))
                    .isEqualTo("NoMatchFilter: The configuration of reviews-0 has no filter"
                            + " glooshot/bookinfo/ratings/9080, by which spec.faults[0].match is told on mesh envoy. Add"
                            + " what \"glooshot envoy-config --from <service>.<namespace> --to ratings.bookinfo:9080\""
                            + " prints.");
            assertThat(abortOf(server.provider.inject(plan, Instant.now().plus(MINUTE))))
                    .startsWith("NoMatchFilter: The configuration of reviews-0 has no filter ");
            assertAll(older, RATINGS, BLUE, EnvoyMatches::isWell);
            remove(plan);

            assertThat(server.provider.examine(forAll).await().atMost(MINUTE)).isEmpty();
            assertThat(inject(forAll)).containsExactly("productpage-1", "reviews-0", "reviews-1");
            assertAll(older, RATINGS, PLAIN, answer -> answer.status() == 418);
            remove(forAll);
            assertAll(older, RATINGS, PLAIN, EnvoyMatches::isWell);
        }
        awaitLayers(3);
        assertThat(server.provider.examine(plan).await().atMost(MINUTE)).isEmpty();
    }

    @Test
    void abortsWithTheProxysOwnWordsWhenItRefusesAMatch() {
        Plan plan = Plans.of(Plans.when(header(new Regex("a(")), Plans.abort(RATINGS, REVIEWS)));
        injected.add(plan);

        assertThat(abortOf(server.provider.inject(plan, Instant.now().plus(MINUTE))))
                .startsWith("Rejected: Proxy reviews-1 refused the fault: ")
                .contains("missing ): a(");
        assertAll(reviews, RATINGS, BLUE, EnvoyMatches::isWell);
        remove(plan);

        inject(Plans.of(Plans.when(OF_BLUE, Plans.abort(RATINGS, REVIEWS))));
        assertAll(reviews, RATINGS, BLUE, answer -> answer.status() == 418);
    }

    private static String abortOf(Uni<?> work) {
        Throwable failure = work.map(done -> (Throwable) null)
                .onFailure()
                .recoverWithItem(cause -> cause)
                .await()
                .atMost(MINUTE);
        AbortException abort = (AbortException) failure;
        return abort.verdict().reason() + ": " + abort.getMessage();
    }
}
