package io.glooshot.mesh.istio.route;

import static io.glooshot.mesh.istio.route.Given.fault;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.glooshot.experiment.PlannedAbort;
import io.glooshot.experiment.PlannedDelay;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultPartTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void putsAbortAndDelayIntoOneFault() {
        List<FaultPart> parts = parts(Given.ABORT, Given.DELAY);

        assertThat(parts).containsExactly(new FaultPart(Given.yaml("""
                delay: {percentage: {value: 10}, fixedDelay: "0.250s"}
                abort: {percentage: {value: 100}, httpStatus: 503}
                """), false));
    }

    @Test
    void delaysCallsThatCannotBeAbortedToo() {
        assertThat(parts(Given.GRPC_ABORT, Given.DELAY))
                .containsExactly(
                        new FaultPart(Given.yaml("""
                delay: {percentage: {value: 10}, fixedDelay: "0.250s"}
                abort: {percentage: {value: 50}, grpcStatus: UNAVAILABLE}
                """), true),
                        new FaultPart(Given.yaml("delay: {percentage: {value: 10}, fixedDelay: \"0.250s\"}"), false));
    }

    @Test
    void leavesOutWhatHitsNothing() {
        PlannedDelay none = new PlannedDelay(Duration.ofSeconds(1), 0);

        assertThat(parts(new PlannedAbort.Grpc(1, 0), Given.DELAY))
                .containsExactly(
                        new FaultPart(Given.yaml("delay: {percentage: {value: 10}, fixedDelay: \"0.250s\"}"), false));
        assertThat(parts(Given.ABORT, none))
                .extracting(part -> part.json().has("delay"))
                .containsExactly(false);
        assertThat(parts(new PlannedAbort.Http(500, 0), none)).isEmpty();
        assertThat(fault().abort(new PlannedAbort.Http(500, 0)).in().virtualServices())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PT2S, 2s", "PT0.001S, 0.001s", "PT1.5S, 1.500s", "PT24H, 86400s", "PT0.010S, 0.010s"})
    void writesDelaysInSeconds(Duration delay, String text) {
        JsonNode json = parts(null, new PlannedDelay(delay, 1)).get(0).json();

        assertThat(json.at("/delay/fixedDelay").asText()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"1, CANCELLED", "4, DEADLINE_EXCEEDED", "14, UNAVAILABLE", "16, UNAUTHENTICATED"})
    void namesGrpcStatuses(int status, String name) {
        JsonNode json = parts(new PlannedAbort.Grpc(status, 1), null).get(0).json();

        assertThat(json.at("/abort/grpcStatus").asText()).isEqualTo(name);
    }

    /** Istio cuts off what is behind the point of {@code value * 10000}. */
    @Test
    void writesEveryPercentageSoThatNothingIsCutOff() throws JsonProcessingException {
        for (int millionths = 1; millionths <= 1_000_000; millionths++) {
            JsonNode json = Percentage.of(millionths / 10_000.0).json();
            double read = JSON.readTree(json.toString()).doubleValue();

            assertThat((int) (read * 10_000)).isEqualTo(millionths);
            assertThat(read).isBetween(0.0001, 100.0);
        }
    }

    @Test
    void writesPercentagesAsTheyAreReadAgain() throws JsonProcessingException {
        for (double percent : new double[] {100, 10, 12.5, 0.0001, 0.0009, 33.3333}) {
            JsonNode json = Percentage.of(percent).json();

            assertThat(JSON.readTree(json.toString())).isEqualTo(json);
        }
    }

    private static List<FaultPart> parts(PlannedAbort abort, PlannedDelay delay) {
        return FaultPart.of(fault().abort(abort).delay(delay).build().fault());
    }
}
