package io.glooshot.report.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.report.rendering.Point.Kind;
import io.glooshot.report.rendering.Point.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TextPlotTest {

    private static final Screen ASCII = new Screen(40, false, false);

    @Test
    void theFaultsAreMarkedAlongTheAxisAndTheThresholdAcross() {
        Story story = new Story(SampleReports.get("failed"));
        List<Point> points = Point.of(story.conditions().get(0));

        assertThat(new TextPlot(story, ASCII, points, OptionalDouble.of(0.5)).lines(40))
                .containsExactly(
                        "82.26 +    :  *#***#***             ",
                        "      |    : ** :     *#            ",
                        "      |    :**  :       *           ",
                        "      |    **   :       **          ",
                        "      |   **    :        *          ",
                        "      |  **:    :        **         ",
                        "      | ** :    :         **        ",
                        "    0 +**------------------********* 0.5",
                        "      +----======-------------------",
                        "       -974 ms               +6.07 s");
    }

    @Test
    void whatIsNoNumberIsNoPartOfTheLine() {
        List<Point> points = new ArrayList<>();
        points.add(point(0, Kind.VALUE, "1"));
        points.add(point(1, Kind.FAILED, "refused"));
        points.add(point(2, Kind.NOT_FINITE, "NaN"));
        points.add(point(3, Kind.NO_DATA, "empty"));
        points.add(point(4, Kind.VALUE, "1"));

        List<String> lines = lines(points, OptionalDouble.empty());

        assertThat(lines.stream().filter(line -> line.contains("*")))
                .singleElement()
                .asString()
                .matches(" *\\|\\* +\\*");
        assertThat(lines).anySatisfy(line -> assertThat(line).matches(" *\\| +x +\\? +o *"));
    }

    @Test
    void withoutAValueThereIsNothingToPlot() {
        assertThat(lines(List.of(point(0, Kind.FAILED, "refused")), OptionalDouble.of(1)))
                .isEmpty();
    }

    /** Every number that there is, and any width. */
    @Property
    void everyLineFits(
            @ForAll @Size(min = 1, max = 30) List<Double> values,
            @ForAll double threshold,
            @ForAll @IntRange(min = 40, max = 200) int width) {
        List<Point> points = new ArrayList<>();
        for (double value : values) {
            points.add(point(points.size(), Kind.VALUE, String.valueOf(value)));
        }
        Story story = new Story(SampleReports.emptied());

        List<String> lines =
                new TextPlot(story, new Screen(width, false, true), points, OptionalDouble.of(threshold)).lines(width);

        assertThat(lines).hasSize(10).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(width));
    }

    private static List<String> lines(List<Point> points, OptionalDouble threshold) {
        return new TextPlot(new Story(SampleReports.emptied()), ASCII, points, threshold).lines(40);
    }

    private static Point point(int second, Kind kind, String text) {
        Instant time = Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofSeconds(second));
        return new Point(Phase.DURING, Optional.of(time), kind, text, false);
    }
}
