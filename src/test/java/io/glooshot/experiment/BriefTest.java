package io.glooshot.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class BriefTest {

    @Property
    void cutsAnyTextToItsLimitAndNeverInsideACharacter(@ForAll String text) {
        String brief = Brief.text(text.repeat(20));

        assertThat(brief.length()).isLessThanOrEqualTo(201);
        assertThat(brief.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(203);
        assertThat(brief)
                .matches(cut ->
                        cut.equals(text.repeat(20)) || text.repeat(20).startsWith(cut.substring(0, cut.length() - 1)));
    }

    @Example
    void leavesAnOrdinaryMessageAlone() {
        assertThat(Brief.text("x".repeat(200))).isEqualTo("x".repeat(200));
        assertThat(Brief.text("x".repeat(201))).isEqualTo("x".repeat(200) + "…");
    }

    @Example
    void cutsTextSoonerThatTakesMoreRoomAsJson() {
        assertThat(Brief.text("<".repeat(200))).isEqualTo("<".repeat(33) + "…");
    }

    @Example
    void boundsTheLabelsOfAReading() {
        Map<String, String> labels = new TreeMap<>();
        for (int i = 0; i < 1_000; i++) {
            labels.put("label%04d".formatted(i), "x".repeat(10_000));
        }
        Reading.Value shortened = new Reading.Value(1, labels).shortened();

        assertThat(shortened.labels()).hasSize(64).containsEntry("label0000", "x".repeat(200) + "…");
    }

    @Example
    void writesDurationsAsPeopleDo() {
        assertThat(Numbers.text(Duration.ofMillis(500))).isEqualTo("500ms");
        assertThat(Numbers.text(Duration.ofSeconds(30))).isEqualTo("30s");
        assertThat(Numbers.text(Duration.ofMillis(31_480))).isEqualTo("31.5s");
        assertThat(Numbers.text(Duration.ofSeconds(125))).isEqualTo("2m5s");
        assertThat(Numbers.text(Duration.ofMillis(59_990))).isEqualTo("1m0s");
    }
}
