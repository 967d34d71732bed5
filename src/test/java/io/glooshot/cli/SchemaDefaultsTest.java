package io.glooshot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SchemaDefaultsTest {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Path CRD = Path.of("crd/experiments.glooshot.solo.io.yml");

    @Test
    void fillsInWhatTheApiServerWouldAndNothingElse() throws IOException {
        JsonNode spec = YAML.readTree(CRD.toFile()).at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
        ObjectNode written = (ObjectNode) YAML.readTree("""
                maxBlind: 20s
                faults: [{fault: {abort: {httpStatus: 500}}}]
                failureConditions:
                - trigger: {webhookUrl: "http://there"}
                - {interval: 9s, trigger: {webhookUrl: "http://there"}}
                """);

        SchemaDefaults.apply(spec, written);

        assertThat(written).isEqualTo(YAML.readTree("""
                duration: 10m
                maxBlind: 20s
                recoveryTimeout: 5m
                stop: false
                faults: [{fault: {abort: {httpStatus: 500}, percentage: %s}}]
                failureConditions:
                - {interval: 1s, initialDelay: 0s, failureLimit: 1, onNoData: Abort, dryRun: false, trigger: {webhookUrl: "http://there"}}
                - {interval: 9s, initialDelay: 0s, failureLimit: 1, onNoData: Abort, dryRun: false, trigger: {webhookUrl: "http://there"}}
                """.formatted(
                        spec.at("/properties/faults/items/properties/fault/properties/percentage/default"))));
    }
}
