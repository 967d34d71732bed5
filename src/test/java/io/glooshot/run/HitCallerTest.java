package io.glooshot.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.glooshot.api.Side;
import io.glooshot.experiment.CallMatch;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.PlannedAbort;
import io.glooshot.experiment.PlannedDelay;
import io.glooshot.experiment.PlannedFault;
import io.glooshot.experiment.ServiceId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HitCallerTest {

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            100, -,   40
            50,  -,   20
            -,   25,  10
            50,  50,  30
            0,   0,   0
            100, 100, 40
            """)
    void countsACallThatIsHitTwiceOnce(Double abort, Double delay, double hit) {
        assertThat(HitCaller.of(fault(abort, delay, CallMatch.ALL), "reviews", 40, true)
                        .hitPerSecond())
                .isEqualTo(hit, within(1e-9));
    }

    @Test
    void isAnUpperBoundWhereTheMetricsDoNotTellTheCallsThatAreMeant() {
        CallMatch posts = new CallMatch(Map.of(), Optional.empty(), Optional.of("POST"));

        assertThat(HitCaller.of(fault(1d, null, CallMatch.ALL), "a", 1, true).isMost())
                .isFalse();
        assertThat(HitCaller.of(fault(1d, null, CallMatch.ALL), "a", 1, false).isMost())
                .isTrue();
        assertThat(HitCaller.of(fault(1d, null, posts), "a", 1, true).isMost()).isTrue();
    }

    private static PlannedFault fault(Double abort, Double delay, CallMatch match) {
        return new PlannedFault(
                0,
                Set.of(),
                new Destination(new ServiceId("shop", "ratings"), 9080),
                Map.of(),
                match,
                Side.Client,
                Optional.ofNullable(abort).map(percent -> new PlannedAbort.Http(500, percent)),
                Optional.ofNullable(delay).map(percent -> new PlannedDelay(Duration.ofSeconds(1), percent)));
    }
}
