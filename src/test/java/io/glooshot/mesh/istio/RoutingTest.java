package io.glooshot.mesh.istio;

import static io.glooshot.mesh.istio.Given.fault;
import static io.glooshot.mesh.istio.Given.virtualService;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

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
}
