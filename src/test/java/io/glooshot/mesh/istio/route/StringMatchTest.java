package io.glooshot.mesh.istio.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.mesh.istio.route.StringMatch.Sum;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StringMatchTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exact: /a   | exact: /a    | unchanged",
                "exact: /a   | exact: /b    | nothing",
                "exact: /ab  | prefix: /a   | unchanged",
                "exact: /a   | prefix: /ab  | nothing",
                "prefix: /a  | exact: /ab   | exact: /ab",
                "prefix: /a  | exact: /b    | nothing",
                "prefix: /a  | prefix: /a   | unchanged",
                "prefix: /ab | prefix: /a   | unchanged",
                "prefix: /a  | prefix: /ab  | prefix: /ab",
                "prefix: /a  | prefix: /b   | nothing",
                "regex: a.*  | regex: a.*   | unchanged",
                "regex: a.*  | regex: b.*   | both",
                "regex: a.*  | exact: ab    | both",
                "regex: a.*  | prefix: ab   | both",
                "exact: a    | regex: b.*   | both",
                "prefix: a   | regex: b.*   | both",
                "regex: '*'  | exact: a     | exact: a",
                "{}          | exact: a     | exact: a",
                "{}          | prefix: a    | prefix: a",
                "{}          | regex: a     | regex: a",
                "{}          | {}           | unchanged",
                "regex: a    | {}           | unchanged",
                "exact: a    | {}           | unchanged",
                "prefix: a   | {}           | unchanged",
            })
    void addsMatches(String present, String added, String sum) {
        assertThat(text(StringMatch.add(StringMatch.parse(Given.yaml(present)), StringMatch.parse(Given.yaml(added)))))
                .isEqualTo(sum);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"exact: /a", "prefix: /a", "regex: /a.*", "{}"})
    void writesWhatItReads(String match) {
        assertThat(StringMatch.json(StringMatch.parse(Given.yaml(match)))).isEqualTo(Given.yaml(match));
    }

    private static String text(Sum sum) {
        if (sum instanceof Sum.Narrower narrower) {
            return StringMatch.json(narrower.match())
                    .toString()
                    .replaceAll("[{}\"]", "")
                    .replace(":", ": ");
        }
        return sum.getClass().getSimpleName().toLowerCase();
    }
}
