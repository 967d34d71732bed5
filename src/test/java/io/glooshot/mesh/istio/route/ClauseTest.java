package io.glooshot.mesh.istio.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.TextMatch;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A clause and what it becomes; "gone" when it can match nothing any more, "refused" when it cannot be said exactly. */
class ClauseTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}           | {port: 9080}",
                "{port: 9080} | {port: 9080}",
                "{port: 80}   | gone",
            })
    void limitsThePort(String clause, String narrowed) {
        assertThat(narrowed(clause, it -> it.port(9080))).isEqualTo(expected(narrowed));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | {sourceNamespace: shop, sourceLabels: {app: cart}}",
                "{sourceLabels: {version: v1}} | {sourceLabels: {version: v1, app: cart}, sourceNamespace: shop}",
                "{sourceNamespace: shop, sourceLabels: {app: cart}} | {sourceNamespace: shop, sourceLabels: {app: cart}}",
                "{sourceLabels: {app: job}} | gone",
                "{sourceNamespace: demo} | gone",
                "{gateways: [edge/gw]} | gone",
                "{gateways: [mesh, edge/gw], sourceLabels: {app: job}} | {sourceNamespace: shop, sourceLabels: {app: cart}}",
            })
    void limitsTheCallers(String clause, String narrowed) {
        assertThat(narrowed(clause, it -> it.from(Given.CART))).isEqualTo(expected(narrowed));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | {gateways: [mesh]}",
                "{gateways: [edge/gw, mesh]} | {gateways: [mesh]}",
                "{gateways: [edge/gw]} | gone",
                "{sourceLabels: {app: job}} | {sourceLabels: {app: job}}",
            })
    void leavesGatewaysOut(String clause, String narrowed) {
        assertThat(narrowed(clause, Clause::inMeshOnly)).isEqualTo(expected(narrowed));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | {gateways: [edge/gw, edge/other]}",
                "{gateways: [mesh, edge/gw]} | {gateways: [edge/gw]}",
                "{gateways: [mesh]} | gone",
            })
    void leavesTheMeshOut(String clause, String narrowed) {
        assertThat(narrowed(clause, it -> it.at(List.of("edge/gw", "edge/other"))))
                .isEqualTo(expected(narrowed));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | {method: {exact: GET}}",
                "{method: {exact: GET}} | {method: {exact: GET}}",
                "{method: {exact: POST}} | gone",
                "{method: {regex: G.*}} | {method: {regex: G.*}, headers: {':method': {exact: GET}}}",
                "{headers: {':method': {exact: POST}}} | gone",
                "{method: {regex: G.*}, headers: {':method': {regex: .*T}}} | refused",
            })
    void limitsTheMethod(String clause, String narrowed) {
        assertThat(narrowed(clause, it -> it.method("GET"))).isEqualTo(expected(narrowed));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | exact: a | {headers: {x-y: {exact: a}}}",
                "{} | {} | {headers: {x-y: {}}}",
                "{headers: {x-y: {exact: a}}} | {} | {headers: {x-y: {exact: a}}}",
                "{headers: {x-y: {prefix: a}}} | exact: ab | {headers: {x-y: {exact: ab}}}",
                "{headers: {x-y: {}}} | regex: a | {headers: {x-y: {regex: a}}}",
                "{headers: {X-Y: {exact: a}}} | exact: b | gone",
                "{headers: {x-y: {regex: a.*}}} | exact: b | {headers: {x-y: {regex: a.*}, X-y: {exact: b}}}",
                "{headers: {x-y: {regex: a.*}, X-y: {regex: b.*}}} | regex: c | {headers: {x-y: {regex: a.*}, X-y: {regex: b.*}, x-Y: {regex: c}}}",
                "{headers: {x-y: {regex: a}, X-y: {regex: b}, x-Y: {regex: c}}} | regex: d | refused",
                "{withoutHeaders: {x-y: {exact: a}}} | prefix: a | {withoutHeaders: {x-y: {exact: a}}, headers: {x-y: {prefix: a}}}",
            })
    void limitsAHeader(String clause, String header, String narrowed) {
        TextMatch match = StringMatch.parse(Given.yaml(header));

        assertThat(narrowed(clause, it -> it.header("x-y", match))).isEqualTo(expected(narrowed));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | exact: /a | {uri: {exact: /a}}",
                "{} | regex: /a.* | {uri: {regex: /a.*}}",
                "{uri: {prefix: /a}} | exact: /a/b | {uri: {exact: /a/b}}",
                "{uri: {prefix: /a/b}} | prefix: /a | {uri: {prefix: /a/b}}",
                "{uri: {exact: /a}} | prefix: /b | gone",
                "{uri: {regex: /a.*}} | exact: /a+b | {uri: {regex: /a.*}, headers: {':path': {regex: '/a\\+b(\\?.*)?'}}}",
                "{uri: {regex: /a.*}} | prefix: /a/b | {uri: {regex: /a.*}, headers: {':path': {prefix: /a/b}}}",
                "{uri: {regex: /a.*}} | exact: /a?b | gone",
                "{uri: {regex: /a.*}} | regex: /a.* | {uri: {regex: /a.*}}",
                "{uri: {regex: /a.*}} | regex: .*b | refused",
                "{uri: {exact: /a}} | regex: .*b | {uri: {regex: .*b}, headers: {':path': {regex: '/a(\\?.*)?'}}}",
                "{uri: {prefix: /a}} | regex: .*b | {uri: {regex: .*b}, headers: {':path': {prefix: /a}}}",
                "{uri: {prefix: /a}, ignoreUriCase: true} | exact: /a/b | {uri: {prefix: /a}, ignoreUriCase: true, headers: {':path': {regex: '/a/b(\\?.*)?'}}}",
                "{uri: {prefix: /a}, ignoreUriCase: true} | regex: .*b | {uri: {regex: .*b}, ignoreUriCase: true, headers: {':path': {regex: '(?i)/a.*'}}}",
                "{ignoreUriCase: true} | prefix: /a | {ignoreUriCase: true, headers: {':path': {prefix: /a}}}",
                "{ignoreUriCase: true} | regex: /a | {ignoreUriCase: true, uri: {regex: /a}}",
                "{uri: {regex: /a.*}, headers: {':path': {prefix: /a}}} | exact: /a | refused",
                "{queryParams: {q: {exact: a}}} | exact: /a | {queryParams: {q: {exact: a}}, uri: {exact: /a}}",
            })
    void limitsThePath(String clause, String path, String narrowed) {
        TextMatch match = StringMatch.parse(Given.yaml(path));

        assertThat(narrowed(clause, it -> it.path(match))).isEqualTo(expected(narrowed));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | {authority: {regex: ra.*}}",
                "{authority: {prefix: ra}} | {authority: {prefix: ra}, headers: {':authority': {regex: ra.*}}}",
                "{authority: {prefix: ra}, headers: {':authority': {prefix: r}}} | refused",
            })
    void limitsTheHostThatIsCalled(String clause, String narrowed) {
        assertThat(narrowed(clause, it -> it.authority("ra.*"))).isEqualTo(expected(narrowed));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{method: {exact: GET}} | {port: 9080, headers: {':method': {exact: GET}}}",
                "{uri: {prefix: /}}     | {port: 9080, method: {exact: GET}}",
                "{port: 9080}           | {method: {exact: GET}}",
            })
    void writesNothingWhereTheRootHasSomething(String root, String narrowed) {
        RouteUse.Leaf leaf = new RouteUse.Leaf(Given.yaml("{}"), List.of(Given.yaml(root)));

        assertThat(narrowed(leaf, it -> it.port(9080) && it.method("GET") && it.isJoined()))
                .isEqualTo(expected(narrowed));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{gateways: [edge/a]} | {gateways: [mesh]}   | {gateways: [edge/a]}",
                "{gateways: [edge/a]} | {gateways: [edge/a]} | {gateways: [edge/a]}",
                "{gateways: [mesh]}   | {gateways: [mesh]}   | gone",
                "{gateways: [edge/a]} | {gateways: [edge/b]} | refused",
                "{gateways: [edge/a]} | {}                   | refused",
            })
    void staysWithTheGatewaysOfTheRoot(String one, String other, String narrowed) {
        RouteUse.Leaf leaf = new RouteUse.Leaf(Given.yaml("{}"), List.of(Given.yaml(one), Given.yaml(other)));

        assertThat(narrowed(leaf, it -> it.at(List.of("edge/a", "edge/b")))).isEqualTo(expected(narrowed));
    }

    @Test
    void doesNotLimitCallersWhereIstioWouldNotLook() {
        Clause clause = new Clause(
                new RouteUse.Leaf(Given.yaml("{}"), List.of(Given.yaml("{gateways: [mesh]}"))),
                "route a of VirtualService demo/ratings");

        assertThatThrownBy(() -> clause.from(new Caller("demo", Map.of())))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("route a of VirtualService demo/ratings");
    }

    private static Object narrowed(String json, Predicate<Clause> step) {
        return narrowed(new RouteUse.Leaf(Given.yaml(json), List.of()), step);
    }

    private static Object narrowed(RouteUse.Leaf leaf, Predicate<Clause> step) {
        Clause clause = new Clause(leaf, "a route");
        try {
            return step.test(clause) ? clause.json() : "gone";
        } catch (AbortException e) {
            assertThat(e.verdict().reason()).isEqualTo("NotSupported");
            return "refused";
        }
    }

    private static Object expected(String narrowed) {
        return narrowed.startsWith("{") ? Given.yaml(narrowed) : narrowed;
    }
}
