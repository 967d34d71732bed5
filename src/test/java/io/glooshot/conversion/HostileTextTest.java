package io.glooshot.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.conversion.Note.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts that are broken, or made to do harm, end in a sentence; what stands before them is converted. */
@Timeout(20)
class HostileTextTest {

    private static final String GOOD = "kind: Experiment\napiVersion: glooshot.solo.io/v1\nmetadata: {name: good}\n";

    private static final int ANY_LINE = -1;

    record Case(String text, int line, String said) {}

    static List<Case> broken() {
        return List.of(
                new Case("a: [1, 2\nb: 3\n", 2, "is no YAML at line 2, column 2"),
                new Case("a: b: c\n", 1, "is no YAML at line 1, column 5"),
                new Case("a:\n\tb: 1\n", 2, "'\\t(TAB)'"),
                new Case("a: *nobody\n", 1, "undefined alias nobody"),
                new Case("a: 1\na: 2\n", 2, "has the key 'a' twice"),
                new Case("? [a]\n: 1\n", 1, "has a key that is no text"),
                new Case("a:\n  <<: text\n", 2, "merges (<<) something that is no mapping"),
                new Case("a: \"\\q\"\n", 1, "is no YAML at line 1"),
                new Case("a: 1\nb: \u0000\n", 2, "has the character U+0000"),
                new Case("{\"a\": 1,\n \"b\": }", 2, "is no JSON at line 2, column 7"),
                new Case("{\"a\": 1, \"a\": 2}", 1, "Duplicate field 'a'"),
                new Case("{\"a\":", 1, "is no JSON at line 1, column 6"),
                new Case("a: &a [*a]\n", 1, "an alias stands within what it names"),
                new Case("a: &a\n  <<: *a\n", 1, "an alias stands within what it names"),
                new Case("[".repeat(10_000), 0, "nested more than 50 levels deep"),
                new Case("a: ".repeat(3) + "\n", 1, "is no YAML at line 1"),
                new Case("{\"a\":" + "[".repeat(10_000), 1, "nested more than 50 levels deep"),
                new Case(laughs(), ANY_LINE, "has more than 100000 values"),
                new Case("- 1\n".repeat(200_000), 100_000, "has more than 100000 values"),
                new Case("a: " + "x".repeat(5_000_000), 0, "has 5000003 characters; at most 4194304 are read"));
    }

    /** A few lines that stand for billions of values. */
    private static String laughs() {
        StringBuilder text = new StringBuilder("l0: &l0 [" + "lol,".repeat(9) + "lol]\n");
        for (int i = 1; i < 10; i++) {
            text.append("l%d: &l%d [%s*l%d]\n".formatted(i, i, ("*l" + (i - 1) + ",").repeat(9), i - 1));
        }
        return text.toString();
    }

    @ParameterizedTest
    @MethodSource("broken")
    void saysWhatIsWrongAndWhere(Case broken) {
        Conversion conversion = Converter.convert(broken.text(), "x.yaml");

        assertThat(conversion.objects()).isEmpty();
        assertThat(conversion.complete()).isFalse();
        assertThat(conversion.notes()).singleElement().satisfies(note -> {
            assertThat(note.severity()).isEqualTo(Severity.ERROR);
            assertThat(note.outcome()).contains(broken.said());
            if (broken.line() != ANY_LINE) {
                assertThat(note.line()).isEqualTo(broken.line());
            }
        });
    }

    @Test
    void convertsWhatStandsBeforeTheBrokenPart() {
        Conversion conversion = Converter.convert(GOOD + "---\na: [\n", "x.yaml");

        assertThat(conversion.objects()).hasSize(1);
        assertThat(conversion.complete()).isFalse();
    }

    @Test
    void makesNothingOfTags() {
        Conversion conversion = Converter.convert(
                "a: !!javax.script.ScriptEngineManager [!!java.net.URL [\"http://127.0.0.1:1/\"]]\n", "x");

        assertThat(conversion.notes())
                .singleElement()
                .satisfies(note -> assertThat(note.outcome()).contains("Global tag is not allowed"));
    }

    @Test
    void takesHugeNumbersForTexts() {
        for (String number : List.of("1e999999999", "9".repeat(1000), "-1e400", "1:30", "0x1F", ".nan", ".inf")) {
            Conversion conversion = Converter.convert(
                    "metadata: {name: a}\nspec: {faults: [{fault: {abort: {httpStatus: 500}, percentage: %s}}]}\n"
                            .formatted(number),
                    "x");

            assertThat(conversion.notes()).anySatisfy(note -> {
                assertThat(note.path()).isEqualTo("spec.faults[0].fault.percentage");
                assertThat(note.outcome()).contains("has to be a number");
            });
        }
    }

    @Test
    void keepsPathsShortWhateverTheKeys() {
        String key = "k".repeat(1_000_000);
        Conversion conversion =
                Converter.convert(GOOD + "spec: {spec: {" + key + ": [" + "1,".repeat(10_000) + "1]}}\n", "x");

        assertThat(conversion.notes()).allSatisfy(note -> {
            assertThat(note.path()).hasSizeLessThan(200);
            assertThat(note.toString()).hasSizeLessThan(1000);
        });
    }

    @Test
    void followsAliasesAndMergesAsKubectlDoes() {
        Conversion conversion = Converter.convert("""
                apiVersion: glooshot.solo.io/v1
                kind: Experiment
                metadata: {name: shared, namespace: default}
                spec:
                  spec:
                    duration: 30s
                    faults:
                    - &fault
                      destinationServices: &to [{name: default-ratings-9080, namespace: glooshot}]
                      fault: {abort: {httpStatus: 500}, percentage: 100}
                    - <<: *fault
                      originServices: *to
                    failureConditions: [{webhookUrl: 'https://x/'}]
                """, "x");

        assertThat(conversion.complete()).isTrue();
        assertThat(conversion
                        .objects()
                        .get(0)
                        .at("/spec/faults/1/originServices/0/name")
                        .asText())
                .isEqualTo("ratings");
        assertThat(conversion
                        .objects()
                        .get(0)
                        .at("/spec/faults/1/fault/abort/httpStatus")
                        .asInt())
                .isEqualTo(500);
    }

    @Test
    void showsNoControlCharactersAndNoPasswords() {
        Conversion conversion = Converter.convert(
                "metadata: {name: \"a\\e[31m\\u202e\"}\nspec: {failureConditions: [{webhookUrl: 'http://me:secret@x/'}]}\n",
                "x");

        assertThat(conversion.notes())
                .isNotEmpty()
                .allSatisfy(note -> assertThat(note.toString()).doesNotContain("secret", "\u001b", "\u202e", "\n"));
    }
}
