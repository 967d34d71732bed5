package io.glooshot.report.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.api.Report;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers, durations and faults as people read them. */
class WordsOfReportsTest {

    @ParameterizedTest
    @CsvSource({
        "80.03273213092852, 80.03",
        "0, 0",
        "-0.0, 0",
        "100, 100",
        "100.0, 100",
        "12345.678, 12346",
        "0.00012345, 0.0001235",
        "0.000012345, 0.00001235",
        "0.0000012345, 1.235e-6",
        "1234567890123, 1.235e12",
        "1.7976931348623157E308, 1.798e308",
        "-4.9E-324, -4.9e-324",
        "NaN, NaN",
        "+Inf, +Inf",
        "abc, abc"
    })
    void numbersHaveFourDigits(String text, String brief) {
        assertThat(Figures.brief(text)).isEqualTo(brief);
    }

    @Property
    void aBriefNumberIsAboutTheSame(@ForAll double value) {
        BigDecimal exact = BigDecimal.valueOf(value);
        BigDecimal brief = new BigDecimal(Figures.brief(String.valueOf(value)));

        assertThat(brief.subtract(exact).abs()).isLessThanOrEqualTo(exact.abs().multiply(new BigDecimal("0.0006")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "+Inf", "-Inf", "", "1e999", "x", "<b>1</b>"})
    void whatIsNoFiniteNumberIsNone(String text) {
        assertThat(Figures.finite(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "39.057ms, 39057000, 39 ms",
        "1.5s, 1500000000, 1.5 s",
        "2m5.3s, 125300000000, 2 min 5 s",
        "1h30m, 5400000000000, 1 h 30 min",
        "-12.5ms, -12500000, −12 ms"
    })
    void durationsAreReadAsReportsHaveThem(String text, long nanos, String words) {
        Duration duration = Times.duration(text).orElseThrow();

        assertThat(duration).isEqualTo(Duration.ofNanos(nanos));
        assertThat(Times.words(duration)).isEqualTo(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "1x", "1s 2s", "99999999999s", "1s1s1s1s1s"})
    void nothingElseIsADuration(String text) {
        assertThat(Times.duration(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 0 s", "385, +385 ms", "-1250, −1.25 s", "80052, +1 min 20.052 s", "3600000, +1 h 0 min 0 s"})
    void offsetsKeepTheirMilliseconds(long millis, String text) {
        assertThat(Times.offset(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @Test
    void faultsAreToldInASentence() {
        assertThat(sentences("failed"))
                .containsExactly(
                        "every call answered with HTTP 500, from reviews to ratings:9080, in the caller's proxy");
        assertThat(sentences("many-readings"))
                .containsExactly(
                        "50 % of the calls held up for 2s, from reviews to ratings:9080,"
                                + " only with header x-cohort canary, in the proxy of the service",
                        "5 % of the calls held up for 100ms, and 2.5 % of the calls answered with gRPC status 14"
                                + " UNAVAILABLE, from everywhere to details.catalogue:9080 and details.catalogue:9443,"
                                + " in the caller's proxy");
    }

    @Test
    void whatWasNotFoundYetIsToldAsItWasAsked() {
        assertThat(sentences("aborted"))
                .containsExactly("12.5 % of the calls answered with HTTP 503,"
                        + " from the services selected by labels (team=shop) to payment.bank:8443");
    }

    @Test
    void ofManyNamesTheFirstAreShown() {
        List<String> names =
                Stream.iterate(1, i -> i + 1).limit(20).map(i -> "s" + i).toList();

        assertThat(FaultWords.names(names)).isEqualTo("s1, s2, s3, s4, s5, s6, s7, s8 and 12 more");
    }

    @Test
    void everyFigureIsKnownOrSaidNotToBe() {
        assertThat(figures("failed"))
                .containsExactly(
                        "Faults on for: 1.25 s",
                        "Breach to faults off: 180 ms",
                        "Requests faulted: 237",
                        "Healthy again: after 2.8 s");
        assertThat(figures("aborted")).containsExactly("Faults: never on");
        assertThat(figures("control")).containsExactly("Watched for: 5.01 s");
        assertThat(figures("resumed"))
                .containsExactly("Faults on for: 1 min 3 s", "Requests faulted: not known", "Healthy again: unknown");
    }

    @Test
    void aReportWithNothingInItIsShown() {
        Report empty = SampleReports.emptied();

        for (ReportFormat format : ReportFormat.values()) {
            assertThat(new ReportRenderer(Screen.PLAIN).render(empty, Optional.empty(), format))
                    .isNotBlank();
        }
    }

    private static List<String> sentences(String name) {
        return new Story(SampleReports.get(name))
                .faults().stream().map(FaultWords::sentence).toList();
    }

    private static List<String> figures(String name) {
        return new Story(SampleReports.get(name))
                .figures().stream()
                        .map(figure -> figure.name() + ": " + figure.value())
                        .toList();
    }
}
