package io.glooshot.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OldDurationTest {

    @ParameterizedTest
    @CsvSource({
        // written, nanoseconds, today, exact
        "600s, 600e9, 600s, true",
        "1h30m, 5400e9, 1h30m, true",
        "1.5s, 15e8, 1500ms, true",
        "0.5h, 1800e9, 1800s, true",
        "1h0.5m, 3630e9, 3630s, true",
        ".5s, 5e8, 500ms, true",
        "2.s, 2e9, 2s, true",
        "+10s, 10e9, 10s, true",
        "-10s, -10e9, -10s, true",
        "0, 0, 0s, true",
        "250us, 250e3, 1ms, false",
        "250µs, 250e3, 1ms, false",
        "1ms1ns, 1000001, 2ms, false",
        "1000000000ms, 1e15, 1000000s, true"
    })
    void readsWhatGoReads(String written, BigDecimal nanos, String today, boolean exact) {
        OldDuration duration = OldDuration.parse(written).orElseThrow();

        assertThat(duration.nanos()).isEqualByComparingTo(nanos);
        assertThat(duration.today()).isEqualTo(today);
        assertThat(duration.isExact()).isEqualTo(exact);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "s", "1d", "1 s", "--1s", "1s-1s", "0x1s", "1e3s", "1,5s", "٣s"})
    void refusesWhatIsNone(String written) {
        assertThat(OldDuration.parse(written)).isEmpty();
    }

    @Property
    void saysTheSameLengthToday(@ForAll @LongRange(min = 1, max = 86_400_000_000_000L) long nanos) {
        OldDuration duration = OldDuration.parse(nanos + "ns").orElseThrow();

        BigDecimal today = OldDuration.parse(duration.today()).orElseThrow().nanos();
        assertThat(today)
                .isEqualByComparingTo(BigDecimal.valueOf(nanos)
                        .divide(OldDuration.MILLISECOND, 0, RoundingMode.CEILING)
                        .multiply(OldDuration.MILLISECOND));
        assertThat(duration.today()).matches("([0-9]{1,9}(ms|s|m|h))+");
    }
}
