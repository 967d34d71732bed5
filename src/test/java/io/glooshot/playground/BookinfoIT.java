package io.glooshot.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedWorld.class)
class BookinfoIT {
    private static final int RATE = 100;

    private static Bookinfo bookinfo;

    @BeforeAll
    static void startBookinfo(World world) {
        bookinfo = world.bookinfo(world.newNamespace("bookinfo"));
    }

    @AfterAll
    static void stopBookinfo() {
        bookinfo.close();
    }

    private String key(String suffix) {
        return "glooshot." + bookinfo.namespace() + ".ratings.9080." + suffix;
    }

    private static void awaitAnswers(Traffic traffic, Instant since, int count) {
        await().until(() -> traffic.since(since).size() >= count);
    }

    @Test
    void showsAPageWithStars() {
        assertThat(LoopbackHttp.get(bookinfo.pageUrl()))
                .contains("The Comedy of Errors", "William Shakespeare", "&#9733;");
    }

    @Test
    void hasItsServicesInKubernetes(World world) {
        assertThat(world.kube().mustKubectl("get", "services", "-n", bookinfo.namespace(), "-o", "name"))
                .contains("productpage", "details", "reviews", "reviews-resilient", "ratings");
    }

    @Test
    void failsItsFragileReviewsAndNotItsResilientOnesWhenRatingsFail() {
        try (Traffic fragile = bookinfo.browse("reviews", RATE);
                Traffic resilient = bookinfo.browse("reviews-resilient", RATE)) {
            Instant before = Instant.now();
            awaitAnswers(fragile, before, 50);
            assertThat(fragile.count(before, 200)).isGreaterThanOrEqualTo(50);

            List.of("reviews", "reviews-resilient")
                    .forEach(origin -> bookinfo.proxyOf(origin).overrideRuntime(key("abort_percent"), "100"));
            Instant during = Instant.now();
            awaitAnswers(fragile, during, 50);
            awaitAnswers(resilient, during, 50);
            assertThat(fragile.since(during)).allMatch(answer -> answer.status() == 500);
            assertThat(resilient.since(during)).allMatch(answer -> answer.status() == 200);

            List.of("reviews", "reviews-resilient")
                    .forEach(origin -> bookinfo.proxyOf(origin).overrideRuntime(key("abort_percent"), ""));
            Instant after = Instant.now();
            awaitAnswers(fragile, after, 50);
            assertThat(fragile.count(after, 500)).isZero();
        }
    }

    @Test
    void answersFastUnderLoad() {
        try (Traffic traffic = bookinfo.browse("reviews", RATE)) {
            awaitAnswers(traffic, Instant.EPOCH, 2 * RATE);

            assertThat(Traffic.percentile(traffic.answers(), 0.5)).isLessThan(Duration.ofMillis(30));
        }
    }

    @Test
    void isSeenByPrometheus(World world) {
        try (Traffic ignored = bookinfo.call("reviews", "ratings", RATE)) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> world.prometheus()
                                    .query("sum(rate(envoy_glooshot_requests_total{source=\"reviews."
                                            + bookinfo.namespace()
                                            + "\",destination_service=\"ratings\",response_code=\"200\"}[5s]))")
                                    .orElse(0)
                            > 50);
        }
    }
}
