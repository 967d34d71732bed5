package io.glooshot.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.ServiceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is filled into a query stays in the string that it was meant for, whatever it is. */
class QueryTemplateTest {

    private static final Pattern STRING = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"|'((?:[^'\\\\\n]|\\\\.)*)'");

    private static final Placeholders PLAIN =
            new Placeholders("my.run", "books", Set.of(new ServiceId("stars", "ratings")));

    @Property
    void noTextBreaksOutOfItsString(
            @ForAll("texts") String service, @ForAll("texts") String namespace, @ForAll("texts") String experiment) {
        var values = new Placeholders(experiment, "unused", Set.of(new ServiceId(namespace, service)));
        String query = fill(
                "sum(x{a=\"<{{service}}>\", b='{{ namespace }}', c=~\"{{experiment}}\", d!~'{{service}}'}) # {{service}}",
                values);

        assertThat(STRING.matcher(query).replaceAll("_")).isEqualTo("sum(x{a=_, b=_, c=~_, d!~_}) # {{service}}");
        List<String> strings = strings(query);
        assertThat(strings.get(0)).isEqualTo("<" + service + ">");
        assertThat(strings.get(1)).isEqualTo(namespace);
        assertThat(experiment).matches(Pattern.compile(strings.get(2)));
        assertThat(service).matches(Pattern.compile(strings.get(3)));
    }

    @Property
    void aRegularExpressionMatchesTheTextAlone(@ForAll("texts") String text, @ForAll("texts") String other) {
        String query = fill("x{a=~\"{{experiment}}\"}", new Placeholders(text, "n", Set.of()));

        assertThat(Pattern.compile(strings(query).get(0)).matcher(other).matches())
                .isEqualTo(other.equals(text));
    }

    @Property
    void backticksHoldATextThatHasNone(@ForAll("texts") String text) {
        String template = "x{a=`{{experiment}}`}";
        var values = new Placeholders(text, "n", Set.of());

        if (text.contains("`") || text.contains("\r")) {
            assertRefused(template, values, "InvalidPlaceholder", "backticks");
        } else {
            assertThat(fill(template, values)).isEqualTo("x{a=`" + text + "`}");
        }
    }

    @Property
    void aQueryWithoutPlaceholdersStaysAsItIs(@ForAll("queries") String query) {
        assertThat(fill(query, PLAIN)).isEqualTo(query);
    }

    @Example
    void fillsInWhatIsMeant() {
        assertThat(fill("rate(x{s=\"{{service}}\",n=\"{{namespace}}\",e=\"{{experiment}}\"}[{{interval}}])", PLAIN))
                .isEqualTo("rate(x{s=\"ratings\",n=\"stars\",e=\"my.run\"}[1m30s])");
        assertThat(fill("x{e=~\"{{experiment}}|a.b\",e!=\"{{experiment}}\",w=\"{{interval}}\"}", PLAIN))
                .isEqualTo("x{e=~\"my\\\\.run|a.b\",e!=\"my.run\",w=\"1m30s\"}");
        assertThat(fill("x{e=~ `{{experiment}}`}", PLAIN)).isEqualTo("x{e=~ `my\\.run`}");
        assertThat(fill("x{n=\"{{namespace}}\"}", new Placeholders("e", "books", Set.of())))
                .isEqualTo("x{n=\"books\"}");
    }

    @Example
    void refusesAPlaceholderThatItDoesNotKnowNamingThePossible() {
        assertRefused(
                "x{a=\"{{svc}}\"}",
                PLAIN,
                "UnknownPlaceholder",
                "the query has the placeholder '{{svc}}'; possible are {{service}}, {{namespace}}, {{interval}} and {{experiment}}.");
        assertRefused("x{a=\"{{service\"}", PLAIN, "UnknownPlaceholder", "'{{service");
        assertRefused("{{ }}", PLAIN, "UnknownPlaceholder", "possible are");
    }

    @Example
    void refusesATextOutsideOfQuotesAndAfterABackslash() {
        assertRefused("{{service}}_errors", PLAIN, "InvalidPlaceholder", "outside of quotes");
        assertRefused("x{a=\"b\"} > {{experiment}}", PLAIN, "InvalidPlaceholder", "outside of quotes");
        assertRefused("x{a=\"\\{{service}}\"}", PLAIN, "InvalidPlaceholder", "backslash");
        assertThat(fill("x{a=\"\\\\{{service}}\"}", PLAIN)).isEqualTo("x{a=\"\\\\ratings\"}");
    }

    @Example
    void refusesAQueryThatIsTooLongForAReport() {
        String template = "{{interval}}".repeat(341);

        assertThat(fill(template, PLAIN)).hasSize(341 * 5);
        assertRefused(
                "x{a=\"" + "{{service}}".repeat(372) + "\"}",
                new Placeholders("e", "n", Set.of(new ServiceId("n", "s".repeat(63)))),
                "QueryTooLong",
                "at most 4096");
    }

    @Example
    void refusesAServiceThatIsNotTheOnlyOne() {
        var two =
                new Placeholders("e", "n", Set.of(new ServiceId("books", "stars"), new ServiceId("books", "ratings")));

        assertRefused(
                "x{a=\"{{service}}\"}",
                two,
                "AmbiguousPlaceholder",
                "the query has the placeholder {{service}}, but the experiment's faults hit 2 services (ratings.books, stars.books)");
        assertThat(fill("x{a=\"{{namespace}}\"}", two)).isEqualTo("x{a=\"books\"}");
        assertRefused(
                "x{a=\"{{namespace}}\"}",
                new Placeholders("e", "n", Set.of(new ServiceId("a", "stars"), new ServiceId("b", "stars"))),
                "AmbiguousPlaceholder",
                "2 namespaces (a, b)");
        assertRefused(
                "x{a=\"{{service}}\"}",
                new Placeholders("e", "n", Set.of()),
                "AmbiguousPlaceholder",
                "the experiment has no faults");
    }

    @Example
    void writesDurationsAsPrometheusDoes() {
        assertThat(PromqlDuration.text(Duration.ofSeconds(90))).isEqualTo("1m30s");
        assertThat(PromqlDuration.text(Duration.ofHours(1))).isEqualTo("1h");
        assertThat(PromqlDuration.text(Duration.ofMillis(1_500))).isEqualTo("1s500ms");
        assertThat(PromqlDuration.text(Duration.ZERO)).isEqualTo("0s");
    }

    /** Any text, and often what could do harm. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(12),
                Arbitraries.strings().withChars("\"'`\\{}#\n\r\t.*|$n x0(").ofMaxLength(12),
                Arbitraries.of("\"} or vector(1) #", "\\", "\\\"", "'} == 1", "{{service}}", "a.b", "\\x22"));
    }

    @Provide
    Arbitrary<String> queries() {
        return Arbitraries.strings()
                .withChars("abc\"'`\\{}#\n ()=~!.[]")
                .ofMaxLength(30)
                .filter(query -> !query.contains("{{"));
    }

    private static String fill(String template, Placeholders values) {
        return QueryTemplate.fill("the query", template, values, Duration.ofSeconds(90));
    }

    private static void assertRefused(String template, Placeholders values, String reason, String message) {
        assertThatThrownBy(() -> fill(template, values))
                .isInstanceOfSatisfying(
                        AbortException.class,
                        refused -> assertThat(refused.verdict().reason()).isEqualTo(reason))
                .hasMessageContaining(message);
    }

    /** The strings of a query, with their escapes undone as Go does. */
    private static List<String> strings(String query) {
        List<String> strings = new ArrayList<>();
        Matcher matcher = STRING.matcher(query);
        while (matcher.find()) {
            String raw = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            strings.add(Pattern.compile("\\\\(x([0-9a-f]{2})|.)").matcher(raw).replaceAll(escape -> {
                String meant = escape.group(2) == null
                        ? escape.group(1)
                        : String.valueOf((char) Integer.parseInt(escape.group(2), 16));
                assertThat(escape.group(2) != null || "\\\"'".contains(meant)).isTrue();
                return Matcher.quoteReplacement(meant);
            }));
        }
        return strings;
    }
}
