package io.glooshot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.glooshot.api.FailureCondition;
import io.glooshot.api.FaultRule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How faults and conditions read. */
class SentencesTest {

    private static final YAMLMapper YAML = new YAMLMapper();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {destinationServices: [{name: a}], fault: {abort: {httpStatus: 500}}}                                      | abort 100 % with HTTP 500, calls from everywhere to a
            {originServices: [{name: b}], destinationServices: [{name: a, port: 80}], fault: {percentage: 0.5, abort: {grpcStatus: 14}}} | abort 0.5 % with gRPC status 14, calls from b to a:80
            {destinationServices: [{name: a, namespace: n, workloadLabels: {version: v1}}], fault: {delay: {duration: 2s}}} | delay 100 % by 2s, calls from everywhere to a.n[version=v1]
            {destinationServices: [{name: a}], side: Server, fault: {abort: {httpStatus: 503, percentage: 10}, delay: {duration: 1s, percentage: 20}}} | abort 10 % with HTTP 503 and delay 20 % by 1s, calls from everywhere to a, injected at the server's side
            {destinationSelector: {matchLabels: {app: x}, namespaces: [n, m], port: 1}, fault: {delay: {duration: 2s}}} | delay 100 % by 2s, calls from everywhere to services with app=x in n, m at port 1
            {destinationSelector: {matchExpressions: [{key: tier, operator: NotIn, values: [db, mq]}]}, fault: {delay: {duration: 2s}}} | delay 100 % by 2s, calls from everywhere to services with tier NotIn db,mq
            {destinationServices: [{name: a}], match: {method: GET, path: {prefix: /api}, headers: [{name: x, exact: "1"}, {name: y, present: true}]}, fault: {delay: {duration: 2s}}} | delay 100 % by 2s, calls from everywhere to a, only with method GET and path /api… and header x 1 and header y
            """)
    void ofFaults(String yaml, String sentence) throws JsonProcessingException {
        assertThat(FaultText.of(YAML.readValue(yaml, FaultRule.class))).isEqualTo(sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {trigger: {prometheus: {customQuery: "rate(x[1m])", comparisonOperator: ">", thresholdValue: 0.01}}}             | rate(x[1m]) > 0.01
            {trigger: {prometheus: {successRate: {service: {name: a, port: 80}, interval: 10s}, thresholdValue: 0.9}}}   | success rate of a:80 over 10s < 0.9
            {trigger: {prometheus: {latency: {service: {name: a}, interval: 1m}, comparisonOperator: ">=", thresholdValue: 2}}} | 0.99 quantile of the latency of a over 1m >= 2
            {failureLimit: 3, trigger: {alert: {name: Down, labels: {team: x}}}}                                         | alert Down{team=x} fires, 3 times in a row
            {dryRun: true, trigger: {webhookUrl: "http://h/ok?key=s3cret"}}                                              | GET http://h/ok?… answers 5xx (dry run)
            {trigger: {webhook: {url: "http://h/ok", method: POST}}}                                                     | POST http://h/ok answers 5xx
            {trigger: {webhook: {url: "http://h/ok", method: GET, jsonPath: $.n, comparisonOperator: ==, thresholdValue: 1}}} | $.n of GET http://h/ok == 1
            """)
    void ofConditions(String yaml, String sentence) throws JsonProcessingException {
        assertThat(ConditionText.of(YAML.readValue(yaml, FailureCondition.class)))
                .isEqualTo(sentence);
    }
}
