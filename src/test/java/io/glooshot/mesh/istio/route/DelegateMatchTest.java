package io.glooshot.mesh.istio.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As Istio 1.31 does it. */
class DelegateMatchTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                              | {}                                    | true",
                "{uri: {prefix: /a}}             | {}                                    | true",
                "{uri: {prefix: /a}}             | {uri: {prefix: /a}}                   | true",
                "{uri: {prefix: /a}}             | {uri: {exact: /a/b}}                  | true",
                "{uri: {prefix: /a/b}}           | {uri: {prefix: /a}}                   | false",
                "{uri: {exact: /a}}              | {uri: {exact: /a}}                    | true",
                "{uri: {exact: /a}}              | {uri: {prefix: /a}}                   | false",
                "{uri: {regex: /a.*}}            | {}                                    | true",
                "{uri: {regex: /a.*}}            | {uri: {regex: /a.*}}                  | false",
                "{uri: {prefix: /a}}             | {uri: {regex: /a.*}}                  | false",
                "{headers: {x: {}}}              | {headers: {x: {}}}                    | false",
                "{headers: {x: {}}}              | {headers: {X: {exact: a}}}            | true",
                "{headers: {x: {exact: a}}}      | {headers: {x: {exact: b}}}            | false",
                "{withoutHeaders: {x: {exact: a}}} | {withoutHeaders: {x: {prefix: b}}}  | false",
                "{queryParams: {q: {prefix: a}}} | {queryParams: {q: {exact: ab}}}       | true",
                "{ignoreUriCase: true}           | {}                                    | false",
                "{ignoreUriCase: true}           | {ignoreUriCase: true}                 | true",
                "{port: 80}                      | {}                                    | true",
                "{port: 80}                      | {port: 81}                            | false",
                "{}                              | {sourceNamespace: demo}               | true",
                "{sourceNamespace: demo}         | {}                                    | false",
                "{sourceNamespace: demo}         | {sourceNamespace: demo}               | true",
                "{sourceLabels: {app: a}}        | {sourceLabels: {version: v1}}         | true",
                "{sourceLabels: {app: a}}        | {sourceLabels: {app: b}}              | false",
                "{gateways: [mesh, edge/gw]}     | {gateways: [mesh]}                    | true",
                "{gateways: [mesh]}              | {gateways: [mesh, edge/gw]}           | false",
                "{gateways: [mesh]}              | {gateways: [edge/gw]}                 | false",
                "{gateways: [mesh]}              | {}                                    | true",
            })
    void joinsWhatIsNarrower(String root, String leaf, boolean joins) {
        assertThat(DelegateMatch.joins(Given.yaml(root), Given.yaml(leaf))).isEqualTo(joins);
    }
}
