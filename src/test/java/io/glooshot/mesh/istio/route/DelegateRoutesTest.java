package io.glooshot.mesh.istio.route;

import static io.glooshot.mesh.istio.route.Given.fault;
import static io.glooshot.mesh.istio.route.Given.virtualService;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.TextMatch;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Routes that stand in a delegate, where Istio joins them with those of its roots. */
class DelegateRoutesTest {

    private static final ObjectName DELEGATE = new ObjectName("team", "ratings");

    @Test
    void takeTheFaultIntoTheDelegate() {
        DesiredRoutes desired = fault().in(root("{}"), delegate("{uri: {prefix: /a/b}}"));

        assertThat(desired.virtualServices()).containsOnlyKeys(DELEGATE);
        assertThat(clauses(desired)).containsExactly(Given.yaml("uri: {prefix: /a/b}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{uri: {prefix: /a}}     | {uri: {exact: /a/b}} | true",
                "{uri: {prefix: /a}}     | {uri: {exact: /b}}   | false",
                "{sourceNamespace: demo} | {}                   | false",
                "{port: 80}              | {port: 9080}         | false",
            })
    void areLeftAloneWhereIstioDropsThem(String root, String leaf, boolean used) {
        DesiredRoutes desired = fault().in(root(root), delegate(leaf));

        assertThat(desired.virtualServices().containsKey(DELEGATE)).isEqualTo(used);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ignoreUriCase: true, uri: {prefix: /a}} | {ignoreUriCase: true, headers: {x: {exact: y}}}",
                "{sourceNamespace: demo} | {sourceNamespace: demo, headers: {x: {exact: y}}}",
                "{headers: {x: {regex: y}}} | {headers: {X: {exact: y}}}",
                "{headers: {x: {}}} | {headers: {X: {exact: y}}}",
            })
    void repeatWhatIstioWantsRepeated(String root, String clause) {
        DesiredRoutes desired = fault().header("x", new TextMatch.Exact("y")).in(root(root), delegate(null));

        assertThat(clauses(desired)).containsExactly(Given.yaml(clause));
    }

    @Test
    void tellTheHostFromThoseOfOtherRoots() {
        ObjectNode other = virtualService("demo", "other", """
                hosts: [reviews]
                http: [{delegate: {name: ratings, namespace: team}}]
                """);

        DesiredRoutes desired = fault().in(root("{}"), other, delegate(null));

        assertThat(clauses(desired))
                .singleElement()
                .satisfies(clause ->
                        assertThat(clause.at("/authority/regex").asText()).contains("ratings\\.demo"));
    }

    @ParameterizedTest
    @CsvSource({"demo, true", "team, false"})
    void resolveNamesInTheirOwnNamespace(String namespace, boolean hit) {
        ObjectNode root = virtualService("edge", "api", """
                hosts: [api.example.com]
                gateways: [gw]
                http: [{delegate: {name: ratings, namespace: %s}}]
                """.formatted(namespace));
        ObjectNode delegate = virtualService(namespace, "ratings", "http: [{route: [{destination: {host: ratings}}]}]");

        assertThat(fault().in(root, delegate).virtualServices().containsKey(new ObjectName(namespace, "ratings")))
                .isEqualTo(hit);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"['*'] | true", "[demo] | true", "['.'] | false", "[shop] | false"})
    void haveToBeExportedToTheRoot(String exportTo, boolean used) {
        ObjectNode delegate = delegate(null);
        delegate.withObjectProperty("spec")
                .set("exportTo", Given.yaml("a: " + exportTo).get("a"));

        assertThat(fault().in(root("{}"), delegate).virtualServices().containsKey(DELEGATE))
                .isEqualTo(used);
    }

    @Test
    void mayBeMissing() {
        ObjectNode root = virtualService("demo", "root", """
                hosts: [ratings]
                http: [{delegate: {name: ratings, namespace: team}}]
                """);

        assertThat(fault().in(root).virtualServices())
                .containsOnlyKeys(new ObjectName("demo", RouteName.of(Given.UID, 0)));
    }

    @Test
    void areRefusedWhereIstioWouldNotLimitThem() {
        assertRefused(fault().from(Given.REVIEWS), root("{gateways: [mesh]}"), "its root names gateways");
        assertRefused(fault().path(new TextMatch.Regex("/a.*")), root("{uri: {prefix: /a}}"), "its root has a uri");
    }

    /** With the caller's namespace, Istio would join a clause of the root that it does not join now. */
    @Test
    void areRefusedWhereTheFaultWouldOpenANewWay() {
        ObjectNode root = virtualService("demo", "root", """
                hosts: [ratings]
                http:
                - match: [{sourceNamespace: demo, uri: {prefix: /a}}, {uri: {prefix: /b}}]
                  delegate: {name: ratings, namespace: team}
                """);

        assertThatThrownBy(() -> fault().from(Given.REVIEWS).in(root, delegate("{headers: {x: {exact: y}}}")))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("does not now");
    }

    private static void assertRefused(Given.Builder fault, ObjectNode root, String why) {
        assertThatThrownBy(() -> fault.in(root, delegate(null)))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("route held of VirtualService team/ratings")
                .hasMessageContaining(why);
    }

    private static ObjectNode root(String match) {
        ObjectNode root = virtualService("demo", "root", """
                hosts: [ratings]
                http:
                - delegate: {name: ratings, namespace: team}
                - redirect: {uri: /elsewhere}
                """);
        if (!match.equals("{}")) {
            ((ObjectNode) root.at("/spec/http/0")).putArray("match").add(Given.yaml(match));
        }
        return root;
    }

    private static ObjectNode delegate(String match) {
        ObjectNode delegate = virtualService(
                "team",
                "ratings",
                "http: [{name: held, route: [{destination: {host: ratings.demo.svc.cluster.local}}]}]");
        if (match != null) {
            ((ObjectNode) delegate.at("/spec/http/0")).putArray("match").add(Given.yaml(match));
        }
        return delegate;
    }

    private static List<ObjectNode> clauses(DesiredRoutes desired) {
        return ModelIstio.clauses(desired.virtualServices().get(DELEGATE).at("/spec/http/0"));
    }
}
