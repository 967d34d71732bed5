package io.glooshot.mesh.istio.route;

import static io.glooshot.mesh.istio.route.Given.fault;
import static io.glooshot.mesh.istio.route.Given.virtualService;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.PlannedFault;
import io.glooshot.experiment.TextMatch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutingTest {

    private static final ObjectNode USERS = virtualService("demo", "ratings", """
            hosts: [ratings]
            http:
            - name: v2
              match: [{headers: {end-user: {exact: jason}}}]
              rewrite: {uri: /v2}
              route: [{destination: {host: ratings, subset: v2}}]
            - route: [{destination: {host: ratings, subset: v1}, weight: 90}, {destination: {host: ratings, subset: v2}, weight: 10}]
            """);

    @Test
    void putsACopyWithTheFaultAboveEachRoute() {
        List<ObjectNode> routes = fault().routes(USERS);

        assertThat(routes).hasSize(4);
        assertThat(routes.get(0)).isEqualTo(Given.yaml("""
                name: glooshot-%s-0
                match: [{headers: {end-user: {exact: jason}}}]
                rewrite: {uri: /v2}
                route: [{destination: {host: ratings, subset: v2}}]
                fault: {abort: {percentage: {value: 100}, httpStatus: 503}}
                """.formatted(Given.UID)));
        assertThat(routes.get(1)).isEqualTo(Given.http(USERS).get(0));
        assertThat(routes.get(2).path("name").asText()).isEqualTo("glooshot-" + Given.UID + "-1");
        assertThat(routes.get(2).has("match")).isFalse();
        assertThat(routes.get(3)).isEqualTo(Given.http(USERS).get(1));
    }

    @Test
    void makesAVirtualServiceWhereThereIsNone() {
        DesiredRoutes desired = fault().on(Given.host(false)).in();

        ObjectName name = new ObjectName("demo", "glooshot-" + Given.UID + "-0");
        assertThat(desired.virtualServices()).containsOnlyKeys(name);
        assertThat(desired.virtualServices().get(name)).isEqualTo(Given.yaml("""
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata:
                  name: glooshot-UID-0
                  namespace: demo
                  labels:
                    glooshot.solo.io/fault: "true"
                    glooshot.solo.io/experiment-uid: UID
                    app.kubernetes.io/managed-by: glooshot
                  annotations: {glooshot.solo.io/experiment: demo/break-ratings}
                spec:
                  hosts: [ratings.demo.svc.cluster.local]
                  gateways: [mesh]
                  http:
                  - name: glooshot-UID-0
                    match: [{port: 9080}]
                    fault: {abort: {percentage: {value: 100}, httpStatus: 503}}
                    route: [{destination: {host: ratings.demo.svc.cluster.local}}]
                  - name: glooshot-UID-1
                    match: [{port: 9080}]
                    route: [{destination: {host: ratings.demo.svc.cluster.local}}]
                """.replace("UID", Given.UID)));
    }

    @Test
    void limitsCopiesToThePortTheCallersAndTheRequests() {
        List<ObjectNode> routes = fault().on(Given.host(false))
                .from(Given.REVIEWS, Given.CART)
                .header("end-user", new TextMatch.Exact("jason"))
                .path(new TextMatch.Prefix("/ratings"))
                .method("GET")
                .routes(virtualService("demo", "ratings", """
                        hosts: [ratings]
                        http:
                        - match: [{queryParams: {q: {exact: a}}}]
                          route: [{destination: {host: ratings}}]
                        """));

        String request =
                "headers: {end-user: {exact: jason}}, uri: {prefix: /ratings}, method: {exact: GET}, port: 9080";
        assertThat(routes.get(0).get("match"))
                .containsExactly(
                        Given.yaml(
                                "{queryParams: {q: {exact: a}}, sourceNamespace: demo, sourceLabels: {app: reviews}, %s}"
                                        .formatted(request)),
                        Given.yaml(
                                "{queryParams: {q: {exact: a}}, sourceNamespace: shop, sourceLabels: {app: cart}, %s}"
                                        .formatted(request)));
    }

    @Test
    void leavesRoutesOutThatTheCallsCannotTake() {
        List<ObjectNode> routes = fault().on(Given.host(false))
                .from(Given.CART)
                .method("GET")
                .routes(virtualService("demo", "ratings", """
                hosts: [ratings]
                http:
                - {match: [{port: 80}], route: [{destination: {host: ratings}}]}
                - {match: [{sourceLabels: {app: job}}], route: [{destination: {host: ratings}}]}
                - {match: [{sourceNamespace: demo}], route: [{destination: {host: ratings}}]}
                - {match: [{method: {exact: PUT}}], route: [{destination: {host: ratings}}]}
                - {match: [{gateways: [edge/gw]}], route: [{destination: {host: ratings}}]}
                - {name: last, match: [{port: 80}, {}], route: [{destination: {host: ratings}}]}
                """));

        assertThat(routes).hasSize(7);
        assertThat(routes.get(5).get("match")).singleElement().isEqualTo(Given.yaml("""
                {method: {exact: GET}, port: 9080, sourceNamespace: shop, sourceLabels: {app: cart}}
                """));
        assertThat(routes.get(6).get("name").asText()).isEqualTo("last");
    }

    @Test
    void copiesARouteTwiceWhenOnlyGrpcCallsCanBeAborted() {
        List<ObjectNode> routes = fault().abort(Given.GRPC_ABORT)
                .delay(Given.DELAY)
                .routes(virtualService(
                        "demo", "ratings", "{hosts: [ratings], http: [{route: [{destination: {host: ratings}}]}]}"));

        assertThat(routes).hasSize(3);
        assertThat(routes.get(0).get("match")).singleElement().isEqualTo(Given.yaml("""
                headers: {content-type: {regex: 'application/grpc(\\+.*)?'}}
                """));
        assertThat(routes.get(0).get("fault").has("abort")).isTrue();
        assertThat(routes.get(1).has("match")).isFalse();
        assertThat(routes.get(1).get("fault").has("abort")).isFalse();
    }

    @Test
    void standsAboveTheOriginalAmongTheCopiesOfOthersByUid() {
        ObjectNode json = virtualService("demo", "ratings", """
                hosts: [ratings]
                http:
                - {name: glooshot-5c1f2f0e-8d5b-4f0e-9a51-0d7d6a1f0000-0}
                - {name: glooshot-5c1f2f0e-8d5b-4f0e-9a51-0d7d6a1f0009-0}
                - {name: all, route: [{destination: {host: ratings}}]}
                """);

        assertThat(fault().routes(json).stream().map(route -> route.get("name").asText()))
                .containsExactly(
                        "glooshot-5c1f2f0e-8d5b-4f0e-9a51-0d7d6a1f0000-0",
                        RouteName.of(Given.UID, 0),
                        "glooshot-5c1f2f0e-8d5b-4f0e-9a51-0d7d6a1f0009-0",
                        "all");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "route: [{destination: {host: ratings}}], timeout: 1s | timeout and retries of route a of VirtualService demo/ratings",
                "route: [{destination: {host: ratings}}], retries: {attempts: 3} | timeout and retries",
                "route: [{destination: {host: ratings}}], fault: {delay: {fixedDelay: 1s}} | is replaced",
                "redirect: {uri: /a} | answers them itself",
                "directResponse: {status: 418} | answers them itself",
            })
    void warnsOfWhatUsersMayNotExpect(String route, String warning) {
        DesiredRoutes desired = fault().in(virtualService(
                "demo", "ratings", "{hosts: [ratings], http: [{name: a, %s}]}".formatted(route)));

        assertThat(desired.warnings()).singleElement().asString().contains(warning);
        assertThat(desired.virtualServices().isEmpty()).isEqualTo(warning.startsWith("answers"));
    }

    @Test
    void warnsOfCallsThatGetThereUnderAnotherName() {
        DesiredRoutes desired = fault().in(virtualService("demo", "alias", """
                hosts: [stars]
                http: [{route: [{destination: {host: ratings}}]}]
                """));

        assertThat(desired.warnings()).singleElement().asString().contains("to other hosts");
    }

    @Test
    void refusesToTellTheWorkloadsOfTheDestinationApart() {
        PlannedFault fault = fault().build().fault();
        PlannedFault some = new PlannedFault(
                0,
                fault.origins(),
                fault.destination(),
                Map.of("version", "v1"),
                fault.match(),
                fault.side(),
                fault.abort(),
                fault.delay());

        assertThatThrownBy(() ->
                        Routing.desired(List.of(), Given.faults(new ClientFault(some, Given.host(true), List.of()))))
                .isInstanceOf(AbortException.class);
    }

    @Test
    void keepsTheFaultsOfOnePortInOneObject() {
        Host host = Given.host(false);
        ClientFault one = fault().on(host).from(Given.REVIEWS).build();
        ClientFault two =
                fault().on(host).from(Given.CART).abort(null).delay(Given.DELAY).build();

        DesiredRoutes desired = Routing.desired(List.of(), Given.faults(one, two));

        assertThat(desired.virtualServices()).hasSize(1);
        ObjectNode ours = desired.virtualServices().values().iterator().next();
        assertThat(VirtualService.texts(ours.at("/spec/exportTo"))).containsExactly("demo", "shop");
        assertThat(Given.http(ours)).hasSize(3);
    }
}
