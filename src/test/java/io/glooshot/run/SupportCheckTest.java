package io.glooshot.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.glooshot.api.ExperimentSpec;
import io.glooshot.api.MeshCapabilities;
import io.glooshot.api.Side;
import io.glooshot.experiment.AbortException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SupportCheckTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final MeshCapabilities ALL =
            new MeshCapabilities(true, true, true, true, true, true, true, true, true, true, true, true, true);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            abort             | {abort: {httpStatus: 503}}                                      | fault.abort.httpStatus
            grpcAbort         | {abort: {grpcStatus: 14}}                                       | fault.abort.grpcStatus
            delay             | {delay: {duration: 1s}}                                         | fault.delay
            delay             | {abort: {httpStatus: 503}, delay: {duration: 1s}}               | fault.delay
            originScoping     | {delay: {duration: 1s}}                                         | originServices
            decimalPercentage | {delay: {duration: 1s}, percentage: 0.5}                        | fault.percentage
            decimalPercentage | {delay: {duration: 1s, percentage: 99.9999}}                    | fault.delay.percentage
            decimalPercentage | {abort: {grpcStatus: 14, percentage: 2.5}, percentage: 5}       | fault.abort.percentage
            """)
    void refusesWhatTheMeshLacksAndNamesFieldAndMesh(String lacking, String fault, String field) {
        SupportCheck check = new SupportCheck("blunt", without(lacking), Side.Client);

        assertThatThrownBy(() -> check.require(spec(fault)))
                .isInstanceOfSatisfying(
                        AbortException.class,
                        refused -> assertThat(refused.verdict().reason()).isEqualTo("NotSupported"))
                .hasMessageContaining("Mesh blunt cannot ")
                .hasMessageContaining("spec.faults[1]." + field + " ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            headerMatch       | match: {headers: [{name: a, exact: b}]}                               | match.headers
            pathMatch         | match: {path: {prefix: /a}}                                           | match.path
            methodMatch       | match: {method: GET, headers: [{name: a, exact: b}]}                  | match.method
            clientSide        | side: Client                                                          | side
            clientSide        | destinationServices: [{name: ratings}]                                | side
            serverSide        | side: Server                                                          | side
            originScoping     | originServices: [{name: a}]                                           | originServices
            originScoping     | originSelector: {matchLabels: {a: b}}                                 | originSelector
            serverSideOrigins | {side: Server, originServices: [{name: a}]}                           | originServices
            serverSideOrigins | {side: Server, originSelector: {matchLabels: {a: b}}}                 | originSelector
            workloadLabels    | originServices: [{name: a}, {name: b, workloadLabels: {v: x}}]        | originServices[1].workloadLabels
            workloadLabels    | destinationServices: [{name: a, workloadLabels: {v: x}}]              | destinationServices[0].workloadLabels
            workloadLabels    | originSelector: {matchLabels: {a: b}, workloadLabels: {v: x}}         | originSelector.workloadLabels
            workloadLabels    | destinationSelector: {matchLabels: {a: b}, workloadLabels: {v: x}}    | destinationSelector.workloadLabels
            """)
    void refusesCallsThatTheMeshCannotTellFromOthers(String lacking, String rule, String field) {
        SupportCheck check = new SupportCheck("blunt", without(lacking), Side.Client);

        assertThatThrownBy(() -> check.require(rule(rule)))
                .isInstanceOfSatisfying(
                        AbortException.class,
                        refused -> assertThat(refused.verdict().reason()).isEqualTo("NotSupported"))
                .hasMessageContaining("Mesh blunt cannot ")
                .hasMessageContaining("spec.faults[0]." + field);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            headerMatch       | match: {path: {prefix: /a}, method: GET}
            pathMatch         | match: {headers: [{name: a, exact: b}]}
            methodMatch       | match: {path: {prefix: /a}}
            clientSide        | side: Server
            serverSide        | side: Client
            serverSideOrigins | {side: Client, originServices: [{name: a}]}
            serverSideOrigins | side: Server
            workloadLabels    | originServices: [{name: a}]
            """)
    void letsCallsPassThatTheMeshCanTellFromOthers(String lacking, String rule) {
        SupportCheck check = new SupportCheck("blunt", without(lacking), Side.Client);

        assertThatCode(() -> check.require(rule(rule))).doesNotThrowAnyException();
    }

    @Test
    void goesByTheSideThatTheMeshTakesByDefault() {
        SupportCheck check = new SupportCheck("blunt", without("serverSideOrigins"), Side.Server);

        assertThatThrownBy(() -> check.require(rule("originServices: [{name: a}]")))
                .hasMessageContaining("spec.faults[0].originServices");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            abort             | {abort: {grpcStatus: 14}}
            grpcAbort         | {abort: {httpStatus: 503}}
            delay             | {abort: {httpStatus: 503}}
            decimalPercentage | {abort: {httpStatus: 503}, percentage: 5}
            decimalPercentage | {abort: {httpStatus: 503, percentage: 5}, percentage: 0.5}
            proofOfInjection  | {delay: {duration: 1s}, percentage: 0.5}
            serverSide        | {delay: {duration: 1s}, percentage: 0.5}
            """)
    void letsPassWhatNeedsNothingOfWhatIsLacking(String lacking, String fault) {
        SupportCheck check = new SupportCheck("blunt", without(lacking), Side.Client);

        assertThatCode(() -> check.require(spec(fault))).doesNotThrowAnyException();
    }

    @Test
    void letsAControlRunPassOnAnyMesh() {
        SupportCheck check = new SupportCheck(
                "none",
                new MeshCapabilities(
                        false, false, false, false, false, false, false, false, false, false, false, false, false),
                Side.Client);

        assertThatCode(() -> check.require(Serialization.unmarshal("faults: []", ExperimentSpec.class)))
                .doesNotThrowAnyException();
    }

    private static MeshCapabilities without(String capability) {
        ObjectNode capabilities = JSON.valueToTree(ALL);
        assertThat(capabilities.has(capability)).isTrue();
        capabilities.put(capability, false);
        return JSON.convertValue(capabilities, MeshCapabilities.class);
    }

    /** The fault is the second one; the first asks for nothing. */
    private static ExperimentSpec spec(String fault) {
        return Serialization.unmarshal("""
                faults:
                - destinationServices: [{name: ratings}]
                  fault: {}
                - originServices: [{name: reviews}]
                  destinationServices: [{name: details}]
                  fault: %s
                """.formatted(fault), ExperimentSpec.class);
    }

    private static ExperimentSpec rule(String rule) {
        return Serialization.unmarshal(
                rule.startsWith("{")
                        ? "faults: [{fault: {abort: {httpStatus: 503}}, " + rule.substring(1) + "]"
                        : "faults:\n- fault: {abort: {httpStatus: 503}}\n" + rule.indent(2),
                ExperimentSpec.class);
    }
}
