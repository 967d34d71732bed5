package io.glooshot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparklineTest {

    @ParameterizedTest
    @CsvSource({
        // Shown between the threshold and the furthest value from it.
        "0 1 2 3 4 5 6 7 8, 0, 20, ▁▂▃▄▅▅▆▇█",
        "1 1 1,             1, 20, ▅▅▅",
        "0.1 0.1 0.9,       1, 20, ▁▁▇",
        // The latest where there is no room for all.
        "0 0 8,             0,  1, █",
        "0 0 8,             0,  0, ''",
        "NaN 1 NaN,         0, 20, ' █ '",
        "Infinity -Infinity, 0, 20, █▁",
        "1.7e308 -1.7e308,   0, 20, █▁"
    })
    void drawsEachValueInTheRoomUpToTheThreshold(String values, double threshold, int width, String line) {
        List<Double> read = Stream.of(values.split(" ")).map(Double::valueOf).toList();

        assertThat(Sparkline.of(read, threshold, width, false)).isEqualTo(line);
    }

    @Property
    void isNeverWiderThanItsRoomAndAsciiWhereItHasToBe(
            @ForAll List<Double> values, @ForAll double threshold, @ForAll @IntRange(max = 50) int width) {
        assertThat(Sparkline.of(values, threshold, width, true))
                .hasSize(Math.min(width, values.size()))
                .matches("\\p{ASCII}*");
    }
}
