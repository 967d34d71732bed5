package io.glooshot.mesh.istio.route;

import static io.glooshot.mesh.istio.route.Given.fault;
import static io.glooshot.mesh.istio.route.Given.virtualService;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glooshot.experiment.TextMatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls that come in through a gateway: they are calls to the destination when that is where they all end up. */
class EdgeRoutesTest {

    private static final ObjectName EDGE = new ObjectName("edge", "api");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{destination: {host: ratings.demo.svc.cluster.local}}] | hit",
                "[{destination: {host: ratings.demo.svc.cluster.local, port: {number: 9080}, subset: v1}}] | hit",
                "[{destination: {host: ratings.demo.svc.cluster.local, port: {number: 9081}}}] | left",
                "[{destination: {host: ratings}}] | left",
                "[{destination: {host: A}, weight: 90}, {destination: {host: A, subset: v2}, weight: 10}] | hit",
                "[{destination: {host: A}, weight: 90}, {destination: {host: reviews}, weight: 10}] | warned",
                "[{destination: {host: A}, weight: 100}, {destination: {host: reviews}}] | hit",
                "[{destination: {host: A}}, {destination: {host: reviews}, weight: 100}] | left",
                "[{destination: {host: A}, weight: 0}] | hit",
            })
    void areHitWhenTheyAllEndUpThere(String route, String outcome) {
        ObjectNode api = api("[{route: " + route.replace("A", Given.host(true).fqdn()) + "}]");

        DesiredRoutes desired = fault().in(api);

        assertThat(desired.virtualServices().containsKey(EDGE)).isEqualTo(outcome.equals("hit"));
        assertThat(desired.warnings()).hasSize(outcome.equals("warned") ? 1 : 0);
    }

    @Test
    void areNotHitWhenOnlySomeCallersAre() {
        assertThat(fault().from(Given.REVIEWS)
                        .in(api("[{route: [{destination: {host: A}}]}]"))
                        .virtualServices())
                .doesNotContainKey(EDGE);
    }

    @Test
    void areToldByThePortOfTheGatewayWhenThatIsTheDestinations() {
        ObjectNode api = api("[{route: [{destination: {host: A}}]}]");
        ObjectNode explicit = api("[{route: [{destination: {host: A, port: {number: 9080}}}]}]");

        assertThat(clauses(fault().on(Given.host(false)).in(api), EDGE)).isEqualTo("[{\"port\":9080}]");
        assertThat(clauses(fault().on(Given.host(false)).in(explicit), EDGE)).isEmpty();
    }

    @Test
    void haveAClauseBesideThatOfTheMesh() {
        ObjectNode both = virtualService("demo", "both", """
                hosts: [ratings]
                gateways: [mesh, edge/gw, gw]
                http:
                - match: [{uri: {prefix: /a}}]
                  route: [{destination: {host: ratings, port: {number: 9080}}}]
                - route: [{destination: {host: ratings, port: {number: 9080}}}]
                """);

        DesiredRoutes desired = fault().on(Given.host(false)).in(both);

        assertThat(clauses(desired, new ObjectName("demo", "both"))).isEqualTo(json("""
                [{uri: {prefix: /a}, gateways: [mesh], port: 9080}, {uri: {prefix: /a}, gateways: [demo/gw, edge/gw]}]
                """));
    }

    @Test
    void areHitInNoRouteThatIsForSomeWorkloadsInTheMeshToo() {
        ObjectNode both = virtualService("demo", "both", """
                hosts: [ratings]
                gateways: [mesh, edge/gw]
                http: [{match: [{sourceLabels: {app: reviews}}], route: [{destination: {host: ratings}}]}]
                """);

        DesiredRoutes desired = fault().in(both);

        assertThat(clauses(desired, new ObjectName("demo", "both")))
                .isEqualTo(json("[{sourceLabels: {app: reviews}}]"));
        assertThat(desired.warnings()).singleElement().asString().contains("limited to some callers");
    }

    /** Istio tries there last what takes every call, after the routes of all VirtualServices for the host. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "edge/gw    | api.example.com | warned",
                "edge/gw    | '*.example.com' | warned",
                "edge/gw    | www.example.com | hit",
                "edge/other | api.example.com | hit",
            })
    void areNotHitWhereACopyWouldOvertakeOthers(String gateway, String host, String outcome) {
        ObjectNode api = api("[{route: [{destination: {host: A}}]}]");
        ObjectNode other = virtualService("shop", "other", """
                hosts: ["%s"]
                gateways: [%s]
                http: [{match: [{uri: {prefix: /shop}}], route: [{destination: {host: shop}}]}]
                """.formatted(host, gateway));
        Given.Builder some = fault().path(new TextMatch.Prefix("/"));

        DesiredRoutes desired = some.in(api, other);

        assertThat(desired.virtualServices().containsKey(EDGE)).isEqualTo(outcome.equals("hit"));
        assertThat(desired.warnings()).hasSize(outcome.equals("warned") ? 1 : 0);
        assertThat(fault().in(api, other).virtualServices()).as("all calls").containsKey(EDGE);
    }

    private static ObjectNode api(String http) {
        return virtualService("edge", "api", """
                hosts: [api.example.com]
                gateways: [gw]
                http: %s
                """.formatted(
                        http.replace("host: A", "host: " + Given.host(true).fqdn())));
    }

    private static String clauses(DesiredRoutes desired, ObjectName name) {
        JsonNode first = desired.virtualServices().get(name).at("/spec/http/0");
        return first.has("match") ? first.get("match").toString() : "";
    }

    private static String json(String array) {
        return Given.yaml("a: " + array.strip()).get("a").toString();
    }
}
