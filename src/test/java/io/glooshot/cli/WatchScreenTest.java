package io.glooshot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.api.Experiment;
import io.glooshot.cli.WatchScreen.Scene;
import io.glooshot.cli.WatchedExperiments.Watched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchScreenTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final List<Experiment> EXPERIMENTS = WatchSamples.experiments(NOW);
    private static final Path GOLDEN = Path.of("src/test/resources/cli");

    @ParameterizedTest
    @CsvSource({"100, 24, watch-wide.txt", "60, 10, watch-small.txt"})
    void showsAFixedStateInTheRoomThereIs(int width, int height, String golden) throws IOException {
        assertThat(text(new WatchScreen(width, height, false, false).lines(scene(0))))
                .isEqualTo(Files.readString(GOLDEN.resolve(golden)));
    }

    @Test
    void showsTheSelectedOneEvenWhereThereIsNoRoomForAll() {
        List<AttributedString> lines = new WatchScreen(60, 8, false, false).lines(scene(2));

        assertThat(text(lines)).contains("> done", "Succeeded").doesNotContain("> abort-ratings");
    }

    @Test
    void saysThatThereIsNothingAndWhyItIsNotUpToDate() {
        String text = text(new WatchScreen(80, 5, false, false)
                .lines(new Scene("in namespace shop", List.of(), "The API server cannot be asked.", 0, NOW)));

        assertThat(text).contains("0 experiments in namespace shop", "There is no experiment in namespace shop.");
        assertThat(text.lines().reduce((one, other) -> other)).contains("The API server cannot be asked.");
    }

    @Test
    void coloursOnlyWhereItMay() {
        assertThat(ansi(new WatchScreen(100, 24, true, false))).contains("\033[31m", "\033[32m");
        assertThat(ansi(new WatchScreen(100, 24, false, false))).doesNotContainPattern("\033\\[[0-9;]*3[0-9]m");
    }

    @Property
    void fillsTheTerminalAndNoMore(
            @ForAll @IntRange(min = 1, max = 200) int width,
            @ForAll @IntRange(min = 1, max = 60) int height,
            @ForAll @IntRange(max = 2) int selected)
            throws IOException {
        List<AttributedString> lines = new WatchScreen(width, height, true, true).lines(scene(selected));

        assertThat(lines).hasSize(height).allMatch(line -> line.columnLength() <= width);
    }

    private static String ansi(WatchScreen screen) {
        StringBuilder all = new StringBuilder();
        screen.lines(scene(0)).forEach(line -> all.append(line.toAnsi(256, AttributedString.ForceMode.None)));
        return all.toString();
    }

    private static String text(List<AttributedString> lines) {
        return lines.stream()
                .map(line -> line.toString().stripTrailing() + "\n")
                .reduce("", String::concat);
    }

    private static Scene scene(int selected) {
        return new Scene(
                "in all namespaces",
                List.of(
                        new Watched(
                                EXPERIMENTS.get(0),
                                Map.of("success-rate", List.of(1.0, 0.99, 0.97, 0.96, 0.94), "latency", List.of(0.1)),
                                Optional.of(0.482)),
                        new Watched(EXPERIMENTS.get(1), Map.of(), Optional.empty()),
                        new Watched(EXPERIMENTS.get(2), Map.of(), Optional.empty())),
                "",
                selected,
                NOW);
    }
}
