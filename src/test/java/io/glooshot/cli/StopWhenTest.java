package io.glooshot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glooshot.api.ComparisonOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;

class StopWhenTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '¤',
            value = {
                "errors > 0.01 § errors § > § 0.01",
                "errors>0.01 § errors § > § 0.01",
                "errors < -1.5e-3 § errors § < § -0.0015",
                "errors >= .5 § errors § >= § 0.5",
                "errors <= + 2. § errors § <= § 2",
                "errors == 0 § errors § == § 0",
                "errors != 0 § errors § != § 0",
                "sum(rate(a{code=~\"5..\",path!=\"/x>1\"}[1m])) by (b) > 1 § sum(rate(a{code=~\"5..\",path!=\"/x>1\"}[1m])) by (b) § > § 1",
                "(a > bool 1) > 0 § (a > bool 1) § > § 0",
                "(a > 1 and b > 2) >= 3 § (a > 1 and b > 2) § >= § 3",
                "sum(a) or vector(0) > 0.01 § sum(a) or vector(0) § > § 0.01",
                "label_replace(a, 'x', '$1 > \\' 2', \"y\", `\\`) > 1 § label_replace(a, 'x', '$1 > \\' 2', \"y\", `\\`) § > § 1",
                "quantile_over_time(0.9, a[5m:1m] offset 1h) > 2 § quantile_over_time(0.9, a[5m:1m] offset 1h) § > § 2",
                "random_and_unless > 1 § random_and_unless § > § 1",
                "a:and > 1 § a:and § > § 1"
            })
    void takesTheLastComparisonOutsideOfQuotesAndBrackets(
            String text, String query, String operator, double threshold) {
        StopWhen stop = StopWhen.parse(text);

        assertThat(stop.query()).isEqualTo(query);
        assertThat(stop.operator().symbol()).isEqualTo(operator);
        assertThat(stop.threshold()).isEqualTo(threshold);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '¤',
            value = {
                "errors § has no comparison outside of quotes and brackets",
                "errors{a>1} § has no comparison outside of quotes and brackets",
                "errors # > 1 § has no comparison",
                "> 1 § has no query before '>'",
                "errors > § has no number after '>'",
                "errors > many § has 'many' after '>', which is no number; to compare two queries write 'A - B > 0'",
                "errors > on(x) b § is no number",
                "errors > bool 1 § has 'bool' after '>'",
                "errors > 1% § write 0.01 for 1%",
                "errors > 5m § is no number",
                "errors > Inf § is no number",
                "errors > NaN § is no number",
                "errors > 1e999 § too large",
                "a > 1 and b > 2 § has 2 comparisons",
                "1 < a < 2 § has 2 comparisons",
                "a and b > 2 § has 'and' or 'unless' outside of brackets",
                "a UNLESS b > 2 § has 'and' or 'unless' outside of brackets",
                "errors = 1 § has '=', which is no comparison",
                "errors => 1 § has '=>', which is no comparison",
                "errors =~ 1 § has '=~', which is no comparison",
                "errors ! 1 § has '!', which is no comparison",
                "sum(errors > 1 § lacks a ')'",
                "sum(errors]) > 1 § has ']' without what opens it",
                "errors) > 1 § has ')' without what opens it",
                "errors{a=\"b} > 1 § that is not closed",
                "errors{a=`\\`} > 1 ` § that is not closed"
            })
    void refusesWhatPrometheusWouldReadInAnotherWay(String text, String why) {
        assertThatThrownBy(() -> StopWhen.parse(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining(why);
    }

    /** Whatever is in quotes and brackets changes nothing. */
    @Property
    void readsWhatItHasWritten(@ForAll String label, @ForAll ComparisonOperator operator, @ForAll double number) {
        double threshold = Double.isFinite(number) ? number : 1;
        String query =
                "sum(errors{a=\"%s\"})".formatted(label.replace("\\", "\\\\").replace("\"", "\\\""));

        assertThat(StopWhen.parse(query + " " + operator.symbol() + " " + threshold))
                .isEqualTo(new StopWhen(query, operator, threshold));
    }

    @Property
    void endsInASentenceWhateverIsWritten(@ForAll String text) {
        try {
            StopWhen.parse(text);
        } catch (TypeConversionException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
