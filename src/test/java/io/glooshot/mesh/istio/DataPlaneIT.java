package io.glooshot.mesh.istio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glooshot.api.Side;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.CallMatch;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.PlannedAbort;
import io.glooshot.experiment.PlannedFault;
import io.glooshot.experiment.ServiceId;
import io.glooshot.experiment.TextMatch;
import io.glooshot.mesh.istio.route.Routing;
import io.glooshot.playground.SharedIstioWorld;
import io.glooshot.playground.WithoutController;
import io.glooshot.playground.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the cluster says of a service decides whether some proxy can inject a fault; read from a real API server. */
@ExtendWith({SharedIstioWorld.class, WithoutController.class})
class DataPlaneIT {

    private World world;
    private String namespace;

    @BeforeEach
    void start(World world) {
        this.world = world;
        namespace = world.newNamespace("data-plane");
    }

    @ParameterizedTest
    @CsvSource({
        "http, '', true", "http-web, '', true", "http2-web, '', true", "grpc, '', true", "grpc-web-api, '', true",
        "web, '', true", "tcp-db, '', false", "mysql, '', false", "tls-web, '', false", "https, '', false",
        "tcp-db, http, true", "http-web, tcp, false", "web, kubernetes.io/h2c, true", "web, example.com/own, true",
    })
    void takesPortsThatAreHttpToIstio(String name, String appProtocol, boolean isHttp) {
        service(
                "ratings",
                "{name: %s%s, port: 9080}"
                        .formatted(name, appProtocol.isEmpty() ? "" : ", appProtocol: " + appProtocol));

        if (isHttp) {
            assertThatCode(() -> require(fault(Side.Client))).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> require(fault(Side.Client)))
                    .isInstanceOfSatisfying(
                            AbortException.class,
                            refused -> assertThat(refused.verdict().reason()).isEqualTo("NotSupported"))
                    .hasMessageContaining("ratings." + namespace + ":9080");
        }
    }

    @Test
    void refusesAmbientWorkloadsWithoutAWaypoint() {
        service("ratings", "{name: http, port: 9080}");
        world.kube().mustKubectl("label", "namespace", namespace, DataPlane.MODE + "=ambient");

        assertThatThrownBy(() -> require(fault(Side.Client))).hasMessageContaining(DataPlane.WAYPOINT);

        world.kube().mustKubectl("label", "namespace", namespace, DataPlane.WAYPOINT + "=waypoint");
        assertThatCode(() -> require(fault(Side.Client))).doesNotThrowAnyException();
        assertThatThrownBy(() -> require(fault(Side.Server))).hasMessageContaining("side Client");

        world.kube().mustKubectl("label", "service", "ratings", "-n", namespace, DataPlane.WAYPOINT + "=none");
        assertThatThrownBy(() -> require(fault(Side.Client))).hasMessageContaining("without a waypoint");
    }

    @Test
    void refusesOriginsInAmbientModeWhichWouldMatchEveryone() {
        service("ratings", "{name: http, port: 9080}");
        service("reviews", "{name: http, port: 9080}");
        PlannedFault scoped = IstioPlans.abort(ratings(), Side.Client, 100, new ServiceId(namespace, "reviews"));
        assertThatCode(() -> require(scoped)).doesNotThrowAnyException();

        world.kube().mustKubectl("label", "service", "reviews", "-n", namespace, DataPlane.MODE + "=ambient");
        assertThatThrownBy(() -> require(scoped)).hasMessageContaining("reviews." + namespace);

        world.kube()
                .mustKubectl(
                        "label",
                        "service",
                        "ratings",
                        "-n",
                        namespace,
                        DataPlane.MODE + "=ambient",
                        DataPlane.WAYPOINT + "=waypoint");
        assertThatThrownBy(() -> require(scoped)).hasMessageContaining("everyone");
    }

    @Test
    void findsTheWorkloadsOwnPortBehindANameAndNarrowsThemDown() {
        service("ratings", "{name: http, port: 80, targetPort: web}");
        world.kube().apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: ratings-1, namespace: %1$s, labels: {app: ratings, version: v1}}
                spec: {containers: [{name: main, image: none, ports: [{name: web, containerPort: 8081}]}]}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: ratings-2, namespace: %1$s, labels: {app: ratings, version: v2}}
                spec:
                  containers:
                  - {name: proxy, image: none}
                  - {name: main, image: none, ports: [{name: web, containerPort: 8082}, {name: admin, containerPort: 9}]}
                """.formatted(namespace));
        Destination destination = new Destination(new ServiceId(namespace, "ratings"), 80);
        PlannedFault all = IstioPlans.abort(destination, Side.Server, 100);

        assertThat(ports(all)).containsExactlyInAnyOrder(8081, 8082);
        assertThat(ports(IstioPlans.narrowed(all, Map.of("version", "v2")))).containsExactly(8082);
        assertThatThrownBy(() -> ports(IstioPlans.narrowed(all, Map.of("app", "other"))))
                .hasMessageContaining("app=other");
        assertThatThrownBy(() -> ports(IstioPlans.narrowed(all, Map.of("version", "v3"))))
                .hasMessageContaining("targetPort is 'web'");
    }

    @Test
    void refusesWhatAServersProxyCannotTellOfAPath() {
        service("ratings", "{name: http, port: 9080}");
        CallMatch byRegex = new CallMatch(Map.of(), Optional.of(new TextMatch.Regex("/ratings/.*")), Optional.empty());
        PlannedFault fault = IstioPlans.fault(ratings(), Side.Server, byRegex, new PlannedAbort.Http(503, 100), null);

        assertThatThrownBy(() -> ports(fault)).hasMessageContaining("match.path.regex");
    }

    @ParameterizedTest
    @ValueSource(strings = {"uri", "scheme", "method", "authority"})
    void refusesHeadersThatIstioWouldNotLookAt(String header) {
        service("ratings", "{name: http, port: 9080}");
        CallMatch match =
                new CallMatch(Map.of(header, new TextMatch.Exact("jason")), Optional.empty(), Optional.empty());

        assertThatThrownBy(() ->
                        require(IstioPlans.fault(ratings(), Side.Client, match, new PlannedAbort.Http(503, 100), null)))
                .hasMessageContaining("'" + header + "'");
    }

    @Test
    void refusesToNarrowADestinationDownForItsCallers() {
        service("ratings", "{name: http, port: 9080}");
        PlannedFault fault = IstioPlans.narrowed(fault(Side.Client), Map.of("version", "v2"));

        assertThatThrownBy(() -> Routing.desired(List.of(), surroundings().clientFaults(IstioPlans.of(fault))))
                .hasMessageContaining("ratings." + namespace);
    }

    @Test
    void refusesToTellTheWorkloadsOfAServiceWithoutSelector() {
        world.kube().apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: ratings, namespace: %s}
                spec: {ports: [{name: http, port: 9080}]}
                """.formatted(namespace));

        assertThatThrownBy(() -> ports(fault(Side.Server))).hasMessageContaining("has no selector");
    }

    private Set<Integer> ports(PlannedFault fault) {
        return surroundings().serverFaults(IstioPlans.of(fault)).get(0).ports();
    }

    private void require(PlannedFault fault) {
        new DataPlane(world.kube().client(), surroundings()).require(fault);
    }

    private Surroundings surroundings() {
        return new Surroundings(world.kube().client(), "cluster.local");
    }

    private PlannedFault fault(Side side) {
        return IstioPlans.abort(ratings(), side, 100);
    }

    private Destination ratings() {
        return new Destination(new ServiceId(namespace, "ratings"), 9080);
    }

    private void service(String name, String port) {
        world.kube().apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: %1$s, namespace: %2$s}
                spec: {selector: {app: %1$s}, ports: [%3$s]}
                """.formatted(name, namespace, port));
    }
}
