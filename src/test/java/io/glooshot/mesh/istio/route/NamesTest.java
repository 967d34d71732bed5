package io.glooshot.mesh.istio.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glooshot.experiment.ServiceId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names of hosts, gateways, routes and callees, and what they stand for. */
class NamesTest {

    @ParameterizedTest
    @CsvSource({
        "ratings, ratings.demo.svc.cluster.local",
        "Ratings, ratings.demo.svc.cluster.local",
        "ratings.demo, ratings.demo",
        "ratings.shop.svc.cluster.local, ratings.shop.svc.cluster.local",
        "*.demo.svc.cluster.local, *.demo.svc.cluster.local",
        "*, *",
        "10.0.0.1, 10.0.0.1",
        "fd00::1, fd00::1",
    })
    void completesOnlyNamesWithoutADot(String host, String resolved) {
        assertThat(HostName.resolve(host, "demo", "cluster.local")).isEqualTo(resolved);
    }

    @ParameterizedTest
    @CsvSource({
        "a.demo, a.demo, true",
        "a.demo, b.demo, false",
        "*.demo, a.demo, true",
        "*.demo, demo, false",
        "*, a.demo, true",
        "*.demo, *.a.demo, true",
        "*.demo, *.shop, false",
    })
    void knowsWhichHostsOverlap(String one, String other, boolean overlap) {
        assertThat(HostName.overlap(one, other)).isEqualTo(overlap);
        assertThat(HostName.overlap(other, one)).isEqualTo(overlap);
    }

    @ParameterizedTest
    @CsvSource({
        "mesh, mesh",
        "gw, demo/gw",
        "./gw, demo/gw",
        "edge/gw, edge/gw",
        "gw.edge, edge/gw",
        "gw.edge.svc.cluster.local, edge/gw",
    })
    void readsEveryWayToNameAGateway(String name, String full) {
        assertThat(new VirtualService(Given.virtualService("demo", "any", "{}")).gateway(name))
                .isEqualTo(full);
    }

    @ParameterizedTest
    @CsvSource({
        "glooshot-UID-0, true",
        "glooshot-UID-12, true",
        "glooshot-UID-0-copy, true",
        "glooshot-OTHER-0, false",
        "my-glooshot-UID-0, false",
        "glooshot, false",
    })
    void knowsOurRoutesByTheirNames(String name, boolean ours) {
        ObjectNode route = Given.yaml("name: " + name.replace("UID", Given.UID).replace("OTHER", Given.OTHER_UID));

        assertThat(RouteName.isOf(Given.UID, route)).isEqualTo(ours);
        assertThat(RouteName.uid(route).filter(Given.UID::equals).isPresent()).isEqualTo(ours);
    }

    @ParameterizedTest
    @CsvSource({
        "ratings, true, false",
        "ratings:9080, true, false",
        "RATINGS.Demo, true, true",
        "ratings.demo.svc, true, true",
        "ratings.demo.svc.cluster.local, true, true",
        "ratings.demo.svc.cluster.local., true, true",
        "ratings.demo.svc.cluster.local:80, true, true",
        "10.0.0.7, true, true",
        "10.0.0.7:9080, true, true",
        "[fd00::7]:9080, true, true",
        "10.0.0.77, false, false",
        "10x0.0.7, false, false",
        "ratings.shop, false, false",
        "v2.ratings.demo, false, false",
        "ratings.demo.example.com, false, false",
        "reviews, false, false",
    })
    void tellsTheHostFromOthers(String authority, boolean near, boolean far) {
        Authority names = new Authority(host("10.0.0.7", "fd00::7"), Set.of());

        assertThat(authority.matches(names.inOwnNamespace())).isEqualTo(near);
        assertThat(authority.matches(names.elsewhere())).isEqualTo(far);
    }

    @ParameterizedTest
    @CsvSource({
        "ratings, true",
        "pod-0.ratings, true",
        "pod-0.ratings.demo.svc.cluster.local, true",
        "ratings.shop, false",
        "pod-0.ratings.shop, false",
    })
    void takesThePodsOfAHeadlessServiceForIt(String authority, boolean hit) {
        assertThat(authority.matches(new Authority(host(), Set.of()).inOwnNamespace()))
                .isEqualTo(hit);
        assertThat(authority.matches(new Authority(host("None"), Set.of()).inOwnNamespace()))
                .isEqualTo(hit);
    }

    @Test
    void doesNotTakeAServiceInANamespaceOfTheSameNameForAPod() {
        Host host = new Host(
                new ServiceId("demo", "ratings"), 80, true, "cluster.local", List.of(), Set.of("demo", "ratings"));

        assertThat("other.ratings").doesNotMatch(new Authority(host, Set.of()).inOwnNamespace());
    }

    @ParameterizedTest
    @CsvSource({
        "ratings.demo.svc.cluster.local reviews.demo.svc.cluster.local, true, false",
        "ratings.demo.svc.cluster.local, false, false",
        "ratings.demo.svc.cluster.local ratings.shop.svc.cluster.local, true, true",
        "*.demo.svc.cluster.local, true, false",
        "*.svc.cluster.local, true, true",
        "*.shop.svc.cluster.local ratings.demo.svc.cluster.local, true, true",
        "*.example.com ratings.demo.svc.cluster.local, true, false",
    })
    void knowsWhenTheShortNameCouldBeAnotherHost(String hosts, boolean needed, boolean ambiguous) {
        Authority authority = new Authority(host("10.0.0.7"), Set.of(hosts.split(" ")));

        assertThat(authority.isNeeded()).isEqualTo(needed);
        assertThat(authority.isShortNameAmbiguous()).isEqualTo(ambiguous);
    }

    private static Host host(String... ips) {
        return new Host(Given.RATINGS, 9080, true, "cluster.local", List.of(ips), Given.NAMESPACES);
    }
}
