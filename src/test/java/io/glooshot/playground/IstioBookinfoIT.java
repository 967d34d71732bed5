package io.glooshot.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedIstioWorld.class)
class IstioBookinfoIT {
    private static final int RATE = 50;
    private static final Map<String, String> NO_HEADERS = Map.of();

    private static final String RATINGS_FAIL_FOR_REVIEWS = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: ratings, namespace: %s}
            spec:
              hosts: [ratings]
              http:
              - match: [{sourceLabels: {app: reviews}}]
                fault: {abort: {httpStatus: 500, percentage: {value: 100}}}
                route: [{destination: {host: ratings}}]
              - route: [{destination: {host: ratings}}]
            """;

    /** By extension config discovery: put straight into the listener, it would not reach connections that are open. */
    private static final String FAULT_AT_RATINGS = """
            apiVersion: networking.istio.io/v1alpha3
            kind: EnvoyFilter
            metadata: {name: fault-at-ratings, namespace: %s}
            spec:
              workloadSelector: {labels: {app: ratings}}
              configPatches:
              - applyTo: HTTP_FILTER
                match:
                  context: SIDECAR_INBOUND
                  listener: {filterChain: {filter: {name: envoy.filters.network.http_connection_manager, subFilter: {name: envoy.filters.http.router}}}}
                patch:
                  operation: INSERT_BEFORE
                  value:
                    name: fault-at-ratings
                    config_discovery:
                      config_source: {ads: {}, resource_api_version: V3}
                      apply_default_config_without_warming: true
                      type_urls: [type.googleapis.com/envoy.extensions.filters.http.fault.v3.HTTPFault]
                      default_config:
                        "@type": type.googleapis.com/envoy.extensions.filters.http.fault.v3.HTTPFault
              - applyTo: EXTENSION_CONFIG
                match: {context: SIDECAR_INBOUND}
                patch:
                  operation: ADD
                  value:
                    name: fault-at-ratings
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.http.fault.v3.HTTPFault
                      abort: {http_status: 418, percentage: {numerator: %d, denominator: HUNDRED}}
            """;

    private static final String HALF_OF_THE_CALLS_TO_V2 = """
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: ratings, namespace: %1$s}
            spec:
              host: ratings
              subsets:
              - {name: v1, labels: {version: v1}}
              - {name: v2, labels: {version: v2}}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: ratings, namespace: %1$s}
            spec:
              hosts: [ratings]
              http:
              - match: [{uri: {prefix: /ratings}, headers: {x-want: {exact: v2}}}]
                rewrite: {uri: /stars}
                route: [{destination: {host: ratings, subset: v2}}]
              - route:
                - {destination: {host: ratings, subset: v1}, weight: 50}
                - {destination: {host: ratings, subset: v2}, weight: 50}
            """;

    private static World world;
    private static IstioBookinfo bookinfo;

    @BeforeAll
    static void startBookinfo(World shared) {
        world = shared;
        bookinfo = world.istioBookinfo(world.newNamespace("bookinfo"));
    }

    @AfterAll
    static void stopBookinfo() {
        bookinfo.close();
    }

    @AfterEach
    void takeRulesAway() {
        world.kube()
                .mustKubectl(
                        "delete", "virtualservices,envoyfilters,destinationrules", "--all", "-n", bookinfo.namespace());
        await().untilAsserted(() -> {
            assertThat(statusOf("reviews")).isEqualTo(200);
            assertThat(statusOf("reviews-resilient")).isEqualTo(200);
        });
    }

    private static void apply(String manifest, Object... more) {
        Object[] arguments = new Object[more.length + 1];
        arguments[0] = bookinfo.namespace();
        System.arraycopy(more, 0, arguments, 1, more.length);
        world.kube().apply(manifest.formatted(arguments));
    }

    private static int statusOf(String origin) {
        return bookinfo.ask(origin, "ratings", "/", NO_HEADERS).status();
    }

    private static double perSecond(String namespace, String... labels) {
        String selector = "destination_service_namespace=\"" + namespace + "\"," + String.join(",", labels);
        return world.prometheus()
                .query("sum(rate(istio_requests_total{" + selector + "}[5s]))")
                .orElse(0);
    }

    @Test
    void showsAPageWithStars() {
        assertThat(LoopbackHttp.get(bookinfo.pageUrl()))
                .contains("The Comedy of Errors", "William Shakespeare", "&#9733;");
    }

    @Test
    void hasAnAbortReachTheCallsOfOneServiceOnly() {
        try (Traffic fragile = bookinfo.browse("reviews", RATE);
                Traffic resilient = bookinfo.browse("reviews-resilient", RATE);
                Traffic others = bookinfo.call("reviews-resilient", "ratings", RATE)) {
            apply(RATINGS_FAIL_FOR_REVIEWS);
            await().until(() -> statusOf("reviews") == 500);

            Instant during = Instant.now();
            await().until(() -> fragile.since(during).size() >= 50
                    && resilient.since(during).size() >= 50
                    && others.since(during).size() >= 50);
            assertThat(fragile.since(during)).allMatch(answer -> answer.status() == 500);
            assertThat(resilient.since(during)).allMatch(answer -> answer.status() == 200);
            assertThat(others.since(during)).allMatch(answer -> answer.status() == 200);
        }
    }

    @Test
    void countsAbortedCallsAtTheirSourceByDestination() {
        try (Traffic ignored = bookinfo.call("reviews", "ratings", RATE)) {
            apply(RATINGS_FAIL_FOR_REVIEWS);

            await().until(() -> perSecond(
                            bookinfo.namespace(),
                            "reporter=\"source\"",
                            "destination_service_name=\"ratings\"",
                            "destination_service=\"ratings." + bookinfo.namespace() + ".svc.cluster.local\"",
                            "destination_workload=\"unknown\"",
                            "source_workload=\"reviews-v1\"",
                            "source_workload_namespace=\"" + bookinfo.namespace() + "\"",
                            "response_code=\"500\"",
                            "response_flags=\"FI\"",
                            "request_protocol=\"http\"",
                            "grpc_response_status=\"\"")
                    > RATE / 2.0);
        }
    }

    @Test
    void countsACallAtBothItsEnds() {
        try (Traffic ignored = bookinfo.call("reviews", "ratings", RATE)) {
            for (String reporter : new String[] {"source", "destination"}) {
                await().until(() -> perSecond(
                                bookinfo.namespace(),
                                "reporter=\"" + reporter + "\"",
                                "destination_service_name=\"ratings\"",
                                "destination_service=\"ratings." + bookinfo.namespace() + ".svc.cluster.local\"",
                                "destination_workload=~\"ratings-v.\"",
                                "response_code=\"200\"",
                                "response_flags=\"-\"")
                        > RATE / 2.0);
            }
            assertThat(world.prometheus()
                            .query("histogram_quantile(0.5, sum by (le) (istio_request_duration_milliseconds_bucket{"
                                    + "reporter=\"source\",destination_service_namespace=\"" + bookinfo.namespace()
                                    + "\"}))"))
                    .isPresent();
        }
    }

    @Test
    void hasAFaultAtTheServerReachConnectionsThatAreOpen() {
        String namespace = world.newNamespace("bookinfo");
        try (IstioBookinfo own = world.istioBookinfo(namespace)) {
            world.kube().apply(FAULT_AT_RATINGS.formatted(namespace, 0));
            // Connections that were opened before would be closed, for the sake of the new listener.
            await().until(() -> own.proxyOf("ratings").hasFilter("fault-at-ratings"));
            try (KeptConnection connection = own.connect("reviews", "ratings")) {
                assertThat(connection.ask().status()).isEqualTo(200);

                world.kube().apply(FAULT_AT_RATINGS.formatted(namespace, 100));
                await().until(() -> connection.ask().status() == 418);
                await().until(() -> {
                    connection.ask();
                    return perSecond(
                                    namespace,
                                    "reporter=\"destination\"",
                                    "destination_service_name=\"ratings\"",
                                    "response_code=\"418\"",
                                    "response_flags=\"FI\"")
                            > 0;
                });
                world.kube().apply(FAULT_AT_RATINGS.formatted(namespace, 0));
                await().until(() -> connection.ask().status() == 200);

                assertThat(own.connectionsOpened("reviews", "ratings")).isEqualTo(1);
            }
        }
    }

    @Test
    void sharesCallsOutBetweenVersionsAndShowsWhatReachesThem() {
        bookinfo.addVersion("ratings", "v2");
        apply(HALF_OF_THE_CALLS_TO_V2);
        await().untilAsserted(() -> {
            KeptConnection.Reply reply = bookinfo.ask("reviews", "ratings", "/ratings/0", Map.of("x-want", "v2"));
            assertThat(reply.header(IstioBookinfo.VERSION_HEADER)).contains("v2");
            assertThat(reply.header(IstioBookinfo.PATH_HEADER)).contains("/stars/0");
        });

        try (Traffic traffic = bookinfo.call("reviews", "ratings", RATE)) {
            await().until(() -> traffic.answers().size() >= 100);
            assertThat(traffic.answers()).allMatch(answer -> answer.status() == 200);
            assertThat(traffic.answers().stream()
                            .filter(answer -> answer.version().equals("v2")))
                    .hasSizeBetween(20, traffic.answers().size() - 20);
        }
    }

    @Test
    void goesOnWhileItsControlPlaneIsRestartedAndTakesRulesFromItAfterwards() {
        try (Traffic traffic = bookinfo.browse("reviews-resilient", RATE)) {
            world.istio().restart();
            apply(RATINGS_FAIL_FOR_REVIEWS);
            await().until(() -> statusOf("reviews") == 500);

            assertThat(traffic.answers()).isNotEmpty().allMatch(answer -> answer.status() == 200);
        }
    }

    @Test
    void livesBesideAnotherOne() {
        try (IstioBookinfo other = world.istioBookinfo(world.newNamespace("bookinfo"))) {
            apply(RATINGS_FAIL_FOR_REVIEWS);
            await().until(() -> statusOf("reviews") == 500);

            assertThat(other.ask("reviews", "ratings", "/", NO_HEADERS).status())
                    .isEqualTo(200);
            try (KeptConnection across = other.connect("reviews", bookinfo.destination("details"))) {
                assertThat(across.ask().body()).contains("William Shakespeare");
            }
        }
    }
}
