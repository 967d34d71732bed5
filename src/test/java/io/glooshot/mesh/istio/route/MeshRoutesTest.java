package io.glooshot.mesh.istio.route;

import static io.glooshot.mesh.istio.route.Given.fault;
import static io.glooshot.mesh.istio.route.Given.virtualService;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glooshot.experiment.AbortException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls between workloads: whose VirtualServices they go by, and who gets one of ours. */
class MeshRoutesTest {

    private static final String ROUTE = "http: [{route: [{destination: {host: ratings.demo.svc.cluster.local}}]}]";
    private static final ObjectName OWN = new ObjectName("demo", RouteName.of(Given.UID, 0));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "demo | {}                       | theirs",
                "demo | {exportTo: ['*']}        | theirs",
                "demo | {exportTo: ['.']}        | theirs and edge shop",
                "shop | {exportTo: ['.']}        | theirs and demo edge",
                "shop | {exportTo: [demo, edge]} | theirs and shop",
                "demo | {exportTo: ['~']}        | everyone",
                "demo | {gateways: [mesh]}       | theirs",
                "demo | {gateways: [edge/gw]}    | theirs and everyone",
                "demo | {gateways: [edge/gw, mesh]} | theirs",
            })
    void makesOneForThoseWhoSeeNone(String namespace, String spec, String ours) {
        ObjectNode theirs = virtualService(namespace, "theirs", "hosts: [ratings.demo.svc.cluster.local]\n" + ROUTE);
        theirs.withObjectProperty("spec").setAll(Given.yaml(spec));

        DesiredRoutes desired = fault().in(theirs);

        assertThat(forWhom(desired)).isEqualTo(ours);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "demo | ratings                        | theirs",
                "shop | ratings                        | everyone",
                "shop | ratings.demo                   | everyone",
                "shop | ratings.demo.svc.cluster.local | theirs",
                "shop | RATINGS.demo.svc.cluster.local | theirs",
                "shop | '*.demo.svc.cluster.local'     | theirs",
                "shop | '*.shop.svc.cluster.local'     | everyone",
            })
    void knowsWhichHostsAreTheDestination(String namespace, String host, String ours) {
        ObjectNode theirs = virtualService(namespace, "theirs", "hosts: ['" + host + "']\n" + ROUTE);

        assertThat(forWhom(fault().in(theirs))).isEqualTo(ours);
    }

    @Test
    void limitsOursToTheCallersThatSeeNone() {
        ObjectNode theirs = virtualService("demo", "theirs", "hosts: [ratings]\nexportTo: ['.']\n" + ROUTE);

        DesiredRoutes desired = fault().from(Given.REVIEWS, Given.CART).in(theirs);

        JsonNode ours = desired.virtualServices().get(OWN);
        assertThat(VirtualService.texts(ours.at("/spec/exportTo"))).containsExactly("shop");
        assertThat(desired.virtualServices()).hasSize(2);
    }

    @Test
    void goesByTheMostSpecificHost() {
        ObjectNode all = virtualService("edge", "all", "hosts: ['*.svc.cluster.local']\n" + ROUTE);
        ObjectNode namespace = virtualService("edge", "namespace", "hosts: ['*.demo.svc.cluster.local']\n" + ROUTE);
        ObjectNode service = virtualService("demo", "service", "hosts: [ratings]\nexportTo: [shop]\n" + ROUTE);

        assertThat(fault().in(all, namespace).virtualServices()).containsOnlyKeys(new ObjectName("edge", "namespace"));
        assertThat(fault().from(Given.CART).in(all, namespace, service).virtualServices())
                .containsOnlyKeys(new ObjectName("demo", "service"));
        assertThat(fault().in(all, namespace, service).virtualServices())
                .containsOnlyKeys(new ObjectName("edge", "namespace"), new ObjectName("demo", "service"));
    }

    @Test
    void putsTheFaultIntoAllThatNameTheHost() {
        ObjectNode one = virtualService("demo", "one", "hosts: [ratings]\n" + ROUTE);
        ObjectNode two = virtualService("demo", "two", "hosts: [ratings]\n" + ROUTE);

        assertThat(fault().in(one, two).virtualServices())
                .containsOnlyKeys(new ObjectName("demo", "one"), new ObjectName("demo", "two"));
    }

    @ParameterizedTest
    @CsvSource({", theirs", "stable, theirs", "canary, everyone"})
    void looksOnlyAtWhatTheControlPlaneLooksAt(String revision, String ours) {
        ObjectNode theirs = virtualService("demo", "theirs", "hosts: [ratings]\n" + ROUTE);
        if (revision != null) {
            theirs.withObjectProperty("metadata").putObject("labels").put("istio.io/rev", revision);
        }

        DesiredRoutes desired = Routing.desired(
                List.of(theirs),
                new ClientFaults(Given.UID, "demo", "x", Optional.of("stable"), List.of(fault().build())));

        assertThat(forWhom(desired)).isEqualTo(ours);
        if (ours.equals("everyone")) {
            assertThat(desired.virtualServices()
                            .get(OWN)
                            .at("/metadata/labels/istio.io~1rev")
                            .asText())
                    .isEqualTo("stable");
        }
    }

    @Test
    void doesNotBuildOnWhatIsBeingDeleted() {
        ObjectNode theirs = virtualService("demo", "theirs", "hosts: [ratings]\n" + ROUTE);
        theirs.withObjectProperty("metadata").put("deletionTimestamp", "2026-01-01T00:00:00Z");

        assertThat(forWhom(fault().in(theirs))).isEqualTo("everyone");
    }

    /** Istio tries the next one for a proxy and port that one has no route for: ours, as the youngest, is the last. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{match: [{sourceLabels: {app: reviews}}], ROUTE}]             | theirs and everyone",
                "[{match: [{sourceLabels: {app: reviews}}], ROUTE}, {ROUTE}]    | theirs",
                "[{match: [{sourceNamespace: demo}], ROUTE}]                    | theirs and everyone",
                "[{match: [{port: 80}], ROUTE}]                                 | everyone",
                "[{match: [{port: 80}, {uri: {prefix: /a}}], ROUTE}]            | theirs",
                "[{match: [{gateways: [edge/gw]}], ROUTE}]                      | everyone",
                "[{match: [{gateways: [mesh], sourceLabels: {a: b}}], ROUTE}]   | theirs",
            })
    void makesOneForThoseWhoHaveNoRoute(String http, String ours) {
        ObjectNode theirs = virtualService(
                "demo",
                "theirs",
                "hosts: [ratings]\nhttp: " + http.replace("ROUTE", "route: [{destination: {host: ratings}}]"));

        assertThat(forWhom(fault().in(theirs))).isEqualTo(ours);
    }

    @Test
    void leavesTcpAndTlsAlone() {
        ObjectNode theirs = virtualService("demo", "theirs", """
                hosts: [ratings]
                tcp: [{route: [{destination: {host: ratings}}]}]
                tls: [{match: [{sniHosts: [ratings]}], route: [{destination: {host: ratings}}]}]
                """);

        DesiredRoutes desired = fault().in(theirs);

        assertThat(desired.virtualServices()).containsOnlyKeys(OWN);
        assertThat(desired.virtualServices().get(OWN).path("spec").has("exportTo"))
                .isFalse();
    }

    @Test
    void refusesToTakeCallsAwayFromAWildcard() {
        ObjectNode theirs = virtualService("edge", "theirs", """
                hosts: ["*.demo.svc.cluster.local"]
                http: [{match: [{sourceLabels: {app: reviews}}], route: [{destination: {host: reviews}}]}]
                """);

        assertThatThrownBy(() -> fault().in(theirs))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("VirtualService edge/theirs");
        assertThat(forWhom(fault().from(Given.REVIEWS).in(theirs))).isEqualTo("theirs");
    }

    @Test
    void refusesToOvertakeAYoungerOne() {
        ObjectNode theirs = virtualService("demo", "theirs", """
                hosts: [ratings]
                http: [{match: [{sourceLabels: {app: reviews}}], route: [{destination: {host: ratings}}]}]
                """);
        ObjectNode ours = fault().in(theirs).virtualServices().get(OWN).deepCopy();
        theirs.withObjectProperty("metadata").put("creationTimestamp", "2026-01-01T00:00:00Z");
        ours.withObjectProperty("metadata").put("creationTimestamp", "2026-01-01T00:00:01Z");
        assertThat(forWhom(fault().in(theirs, ours))).isEqualTo("theirs and everyone");

        theirs.withObjectProperty("metadata").put("creationTimestamp", "2026-01-01T00:00:02Z");

        assertThatThrownBy(() -> fault().in(theirs, ours)).isInstanceOf(AbortException.class);
    }

    @Test
    void keepsWhatTheClusterSaysOfOurs() {
        ObjectNode ours = fault().in().virtualServices().get(OWN).deepCopy();
        ours.withObjectProperty("metadata")
                .put("resourceVersion", "42")
                .withObjectProperty("labels")
                .put("team", "x");
        ours.withObjectProperty("spec").putArray("http");

        ObjectNode again = fault().in(ours).virtualServices().get(OWN);

        assertThat(again.at("/metadata/resourceVersion").asText()).isEqualTo("42");
        assertThat(again.at("/metadata/labels/team").asText()).isEqualTo("x");
        assertThat(again.at("/spec/http")).hasSize(2);
    }

    @Test
    void doesNotUseTheOneOfAnotherExperiment() {
        ClientFaults others = new ClientFaults(
                Given.OTHER_UID,
                "demo",
                "other",
                Optional.empty(),
                List.of(fault().on(port(9081)).build()));
        ObjectNode theirs = Routing.desired(List.of(), others)
                .virtualServices()
                .values()
                .iterator()
                .next();

        assertThat(fault().on(Given.host(false)).in(theirs).virtualServices()).containsOnlyKeys(OWN);
    }

    private static Host port(int port) {
        Host host = Given.host(false);
        return new Host(host.service(), port, false, host.clusterDomain(), host.clusterIps(), host.namespaces());
    }

    private static String forWhom(DesiredRoutes desired) {
        List<ObjectName> theirs = desired.virtualServices().keySet().stream()
                .filter(name -> !name.equals(OWN))
                .toList();
        ObjectNode ours = desired.virtualServices().get(OWN);
        String who = theirs.isEmpty() ? "" : "theirs";
        if (ours != null) {
            List<String> exportTo = VirtualService.texts(ours.at("/spec/exportTo"));
            who += (who.isEmpty() ? "" : " and ") + (exportTo.isEmpty() ? "everyone" : String.join(" ", exportTo));
        }
        return who;
    }
}
